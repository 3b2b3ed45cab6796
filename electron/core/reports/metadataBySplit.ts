import type { Split } from '../../shared/schemas/common.ts';
import type { DatasetFacts } from '../../shared/schemas/provenance.ts';

interface SplitMetadata {
  split: Split;
  metadata: Readonly<Record<string, string>>;
}

/** Columns of more different texts are names, not groups. */
const MOST_VALUES = 30;

/** How many photos of each split have each value of each column that groups; '' is unknown, and last. */
export function metadataBySplit(
  columns: readonly string[],
  photos: readonly SplitMetadata[],
): DatasetFacts['metadata'] {
  return columns.flatMap((column) => {
    const counts = new Map<string, Partial<Record<Split, number>>>();
    for (const { split, metadata } of photos) {
      const value = (metadata[column] ?? '').trim();
      const known = counts.get(value) ?? {};
      known[split] = (known[split] ?? 0) + 1;
      counts.set(value, known);
    }
    if (counts.size > MOST_VALUES) return [];
    const values = [...counts].map(([value, ofSplits]) => ({ value, counts: ofSplits }));
    return [{ column, values: values.sort((a, b) => order(a.value, b.value)) }];
  });
}

function order(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
