import { call } from '../../api.ts';
import { library } from '../../state/library.svelte.ts';
import type { ImportStart } from '../../state/importSheet.svelte.ts';
import type { Input } from '../../../../electron/shared/contract.ts';
import type { ClassTarget, SourceScan, SplitChoice } from '../../../../electron/shared/schemas/dataset.ts';
import { countLabels, namesSplits, sumOf, targetsOf, unmappedClasses, type Shares } from './importForm.ts';

export type ColumnRole = 'image' | 'class' | 'split' | 'group';
export type Problem =
  | { kind: 'needSource' | 'scanning' | 'scanFailed' | 'needPhotos' | 'needLabels' | 'allExcluded' }
  | { kind: 'unmapped'; names: string[] }
  | { kind: 'shareSum'; sum: number }
  | { kind: 'needTrainValid' | 'nameNeeded' | 'nameTaken' };

/** What an import will be, as far as it has been said. Nothing is written until `request` is sent. */
export function createImportDraft(start: ImportStart) {
  const state = $state<{
    source: string | null;
    labelsCsv: string | null;
    columns: Partial<Record<ColumnRole, string>>;
    status: 'idle' | 'working' | 'ready' | 'failed';
    error: unknown;
    targets: Record<string, ClassTarget | null>;
    splitKind: SplitChoice['kind'];
    shares: Shares;
    seed: number;
    groupColumn: string | null;
    name: string;
  }>({
    source: start.source,
    labelsCsv: start.labelsCsv,
    columns: {},
    status: 'idle',
    error: undefined,
    targets: {},
    splitKind: 'folder',
    shares: { train: 70, valid: 15, test: 15 },
    seed: 7,
    groupColumn: null,
    name: '',
  });
  let scan = $state.raw<SourceScan | null>(null);
  let isNameOwn = false;
  let round = 0;

  /** Takes over what a look at the source says, and keeps what the user has already decided. */
  function accept(found: SourceScan): void {
    const isFirst = scan === null || scan.source !== found.source;
    scan = found;
    state.targets = targetsOf(found, state.targets);
    if (!namesSplits(found)) state.splitKind = 'random';
    else if (isFirst) state.splitKind = 'folder';
    if (isFirst) state.groupColumn = found.columns.find((column) => column.role === 'group')?.name ?? null;
    if (!found.columns.some((column) => column.name === state.groupColumn)) state.groupColumn = null;
    if (!isNameOwn) state.name = found.suggestedName;
    state.error = undefined;
    state.status = 'ready';
  }

  function look(): void {
    const mine = ++round;
    const { source, labelsCsv } = state;
    if (source === null) {
      scan = null;
      state.status = 'idle';
      return;
    }
    state.status = 'working';
    call('dataset.scan', { source, labelsCsv, columns: $state.snapshot(state.columns) }).then(
      (found) => {
        if (mine === round) accept(found);
      },
      (error: unknown) => {
        if (mine !== round) return;
        scan = null;
        state.error = error;
        state.status = 'failed';
      },
    );
  }

  const problemOfSource = (): Problem | null => {
    if (state.source === null) return { kind: 'needSource' };
    if (state.status === 'working') return { kind: 'scanning' };
    if (state.status === 'failed' || scan === null) return { kind: 'scanFailed' };
    if (scan.photoCount === 0) return { kind: 'needPhotos' };
    return scan.classes.length === 0 ? { kind: 'needLabels' } : null;
  };
  const problemOfLabels = (): Problem | null => {
    if (scan === null) return { kind: 'scanning' };
    const names = unmappedClasses(scan, state.targets);
    if (names.length > 0) return { kind: 'unmapped', names };
    const counts = countLabels(scan, state.targets);
    return counts.benign + counts.malignant === 0 ? { kind: 'allExcluded' } : null;
  };
  const problemOfSplits = (): Problem | null => {
    if (state.splitKind === 'folder') return null;
    if (sumOf(state.shares) !== 100) return { kind: 'shareSum', sum: sumOf(state.shares) };
    return state.shares.train <= 0 || state.shares.valid <= 0 ? { kind: 'needTrainValid' } : null;
  };
  const problemOfName = (): Problem | null => {
    const name = state.name.trim();
    if (name === '') return { kind: 'nameNeeded' };
    return library.datasets.items.some((dataset) => dataset.name === name) ? { kind: 'nameTaken' } : null;
  };
  const problems = [problemOfSource, problemOfLabels, problemOfSplits, problemOfName];

  return {
    /** Bound by the steps' fields. */
    state,
    get scan(): SourceScan | null {
      return scan;
    },
    get counts(): Record<ClassTarget, number> {
      return scan === null ? { benign: 0, malignant: 0, exclude: 0 } : countLabels(scan, state.targets);
    },
    /** Why the step (from 0) cannot be left: the first problem of it or of an earlier one. */
    problemAt: (step: number): Problem | null =>
      problems.slice(0, step + 1).reduce<Problem | null>((found, check) => found ?? check(), null),
    look,
    setSource(source: string | null): void {
      state.source = source;
      state.columns = {};
      look();
    },
    setLabelsCsv(path: string | null): void {
      state.labelsCsv = path;
      state.columns = {};
      look();
    },
    setColumn(role: ColumnRole, name: string | null): void {
      const { [role]: _, ...others } = state.columns;
      state.columns = name === null ? others : { ...others, [role]: name };
      look();
    },
    setName(name: string): void {
      isNameOwn = true;
      state.name = name;
    },
    request(): Input<'dataset.import'> {
      const mapping = Object.entries($state.snapshot(state.targets)).filter(
        (entry): entry is [string, ClassTarget] => entry[1] !== null,
      );
      const { shares } = state;
      const split: SplitChoice =
        state.splitKind === 'folder'
          ? { kind: 'folder' }
          : {
              kind: 'random',
              ratios: { train: shares.train / 100, valid: shares.valid / 100, test: shares.test / 100 },
              seed: state.seed,
            };
      return {
        source: state.source ?? '',
        labelsCsv: state.labelsCsv,
        columns: $state.snapshot(state.columns),
        name: state.name.trim(),
        mapping: Object.fromEntries(mapping),
        split,
        groupColumn: state.groupColumn,
      };
    },
  };
}
export type ImportDraft = ReturnType<typeof createImportDraft>;
