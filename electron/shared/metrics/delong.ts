import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { Estimate } from '../schemas/evaluationSummary.ts';
import { normalCdf, normalMultiplier } from './distributions.ts';
import { auc } from './ranking.ts';
import { checkScoredLabels, type ScoreTable } from './scoreTable.ts';

/** Below this only rounding is left: one wrong pair among 100,000 photos of each class gives 1e-20. */
const NO_VARIANCE = 1e-28;

export interface PairedDelong {
  aucA: number | null;
  aucB: number | null;
  /** aucA - aucB with its interval, -1 to 1. */
  difference: number | null;
  low: number | null;
  high: number | null;
  standardError: number | null;
  /** difference / standardError and its two-sided p. */
  z: number | null;
  p: number | null;
  method: 'DeLong' | 'not estimable';
}

/**
 * AUC with the interval of DeLong, DeLong and Clarke-Pearson (1988), from placement values as in Sun and Xu (2014):
 * O(distinct scores) on a sorted table. Clamped to [0, 1]. Not estimable with fewer than two photos of a class, and where
 * the variance is 0 (an AUC of exactly 0 or 1, constant scores): an interval without width would claim certainty.
 */
export function delongAuc(table: ScoreTable, level = 0.95): Estimate & { standardError: number | null } {
  const value = auc(table);
  const variance = value === null ? null : aucVariance(table, value);
  if (value === null || variance === null || variance < NO_VARIANCE) {
    return { value, low: null, high: null, method: 'not estimable', standardError: null };
  }
  const standardError = Math.sqrt(variance);
  const reach = normalMultiplier(level) * standardError;
  return { value, low: Math.max(0, value - reach), high: Math.min(1, value + reach), method: 'DeLong', standardError };
}

/** Null with fewer than two photos of a class; the sum of both classes' placement variances over their counts. */
function aucVariance(table: ScoreTable, area: number): number | null {
  const { positives, negatives } = table;
  if (positives < 2 || negatives < 2) return null;
  let ofPositives = 0;
  let ofNegatives = 0;
  for (let g = 0; g < table.scores.length; g++) {
    const p = at(table.positivesAt, g);
    const q = at(table.negativesAt, g);
    // share of benign photos below a malignant one of this score, and of malignant photos above a benign one
    const benignBelow = (negatives - at(table.falsePositives, g) + q / 2) / negatives;
    const malignantAbove = (at(table.truePositives, g) - p / 2) / positives;
    ofPositives += p * (benignBelow - area) ** 2;
    ofNegatives += q * (malignantAbove - area) ** 2;
  }
  return ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
}

/**
 * Compares two scores of the same photos, O(n log n): difference of the AUCs, its interval, Z and two-sided p.
 * `labels`, `scoresA` and `scoresB` have one entry a photo in one order; throws BAD_INPUT otherwise.
 */
export function pairedDelong(
  data: { labels: ArrayLike<number>; scoresA: ArrayLike<number>; scoresB: ArrayLike<number> },
  level = 0.95,
): PairedDelong {
  const a = placements(data.labels, data.scoresA);
  const b = placements(data.labels, data.scoresB);
  const difference = a.auc === null || b.auc === null ? null : a.auc - b.auc;
  const areas = { aucA: a.auc, aucB: b.auc, difference };
  const inconclusive = {
    low: null,
    high: null,
    standardError: null,
    z: null,
    p: null,
    method: 'not estimable',
  } as const;
  if (difference === null || a.ofPositives.length < 2 || a.ofNegatives.length < 2) return { ...areas, ...inconclusive };
  const variance =
    varianceOfDifference(a.ofPositives, b.ofPositives, difference) +
    varianceOfDifference(a.ofNegatives, b.ofNegatives, difference);
  if (variance < NO_VARIANCE) return { ...areas, ...inconclusive };
  const standardError = Math.sqrt(variance);
  const reach = normalMultiplier(level) * standardError;
  const z = difference / standardError;
  return {
    ...areas,
    low: Math.max(-1, difference - reach),
    high: Math.min(1, difference + reach),
    standardError,
    z,
    p: Math.min(1, 2 * normalCdf(-Math.abs(z))),
    method: 'DeLong',
  };
}

interface Placements {
  auc: number | null;
  /** In the photos' order: share of the other class that each photo beats (malignant) or is beaten by (benign). */
  ofPositives: number[];
  ofNegatives: number[];
}

function placements(labels: ArrayLike<number>, scores: ArrayLike<number>): Placements {
  checkScoredLabels({ labels, scores });
  if (labels.length === 0) throw new AppError('BAD_INPUT', 'no rows to compare');
  const rows = Array.from({ length: labels.length }, (_, i) => ({ label: at(labels, i), score: at(scores, i) }));
  const sorted = (label: number): Float64Array =>
    Float64Array.from(rows.filter((row) => row.label === label).map((row) => row.score + 0)).sort();
  const positives = sorted(1);
  const negatives = sorted(0);
  if (positives.length === 0 || negatives.length === 0) return { auc: null, ofPositives: [], ofNegatives: [] };
  const ofPositives: number[] = [];
  const ofNegatives: number[] = [];
  let pairs = 0;
  for (const { label, score } of rows) {
    if (label === 1) {
      const beaten = (countBelow(negatives, score, false) + countBelow(negatives, score, true)) / 2;
      pairs += beaten;
      ofPositives.push(beaten / negatives.length);
    } else {
      const notAbove = (countBelow(positives, score, false) + countBelow(positives, score, true)) / 2;
      ofNegatives.push((positives.length - notAbove) / positives.length);
    }
  }
  return { auc: pairs / (positives.length * negatives.length), ofPositives, ofNegatives };
}

/** Variance of the mean of a - b, whose mean is known. */
function varianceOfDifference(a: number[], b: number[], mean: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (at(a, i) - at(b, i) - mean) ** 2;
  return sum / (a.length - 1) / a.length;
}

/** How many of the rising values are below the score (or equal to it, too). */
function countBelow(rising: Float64Array, score: number, orEqual: boolean): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = at(rising, middle);
    if (value < score || (orEqual && value === score)) low = middle + 1;
    else high = middle;
  }
  return low;
}
