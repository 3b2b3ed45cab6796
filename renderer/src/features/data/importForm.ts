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

const splits: readonly Split[] = ['train', 'valid', 'test'];

/** Whole parts of `count` by shares that make 100, adding up to it: the largest remainders are rounded up. */
export function apportion(count: number, shares: Shares): Shares {
  const exact = splits.map((split) => (count * shares[split]) / 100);
  const parts = exact.map(Math.floor);
  const missing = count - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = splits
    .map((_, index) => index)
    .toSorted((a, b) => (exact[b] ?? 0) - (parts[b] ?? 0) - ((exact[a] ?? 0) - (parts[a] ?? 0)));
  for (const index of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  const [train = 0, valid = 0, test = 0] = parts;
  return { train, valid, test };
}

/**
 * About how many photos of each label a random split puts where. Each class is divided by itself, as the import does it;
 * the import also keeps groups and copies together, so single photos may move.
 */
export function estimateSplit(scan: SourceScan, targets: Targets, shares: Shares): SplitCounts {
  const estimate: SplitCounts = {};
  for (const { name, count } of scan.classes) {
    const label = targets[name];
    if (label !== 'benign' && label !== 'malignant') continue;
    const parts = apportion(count, shares);
    for (const split of splits.filter((candidate) => shares[candidate] > 0)) {
      const row = (estimate[split] ??= { benign: 0, malignant: 0 });
      row[label] = (row[label] ?? 0) + parts[split];
    }
  }
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
