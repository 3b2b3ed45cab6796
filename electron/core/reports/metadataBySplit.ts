import { at } from '../../shared/arrays.ts';
import { groupingOf, groupOf } from '../../shared/metrics/groupingOf.ts';
import type { Split } from '../../shared/schemas/common.ts';
import type { DatasetFacts } from '../../shared/schemas/provenance.ts';

interface SplitMetadata {
  split: Split;
  metadata: Readonly<Record<string, string>>;
}

/**
 * How many photos of each split have each value of each column that groups, numbers of many values in bands; '' is unknown, and last.
 * Columns of too many different texts are names, not groups, and are left out.
 */
export function metadataBySplit(
  columns: readonly string[],
  photos: readonly SplitMetadata[],
): DatasetFacts['metadata'] {
  return columns.flatMap((column) => {
    const values = photos.map(({ metadata }) => metadata[column] ?? '');
    const grouping = groupingOf(values);
    if (grouping.kind === 'tooMany') return [];
    const placeOf = groupOf(grouping);
    const rows = [...grouping.names, ''].map(emptyRow);
    for (const [index, { split }] of photos.entries()) {
      const { counts } = at(rows, placeOf(at(values, index)) ?? rows.length - 1);
      counts[split] = (counts[split] ?? 0) + 1;
    }
    return [{ column, values: rows.filter(({ counts }) => Object.keys(counts).length > 0) }];
  });
}

type ValueRow = DatasetFacts['metadata'][number]['values'][number];
const emptyRow = (value: string): ValueRow => ({ value, counts: {} });
