import type { ClassMapping, ClassTarget } from '../../../../../electron/shared/schemas/dataset.ts';
import type { ScoresImport, ScoresPreview } from '../../../../../electron/shared/schemas/evaluation.ts';

export type ReaderChoice = ScoresImport['readers'][number];
export type ColumnRole = 'id' | 'label' | 'group';

/** What is chosen of a file of scores; what it seems to hold is where it starts. */
export interface ScoresChoices {
  id: string | null;
  label: string | null;
  group: string | null;
  /** In the file's order. */
  readers: readonly ReaderChoice[];
  /** By label value: what a person said; without an entry the proposal holds. */
  targets: Readonly<Record<string, ClassTarget>>;
}

export type ScoresProblem = 'noId' | 'noLabel' | 'tooManyLabels' | 'open' | 'nothingKept' | 'noReader' | 'noName';

export interface LabelCounts {
  benign: number;
  malignant: number;
  excluded: number;
  /** Rows whose label nobody has given a meaning. */
  open: number;
  /** Rows whose label is not among the values that were told: the column has too many. */
  untold: number;
}

const stemOf = (path: string): string =>
  path
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.[^.]+$/, '') ?? '';

/** A single reader is called as the file is, several as their columns are. */
export function choicesFrom({ path, columns }: ScoresPreview): ScoresChoices {
  const named = (role: ColumnRole): string | null => columns.find((column) => column.role === role)?.name ?? null;
  const scores = columns.filter(({ role }) => role === 'score');
  return {
    id: named('id'),
    label: named('label'),
    group: named('group'),
    readers: scores.map(({ name, scale }) => ({
      column: name,
      name: (scores.length === 1 && stemOf(path)) || name,
      scale: scale ?? 'probability',
    })),
    targets: {},
  };
}

/** A column has one role: whatever it was before, it is no more. Other label values need other meanings. */
export function withColumn(choices: ScoresChoices, role: ColumnRole, column: string | null): ScoresChoices {
  const free = (other: ColumnRole): string | null => (choices[other] === column ? null : choices[other]);
  return {
    id: free('id'),
    label: free('label'),
    group: free('group'),
    readers: choices.readers.filter((reader) => reader.column !== column),
    targets: role === 'label' ? {} : choices.targets,
    [role]: column,
  };
}

/** Adds or takes away a reader; the file's order stays. */
export function withReader(
  preview: ScoresPreview,
  choices: ScoresChoices,
  column: string,
  isReader: boolean,
): ScoresChoices {
  const readers = preview.columns.flatMap(({ name, scale }): ReaderChoice[] => {
    const known = choices.readers.find((reader) => reader.column === name);
    if (name !== column) return known === undefined ? [] : [known];
    return isReader ? [known ?? { column, name: column, scale: scale ?? 'probability' }] : [];
  });
  return { ...choices, readers };
}

export function targetOf(
  { targets }: ScoresChoices,
  { value, proposal }: ScoresPreview['labelValues'][number],
): ClassTarget | null {
  const chosen = Object.hasOwn(targets, value) ? targets[value] : undefined;
  return chosen ?? (proposal === 'ask' ? null : proposal);
}

export function labelCounts(preview: ScoresPreview, choices: ScoresChoices): LabelCounts {
  const counts: LabelCounts = { benign: 0, malignant: 0, excluded: 0, open: 0, untold: preview.rowCount };
  for (const label of preview.labelValues) {
    const target = targetOf(choices, label);
    counts[target === null ? 'open' : target === 'exclude' ? 'excluded' : target] += label.count;
    counts.untold -= label.count;
  }
  return counts;
}

/** Why it cannot be imported yet; null: it can. */
export function problemOf(preview: ScoresPreview, choices: ScoresChoices): ScoresProblem | null {
  if (choices.id === null) return 'noId';
  if (choices.label === null) return 'noLabel';
  const { benign, malignant, open, untold } = labelCounts(preview, choices);
  if (untold > 0) return 'tooManyLabels';
  if (open > 0) return 'open';
  if (benign + malignant === 0) return 'nothingKept';
  if (choices.readers.length === 0) return 'noReader';
  if (choices.readers.some(({ name }) => name.trim() === '')) return 'noName';
  return null;
}

/** What is asked of the core; null while there is a problem. */
export function requestOf(preview: ScoresPreview, choices: ScoresChoices): ScoresImport | null {
  const { id, label, group, readers } = choices;
  if (id === null || label === null || problemOf(preview, choices) !== null) return null;
  const mapping: ClassMapping = Object.fromEntries(
    preview.labelValues.map((known) => [known.value, targetOf(choices, known) ?? 'exclude']),
  );
  return {
    path: preview.path,
    idColumn: id,
    labelColumn: label,
    groupColumn: group,
    mapping,
    readers: readers.map((reader) => ({ ...reader, name: reader.name.trim() })),
  };
}
