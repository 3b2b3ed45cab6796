import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import { createRandom, type Random } from '../random.ts';
import { normalMultiplier } from './distributions.ts';
import { checkScoredLabels, tableOfClasses, type ScoreTable, type ScoredLabels } from './scoreTable.ts';

export interface BootstrapEstimate {
  value: number | null;
  low: number | null;
  high: number | null;
  method: 'bootstrap (stratified, percentile)' | 'not estimable';
  resamples: number;
  /** Resamples in which the statistic was undefined; the interval is of the others. */
  dropped: number;
}

/**
 * Percentile interval of any statistic of the scores. Malignant and benign photos are drawn apart, with replacement and
 * in their own numbers, so a rare class never vanishes from a resample. One seed, one interval.
 * Not estimable when fewer than two photos of a class exist or half the resamples or more are undefined.
 * Throws BAD_INPUT on bad labels, scores, level or fewer than 2 resamples.
 */
export function bootstrapInterval(
  data: ScoredLabels,
  statistic: (table: ScoreTable) => number | null,
  options: { seed: number; resamples?: number; level?: number },
): BootstrapEstimate {
  const { seed, resamples = 2000, level = 0.95 } = options;
  normalMultiplier(level); // the one check of levels
  if (!(Number.isInteger(resamples) && resamples >= 2)) throw new AppError('BAD_INPUT', `${resamples} resamples`);
  checkScoredLabels(data);
  const scoresOf = (label: number): Float64Array =>
    Float64Array.from(data.scores)
      .filter((_, i) => data.labels[i] === label)
      .sort(); // sorted, so that the photos' order does not change the draw
  const positives = scoresOf(1);
  const negatives = scoresOf(0);
  const value = statistic(tableOfClasses(positives.slice(), negatives.slice()));
  const random = createRandom(seed, 'bootstrap');
  const drawn: number[] = [];
  if (positives.length >= 2 && negatives.length >= 2) {
    for (let i = 0; i < resamples; i++) {
      const result = statistic(tableOfClasses(resample(positives, random), resample(negatives, random)));
      if (result !== null && Number.isFinite(result)) drawn.push(result);
    }
  }
  const dropped = resamples - drawn.length;
  if (value === null || dropped * 2 >= resamples) {
    return { value, low: null, high: null, method: 'not estimable', resamples, dropped };
  }
  const sorted = Float64Array.from(drawn).sort();
  const tail = (1 - level) / 2;
  return {
    value,
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
    method: 'bootstrap (stratified, percentile)',
    resamples,
    dropped,
  };
}

function resample(values: Float64Array, random: Random): Float64Array {
  return Float64Array.from({ length: values.length }, () => at(values, random.below(values.length)));
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan). */
function quantile(rising: Float64Array, share: number): number {
  const position = share * (rising.length - 1);
  const index = Math.min(rising.length - 2, Math.floor(position));
  const low = at(rising, index);
  return low + (position - index) * (at(rising, index + 1) - low);
}
