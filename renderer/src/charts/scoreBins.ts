/** Photos of each class by score, in equal steps from 0 to 1; the last step includes 1. */
export interface ScoreBins {
  count: number;
  benign: number[];
  malignant: number[];
  benignTotal: number;
  malignantTotal: number;
}

/** Counts scores (0 to 1) by class (label 1 is malignant) into `count` steps. */
export function binScores(
  { labels, scores }: { labels: ArrayLike<number>; scores: ArrayLike<number> },
  count: number,
): ScoreBins {
  const benign = new Array<number>(count).fill(0);
  const malignant = new Array<number>(count).fill(0);
  let malignantTotal = 0;
  for (let i = 0; i < scores.length; i++) {
    const bin = Math.min(count - 1, Math.floor((scores[i] ?? 0) * count));
    const bins = labels[i] === 1 ? malignant : benign;
    bins[bin] = (bins[bin] ?? 0) + 1;
    if (labels[i] === 1) malignantTotal++;
  }
  return { count, benign, malignant, benignTotal: scores.length - malignantTotal, malignantTotal };
}

/** Shares of a class in each step, 0 to 1; all 0 when the class is empty. */
export function shares(counts: readonly number[], total: number): number[] {
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

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
