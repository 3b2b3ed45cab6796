import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { Estimate } from '../schemas/evaluationSummary.ts';
import { normalCdf, normalMultiplier } from './distributions.ts';
import { auc } from './ranking.ts';
import { createScoreTable, type ScoreTable } from './scoreTable.ts';

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
  return comparePlacements(placementsOf(data.labels, data.scoresA), placementsOf(data.labels, data.scoresB), level);
}

/** The same from placements of the same photos in one order, so that each of many readings is sorted once. */
export function comparePlacements(a: Placements, b: Placements, level = 0.95): PairedDelong {
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

export interface Placements {
  auc: number | null;
  /** In the photos' order: share of the other class that each photo beats (malignant) or is beaten by (benign). */
  ofPositives: Float64Array;
  ofNegatives: Float64Array;
}

/** Throws BAD_INPUT on bad labels or scores, and without any. */
export function placementsOf(labels: ArrayLike<number>, scores: ArrayLike<number>): Placements {
  if (labels.length === 0) throw new AppError('BAD_INPUT', 'no rows to compare');
  const table = createScoreTable({ labels, scores });
  const { positives, negatives } = table;
  const ofPositives = new Float64Array(positives === 0 || negatives === 0 ? 0 : positives);
  const ofNegatives = new Float64Array(positives === 0 || negatives === 0 ? 0 : negatives);
  if (ofPositives.length > 0) {
    for (let i = 0, p = 0, q = 0; i < labels.length; i++) {
      const g = placeOf(table.scores, at(scores, i));
      if (labels[i] === 1) {
        const beaten = negatives - at(table.falsePositives, g) + at(table.negativesAt, g) / 2;
        ofPositives[p++] = beaten / negatives;
      } else {
        const above = at(table.truePositives, g) - at(table.positivesAt, g) / 2;
        ofNegatives[q++] = above / positives;
      }
    }
  }
  return { auc: auc(table), ofPositives, ofNegatives };
}

/** Variance of the mean of a - b, whose mean is known. */
function varianceOfDifference(a: Float64Array, b: Float64Array, mean: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (at(a, i) - at(b, i) - mean) ** 2;
  return sum / (a.length - 1) / a.length;
}

/** The place of a score among the distinct, falling ones, of which it is one. */
function placeOf(falling: Float64Array, score: number): number {
  let low = 0;
  let high = falling.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(falling, middle) > score) low = middle + 1;
    else high = middle;
  }
  return low;
}
