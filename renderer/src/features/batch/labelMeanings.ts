import type { ClassMapping, ClassTarget, SourceScan } from '../../../../electron/shared/schemas/dataset.ts';
import type { ScoresPreview } from '../../../../electron/shared/schemas/evaluation.ts';

type LabelValue = ScoresPreview['labelValues'][number];

/** Labels that photos have, and what was told of their meaning. */
export interface Labels {
  values: readonly LabelValue[];
  targets: Readonly<Record<string, ClassTarget>>;
}

/** What a value means: as told, else as proposed; null: it must be told. An empty cell is no label. */
export function targetOf({ targets }: Pick<Labels, 'targets'>, { value, proposal }: LabelValue): ClassTarget | null {
  if (Object.hasOwn(targets, value)) return targets[value] ?? null;
  if (value === '') return 'exclude';
  return proposal === 'ask' ? null : proposal;
}

export type LabelsProblem = 'open' | 'excluded';

/** Why nothing can be evaluated by them yet. */
export function labelsProblem(labels: Labels): LabelsProblem | null {
  const targets = labels.values.map((label) => targetOf(labels, label));
  if (targets.includes(null)) return 'open';
  return targets.some((target) => target !== 'exclude') ? null : 'excluded';
}

export function mappingOf(labels: Labels): ClassMapping {
  const mapping: ClassMapping = {};
  for (const label of labels.values) {
    const target = targetOf(labels, label);
    if (target !== null) mapping[label.value] = target;
  }
  return mapping;
}

/** Folders by the hundred are patients or days, not classes. */
const MOST_CLASSES = 50;

/** What the chosen folders hold that their photos could be evaluated by. */
export interface FolderLabels {
  /** Class folders by name, those of several folders together; none where they are no classes. */
  values: LabelValue[];
  /** A table beside the photos. */
  table: string | null;
}

export function folderLabels(scans: readonly SourceScan[]): FolderLabels {
  const byName = new Map<string, LabelValue>();
  for (const { layout, classes } of scans) {
    if (layout === 'csv') continue;
    for (const { name, count, proposal } of classes) {
      byName.set(name, { value: name, proposal, count: count + (byName.get(name)?.count ?? 0) });
    }
  }
  const table = scans.find(({ layout, labelsCsv }) => layout === 'csv' && labelsCsv !== null)?.labelsCsv ?? null;
  return { values: byName.size > MOST_CLASSES ? [] : [...byName.values()], table };
}
