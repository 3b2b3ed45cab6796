import { AppError } from '../errors.ts';
import type { ConfusionCounts, Estimate, RateEstimate } from '../schemas/evaluationSummary.ts';
import { predictiveValuesAt, sensitivity, specificity } from './confusion.ts';
import { betaQuantile, normalMultiplier } from './distributions.ts';

/** Wilson's score interval of count / total (E. B. Wilson 1927). A total of 0 is undefined, with no interval. */
export function wilson(count: number, total: number, level = 0.95): RateEstimate {
  checkCounts(count, total);
  if (total === 0) return { value: null, low: null, high: null, method: 'not estimable', count, total };
  const z2 = normalMultiplier(level) ** 2;
  const rate = count / total;
  const centre = (count + z2 / 2) / (total + z2);
  const reach = Math.sqrt(z2 * (total * rate * (1 - rate) + z2 / 4)) / (total + z2);
  return {
    value: rate,
    // exact at the ends, where rounding would leave 1e-17
    low: count === 0 ? 0 : Math.max(0, centre - reach),
    high: count === total ? 1 : Math.min(1, centre + reach),
    method: 'Wilson',
    count,
    total,
  };
}

/** The exact interval of Clopper and Pearson (1934), never too narrow: quantiles of two beta distributions. */
export function clopperPearson(count: number, total: number, level = 0.95): RateEstimate {
  checkCounts(count, total);
  if (total === 0) return { value: null, low: null, high: null, method: 'not estimable', count, total };
  const tail = (1 - level) / 2;
  return {
    value: count / total,
    low: count === 0 ? 0 : betaQuantile(tail, count, total - count + 1),
    high: count === total ? 1 : betaQuantile(1 - tail, count + 1, total - count),
    method: 'Clopper-Pearson',
    count,
    total,
  };
}

/** Wald's interval on the logit scale; rates of exactly 0 and 1 have none. */
export function logitInterval(count: number, total: number, level = 0.95): RateEstimate {
  checkCounts(count, total);
  if (total === 0) return { value: null, low: null, high: null, method: 'not estimable', count, total };
  const rate = count / total;
  return { ...onLogitScale(rate, 1 / count + 1 / (total - count), level), count, total };
}

/**
 * PPV and NPV at a prevalence that is not the sample's, with Mercaldo, Lau and Zhou's logit intervals (2007), the
 * sensitivity and specificity taken from the counts. No interval where either is 0 or 1, or a class is missing.
 */
export function predictiveValueIntervals(
  counts: ConfusionCounts,
  prevalence: number,
  level = 0.95,
): { ppv: Estimate; npv: Estimate } {
  if (!(prevalence >= 0 && prevalence <= 1)) throw new AppError('BAD_INPUT', `prevalence ${prevalence}`);
  const { tp, fp, fn, tn } = counts;
  const values = predictiveValuesAt({ sensitivity: sensitivity(counts), specificity: specificity(counts) }, prevalence);
  const positives = tp + fn;
  const negatives = fp + tn;
  // delta method on log(sens / (1 - spec)) and log(spec / (1 - sens)); a rate of 1 would count as known without error
  const known = tp > 0 && fp > 0 && fn > 0 && tn > 0;
  return {
    ppv: onLogitScale(values.ppv, known ? fn / tp / positives + tn / fp / negatives : Infinity, level),
    npv: onLogitScale(values.npv, known ? tp / fn / positives + fp / tn / negatives : Infinity, level),
  };
}

/** Photos of a class needed so that its rate, if near `rate`, has a 95% interval of +-halfWidth (normal approximation). */
export function sampleSizeForRate(rate: number, halfWidth: number, level = 0.95): number {
  if (!(rate > 0 && rate < 1 && halfWidth > 0)) throw new AppError('BAD_INPUT', `rate ${rate} +- ${halfWidth}`);
  return Math.ceil((normalMultiplier(level) / halfWidth) ** 2 * rate * (1 - rate));
}

function onLogitScale(value: number | null, variance: number, level: number): Estimate {
  if (value === null || value === 0 || value === 1 || !Number.isFinite(variance)) {
    return { value, low: null, high: null, method: 'not estimable' };
  }
  const centre = Math.log(value / (1 - value));
  const reach = normalMultiplier(level) * Math.sqrt(variance);
  return { value, low: expit(centre - reach), high: expit(centre + reach), method: 'logit' };
}

function expit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function checkCounts(count: number, total: number): void {
  if (!(Number.isInteger(count) && Number.isInteger(total) && count >= 0 && count <= total)) {
    throw new AppError('BAD_INPUT', `${count} of ${total} is no rate`);
  }
}
