import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { RateEstimate } from '../schemas/evaluationSummary.ts';
import { wilson } from './intervals.ts';
import type { ScoreTable } from './scoreTable.ts';

/** Scores nearer to 0 or 1 than this count as this far away where a logarithm would be infinite (2^-52). */
export const CLIP = Number.EPSILON;

/** Photos of like scores: what was predicted on average against what share turned out malignant. */
export interface ReliabilityBin {
  /** uniform: the bin's edges, low <= score < high (the last takes 1 too); quantile: its lowest and highest score. */
  low: number;
  high: number;
  count: number;
  meanScore: number;
  observedRate: number;
  /** observedRate with its Wilson interval. */
  rate: RateEstimate;
}

/** Throws BAD_INPUT unless every score is a probability. */
export function checkProbabilities(table: ScoreTable): void {
  const groups = table.scores.length;
  if (groups === 0) return;
  const highest = at(table.scores, 0);
  const lowest = at(table.scores, groups - 1);
  if (lowest < 0 || highest > 1) {
    throw new AppError('BAD_INPUT', `scores from ${lowest} to ${highest} are no probabilities`);
  }
}

/** Brier score, mean of (score - label)^2; null without photos. Scores are probabilities. */
export function brierScore(table: ScoreTable): number | null {
  checkProbabilities(table);
  let sum = 0;
  for (let g = 0; g < table.scores.length; g++) {
    const score = at(table.scores, g);
    sum += at(table.positivesAt, g) * (1 - score) ** 2 + at(table.negativesAt, g) * score ** 2;
  }
  return table.n === 0 ? null : sum / table.n;
}

/**
 * Mean binary cross-entropy with the natural logarithm; null without photos. A photo whose class was given a probability
 * under 2^-52 counts as 2^-52 (36.04 instead of infinity); `clipped` says how many there were.
 */
export function logLoss(table: ScoreTable): { value: number | null; clipped: number } {
  checkProbabilities(table);
  let sum = 0;
  let clipped = 0;
  for (let g = 0; g < table.scores.length; g++) {
    const score = at(table.scores, g);
    const positives = at(table.positivesAt, g);
    const negatives = at(table.negativesAt, g);
    // 1 - score is exact for scores near 1, so both sides clip alike
    if (score < CLIP) clipped += positives;
    if (1 - score < CLIP) clipped += negatives;
    if (positives > 0) sum -= positives * Math.log(Math.max(CLIP, score));
    if (negatives > 0) sum -= negatives * (1 - score < CLIP ? Math.log(CLIP) : Math.log1p(-score));
  }
  return { value: table.n === 0 ? null : Math.max(0, sum / table.n), clipped };
}

/**
 * Bins for a reliability plot, scores rising; bins without photos are left out. uniform: `bins` of equal width over
 * [0, 1]. quantile: as near to equal counts as ties allow, equal scores never parted.
 */
export function reliabilityBins(
  table: ScoreTable,
  { bins = 10, kind = 'uniform' }: { bins?: number; kind?: 'uniform' | 'quantile' } = {},
): ReliabilityBin[] {
  checkProbabilities(table);
  if (!(Number.isInteger(bins) && bins >= 1)) throw new AppError('BAD_INPUT', `${bins} bins`);
  const sums = new Map<number, { low: number; high: number; count: number; positives: number; scoreSum: number }>();
  let seen = 0;
  for (let g = table.scores.length - 1; g >= 0; g--) {
    const score = at(table.scores, g);
    const count = at(table.positivesAt, g) + at(table.negativesAt, g);
    const bin = kind === 'uniform' ? uniformBin(score, bins) : Math.floor((seen * bins) / table.n);
    const edges = kind === 'uniform' ? { low: bin / bins, high: (bin + 1) / bins } : { low: score, high: score };
    const sum = sums.get(bin) ?? { ...edges, count: 0, positives: 0, scoreSum: 0 };
    sum.high = Math.max(sum.high, edges.high);
    sum.count += count;
    sum.positives += at(table.positivesAt, g);
    sum.scoreSum += count * score;
    sums.set(bin, sum);
    seen += count;
  }
  return [...sums.values()].map(({ low, high, count, positives, scoreSum }) => ({
    low,
    high,
    count,
    meanScore: scoreSum / count,
    observedRate: positives / count,
    rate: wilson(positives, count),
  }));
}

/** Mean gap between score and observed rate over the bins, each weighted by its photos; null without photos. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  let gaps = 0;
  let n = 0;
  for (const bin of bins) {
    gaps += bin.count * Math.abs(bin.meanScore - bin.observedRate);
    n += bin.count;
  }
  return n === 0 ? null : gaps / n;
}

function uniformBin(score: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.floor(score * bins));
  // the product can round across an edge that k / bins itself does not cross
  if (bin + 1 < bins && (bin + 1) / bins <= score) bin++;
  else if (bin / bins > score) bin--;
  return bin;
}
