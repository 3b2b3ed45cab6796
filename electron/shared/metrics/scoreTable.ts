import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { ConfusionCounts } from '../schemas/evaluationSummary.ts';

/** One entry a photo in both: label 1 is malignant (positive), 0 benign; the score rises with suspicion. */
export interface ScoredLabels {
  labels: ArrayLike<number>;
  scores: ArrayLike<number>;
}

/**
 * Labels counted by distinct score, scores falling. Every metric is computed from it, so that photos are sorted once
 * and no result, down to the last bit, depends on their order.
 */
export interface ScoreTable {
  n: number;
  positives: number;
  negatives: number;
  /** [g] distinct scores, falling. */
  scores: Float64Array;
  /** [g] photos of each class with exactly this score. */
  positivesAt: Uint32Array;
  negativesAt: Uint32Array;
  /** [g] true and false positives at the threshold scores[g]: running sums of the two above. */
  truePositives: Uint32Array;
  falsePositives: Uint32Array;
}

/** Checks one label and score a photo; throws BAD_INPUT that names the first bad index (from 0). */
export function checkScoredLabels({ labels, scores }: ScoredLabels): void {
  if (labels.length !== scores.length) {
    throw new AppError('BAD_INPUT', `${labels.length} labels but ${scores.length} scores`);
  }
  for (let i = 0; i < scores.length; i++) {
    const label = labels[i];
    if (label !== 0 && label !== 1) {
      throw new AppError('BAD_INPUT', `label ${String(label)} at ${i} is neither 0 nor 1`, { details: { index: i } });
    }
    if (!Number.isFinite(scores[i])) {
      throw new AppError('BAD_INPUT', `score ${String(scores[i])} at ${i} is no finite number`, {
        details: { index: i },
      });
    }
  }
}

/**
 * Sorts once, O(n log n). Any finite scores are allowed, since ranking needs no probabilities.
 * Throws BAD_INPUT on labels other than 0 and 1, scores that are not finite, or unequal lengths.
 */
export function createScoreTable(data: ScoredLabels): ScoreTable {
  checkScoredLabels(data);
  const { labels, scores } = data;
  let positives = 0;
  for (let i = 0; i < labels.length; i++) positives += at(labels, i);
  const positiveScores = new Float64Array(positives);
  const negativeScores = new Float64Array(labels.length - positives);
  for (let i = 0, p = 0, q = 0; i < labels.length; i++) {
    // + 0 turns -0 into 0: typed arrays sort the two apart, comparison does not
    if (labels[i] === 1) positiveScores[p++] = at(scores, i) + 0;
    else negativeScores[q++] = at(scores, i) + 0;
  }
  return tableOfClasses(positiveScores, negativeScores);
}

/** The same from the scores of each class; sorts the two arrays in place (numerically, unlike plain arrays). */
export function tableOfClasses(positiveScores: Float64Array, negativeScores: Float64Array): ScoreTable {
  positiveScores.sort();
  negativeScores.sort();
  const n = positiveScores.length + negativeScores.length;
  const scores = new Float64Array(n);
  const positivesAt = new Uint32Array(n);
  const negativesAt = new Uint32Array(n);
  let p = positiveScores.length - 1;
  let q = negativeScores.length - 1;
  let groups = 0;
  for (; p >= 0 || q >= 0; groups++) {
    const score = Math.max(p >= 0 ? at(positiveScores, p) : -Infinity, q >= 0 ? at(negativeScores, q) : -Infinity);
    let positiveCount = 0;
    let negativeCount = 0;
    for (; p >= 0 && positiveScores[p] === score; p--) positiveCount++;
    for (; q >= 0 && negativeScores[q] === score; q--) negativeCount++;
    scores[groups] = score;
    positivesAt[groups] = positiveCount;
    negativesAt[groups] = negativeCount;
  }
  return tableOfCounts(scores.subarray(0, groups), positivesAt, negativesAt);
}

/** The same from counts [g] at scores [g] that never rise: equal scores become one group, scores without a photo none. O(g). */
export function tableOfCounts(
  fallingScores: Float64Array,
  positiveCounts: ArrayLike<number>,
  negativeCounts: ArrayLike<number>,
): ScoreTable {
  const scores = new Float64Array(fallingScores.length);
  const positivesAt = new Uint32Array(scores.length);
  const negativesAt = new Uint32Array(scores.length);
  const truePositives = new Uint32Array(scores.length);
  const falsePositives = new Uint32Array(scores.length);
  let groups = 0;
  let positives = 0;
  let negatives = 0;
  for (let g = 0; g < fallingScores.length; g++) {
    const p = at(positiveCounts, g);
    const q = at(negativeCounts, g);
    if (p + q === 0) continue;
    if (groups === 0 || scores[groups - 1] !== fallingScores[g]) scores[groups++] = at(fallingScores, g);
    const here = groups - 1;
    positivesAt[here] = at(positivesAt, here) + p;
    negativesAt[here] = at(negativesAt, here) + q;
    truePositives[here] = positives += p;
    falsePositives[here] = negatives += q;
  }
  return {
    n: positives + negatives,
    positives,
    negatives,
    scores: scores.slice(0, groups),
    positivesAt: positivesAt.slice(0, groups),
    negativesAt: negativesAt.slice(0, groups),
    truePositives: truePositives.slice(0, groups),
    falsePositives: falsePositives.slice(0, groups),
  };
}

/** Counts at any threshold (score >= threshold is positive), O(log n). */
export function confusionAt(table: ScoreTable, threshold: number): ConfusionCounts {
  let low = 0;
  let high = table.scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(table.scores, middle) >= threshold) low = middle + 1;
    else high = middle;
  }
  const tp = low === 0 ? 0 : at(table.truePositives, low - 1);
  const fp = low === 0 ? 0 : at(table.falsePositives, low - 1);
  return { tp, fp, fn: table.positives - tp, tn: table.negatives - fp };
}
