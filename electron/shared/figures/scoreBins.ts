import { at } from '../arrays.ts';
import type { ScoreTable } from '../metrics/scoreTable.ts';

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
  const bins = emptyBins(count);
  for (let i = 0; i < scores.length; i++) add(bins, at(scores, i), labels[i] === 1 ? 'malignant' : 'benign', 1);
  return bins;
}

/** The same from a sorted table. */
export function binTable(table: ScoreTable, count: number): ScoreBins {
  const bins = emptyBins(count);
  for (let g = 0; g < table.scores.length; g++) {
    add(bins, at(table.scores, g), 'malignant', at(table.positivesAt, g));
    add(bins, at(table.scores, g), 'benign', at(table.negativesAt, g));
  }
  return bins;
}

const emptyBins = (count: number): ScoreBins => ({
  count,
  benign: new Array<number>(count).fill(0),
  malignant: new Array<number>(count).fill(0),
  benignTotal: 0,
  malignantTotal: 0,
});

function add(bins: ScoreBins, score: number, label: 'benign' | 'malignant', photos: number): void {
  const bin = Math.min(bins.count - 1, Math.max(0, Math.floor(score * bins.count)));
  bins[label][bin] = at(bins[label], bin) + photos;
  if (label === 'malignant') bins.malignantTotal += photos;
  else bins.benignTotal += photos;
}

/** Shares of a class in each step, 0 to 1; all 0 when the class is empty. */
export function shares(counts: readonly number[], total: number): number[] {
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
