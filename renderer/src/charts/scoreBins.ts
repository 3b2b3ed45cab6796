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
