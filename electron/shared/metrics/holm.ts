/**
 * Holm's step-down adjustment (1979) of the p values of one family of comparisons, in their order: the smallest times m, the
 * next times m - 1 and so on, never below the one before, at most 1. Comparisons without a p value (null) do not count.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const tested = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted = pValues.map((): number | null => null);
  let least = 0;
  for (const [rank, { p, index }] of tested.entries()) {
    least = Math.min(1, Math.max(least, (tested.length - rank) * p));
    adjusted[index] = least;
  }
  return adjusted;
}
