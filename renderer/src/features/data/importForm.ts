import type { Label, Split, SplitCounts } from '../../../../electron/shared/schemas/common.ts';
import type { ClassTarget, SourceScan } from '../../../../electron/shared/schemas/dataset.ts';

/** Shares of a random split, per cent as typed. */
export interface Shares {
  train: number;
  valid: number;
  test: number;
}

export type Targets = Readonly<Record<string, ClassTarget | null>>;

/** The scan's proposals; what it asks about is open (null). Choices made before are kept where the class is still there. */
export function targetsOf(scan: SourceScan, before: Targets): Record<string, ClassTarget | null> {
  return Object.fromEntries(
    scan.classes.map(({ name, proposal }) => [
      name,
      (Object.hasOwn(before, name) ? before[name] : null) ?? (proposal === 'ask' ? null : proposal),
    ]),
  );
}

/** Names of the classes that nobody has given a meaning yet. */
export const unmappedClasses = (scan: SourceScan, targets: Targets): string[] =>
  scan.classes.filter(({ name }) => (targets[name] ?? null) === null).map(({ name }) => name);

/** Photos that an import would take, by label, going by the names of their classes. */
export function countLabels(scan: SourceScan, targets: Targets): Record<ClassTarget, number> {
  const counts: Record<ClassTarget, number> = { benign: 0, malignant: 0, exclude: 0 };
  for (const { name, count } of scan.classes) {
    const target = targets[name];
    if (target !== null && target !== undefined) counts[target] += count;
  }
  return counts;
}

/** Whether folders or a column name splits, so that they can be kept. */
export const namesSplits = (scan: SourceScan): boolean => scan.splits.length > 0;

export const sumOf = ({ train, valid, test }: Shares): number => Number((train + valid + test).toFixed(6));

/**
 * About how many photos of each label a random split puts where: shares of each label, rounded. The import itself keeps
 * groups and copies together, so single photos may move.
 */
export function estimateSplit(counts: Readonly<Record<Label, number>>, shares: Shares): SplitCounts {
  const part = (share: number): Record<Label, number> => ({
    benign: Math.round((counts.benign * share) / 100),
    malignant: Math.round((counts.malignant * share) / 100),
  });
  const estimate: SplitCounts = { train: part(shares.train), valid: part(shares.valid) };
  if (shares.test > 0) estimate.test = part(shares.test);
  return estimate;
}

/** Photos of each label, all splits together. */
export function totalsOf(counts: SplitCounts): Record<Label, number> {
  const totals: Record<Label, number> = { benign: 0, malignant: 0 };
  for (const split of Object.values(counts)) {
    totals.benign += split?.benign ?? 0;
    totals.malignant += split?.malignant ?? 0;
  }
  return totals;
}

export const splitTotal = (counts: SplitCounts, split: Split): number =>
  (counts[split]?.benign ?? 0) + (counts[split]?.malignant ?? 0);
