import type { BatchQuery } from '../../../../electron/shared/schemas/scoring.ts';

export type SortKey = BatchQuery['sort'];
export type RowFilter = BatchQuery['filter'];
export const sortKeys: readonly SortKey[] = [
  'position',
  'path',
  'score',
  'label',
  'status',
  'calibrated',
  'takenAt',
  'mark',
];

/** Figures and dates are looked through from the top, names from the beginning. */
export const startsDescending = (key: SortKey): boolean => ['score', 'calibrated', 'takenAt', 'mark'].includes(key);

/** What a table of this width has room for besides photo, file, score, call, remarks and mark; the rest is on the card. */
export const columnsFor = (widthPx: number): { place: boolean; calibrated: boolean; taken: boolean } => ({
  place: widthPx >= 900,
  calibrated: widthPx >= 700,
  taken: widthPx >= 900,
});
