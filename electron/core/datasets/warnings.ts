import type { DatasetWarning } from '../../shared/schemas/dataset.ts';

/** Lists in reports name so many, and count the rest. */
const FIRST_NAMED = 100;
export const countAndFirst = (all: readonly string[]): { count: number; first: string[] } => ({
  count: all.length,
  first: all.slice(0, FIRST_NAMED),
});

/** A hint that counts things and names the first of them; none when there are none. */
export const warnOf = (code: string, things: readonly string[]): DatasetWarning[] =>
  things.length === 0 ? [] : [{ code, details: countAndFirst(things) }];
