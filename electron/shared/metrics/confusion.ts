import { at } from '../arrays.ts';
import type { ConfusionCounts } from '../schemas/evaluationSummary.ts';
import { checkScoredLabels, type ScoredLabels } from './scoreTable.ts';

/**
 * Counts decisions, O(n): score >= threshold is positive, so 0 calls every photo malignant.
 * Throws BAD_INPUT on bad labels or scores.
 */
export function countConfusion(data: ScoredLabels, threshold: number): ConfusionCounts {
  checkScoredLabels(data);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < data.labels.length; i++) {
    const called = at(data.scores, i) >= threshold;
    if (data.labels[i] === 1) counts[called ? 'tp' : 'fn']++;
    else counts[called ? 'fp' : 'tn']++;
  }
  return counts;
}

/** Share of malignant photos that were called malignant; null without any. */
export function sensitivity({ tp, fn }: ConfusionCounts): number | null {
  return ratio(tp, tp + fn);
}

/** Share of benign photos that were called benign; null without any. */
export function specificity({ tn, fp }: ConfusionCounts): number | null {
  return ratio(tn, tn + fp);
}

/** Positive predictive value (precision): share of malignant calls that are right; null without a call. */
export function ppv({ tp, fp }: ConfusionCounts): number | null {
  return ratio(tp, tp + fp);
}

/** Negative predictive value: share of benign calls that are right; null without a call. */
export function npv({ tn, fn }: ConfusionCounts): number | null {
  return ratio(tn, tn + fn);
}

export function accuracy({ tp, fp, fn, tn }: ConfusionCounts): number | null {
  return ratio(tp + tn, tp + fp + fn + tn);
}

/** Mean of sensitivity and specificity; null unless both classes are there. */
export function balancedAccuracy(counts: ConfusionCounts): number | null {
  const sens = sensitivity(counts);
  const spec = specificity(counts);
  return sens === null || spec === null ? null : (sens + spec) / 2;
}

/** Harmonic mean of PPV and sensitivity, 2tp / (2tp + fp + fn); null when there is neither a malignant photo nor call. */
export function f1({ tp, fp, fn }: ConfusionCounts): number | null {
  return ratio(2 * tp, 2 * tp + fp + fn);
}

/** Matthews' correlation coefficient, -1 to 1; null when a row or column of the matrix is empty. */
export function mcc({ tp, fp, fn, tn }: ConfusionCounts): number | null {
  // two roots: products of two counts are exact, that of four would not be
  const root = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
  if (root === 0) return null;
  return Math.max(-1, Math.min(1, (tp * tn - fp * fn) / root));
}

/** Cohen's kappa, agreement beyond chance; null when chance alone agrees always. */
export function kappa({ tp, fp, fn, tn }: ConfusionCounts): number | null {
  const n = tp + fp + fn + tn;
  const byChance = (tp + fp) * (tp + fn) + (tn + fn) * (tn + fp);
  return ratio(n * (tp + tn) - byChance, n * n - byChance);
}

/**
 * How many times likelier a malignant (positive) or benign (negative) call is in a malignant photo than in a benign
 * one: sens / (1 - spec) and (1 - sens) / spec. Null where the divisor is 0 or a class is missing.
 */
export function likelihoodRatios(counts: ConfusionCounts): { positive: number | null; negative: number | null } {
  const { tp, fp, fn, tn } = counts;
  const positives = tp + fn;
  const negatives = fp + tn;
  return { positive: ratio(tp * negatives, fp * positives), negative: ratio(fn * negatives, tn * positives) };
}

/** PPV and NPV where malignant photos have another prevalence (0 to 1) than in the set evaluated (Bayes). */
export function predictiveValuesAt(
  rates: { sensitivity: number | null; specificity: number | null },
  prevalence: number,
): { ppv: number | null; npv: number | null } {
  const { sensitivity: sens, specificity: spec } = rates;
  if (sens === null || spec === null) return { ppv: null, npv: null };
  const truePositive = sens * prevalence;
  const falsePositive = (1 - spec) * (1 - prevalence);
  const trueNegative = spec * (1 - prevalence);
  const falseNegative = (1 - sens) * prevalence;
  return {
    ppv: ratio(truePositive, truePositive + falsePositive),
    npv: ratio(trueNegative, trueNegative + falseNegative),
  };
}

/** A ratio, or null for 0/0 and every other division by zero. */
function ratio(count: number, total: number): number | null {
  return total === 0 ? null : count / total;
}
