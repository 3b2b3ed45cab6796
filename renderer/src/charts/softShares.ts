import { shares } from '../../../electron/shared/figures/scoreBins.ts';

/**
 * Shares of a class by score as a smooth curve: each step is spread over its neighbours by a bell of `widthBins` steps.
 * Weights that would fall outside 0 to 1 are folded back, so that the sum stays 1 (0 for an empty class).
 */
export function softShares(counts: readonly number[], total: number, widthBins = 1.2): number[] {
  const reach = Math.ceil(3 * widthBins);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * widthBins ** 2)));
  const bellSum = bell.reduce((sum, weight) => sum + weight, 0);
  const soft = new Array<number>(counts.length).fill(0);
  for (const [bin, share] of shares(counts, total).entries()) {
    for (const [i, weight] of bell.entries()) {
      const at = mirrored(bin + i - reach, counts.length);
      soft[at] = (soft[at] ?? 0) + (share * weight) / bellSum;
    }
  }
  return soft;
}

function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const folded = index < 0 ? -index - 1 : index >= length ? 2 * length - index - 1 : index;
  return Math.min(length - 1, Math.max(0, folded));
}
