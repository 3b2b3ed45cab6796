import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import { confusionAt, type ScoreTable } from './scoreTable.ts';

/** Share of the validation photos within which a score counts as near. */
const NEAR_SHARE = 0.05;

/**
 * Whether a call hangs by a thread: near when fewer than 5 % of the validation photos have scores between this one and the
 * threshold (the lower of the two included, since it is called malignant at itself), that is, when the smallest move of the
 * threshold that turns this call turns fewer than 5 % of the calls. Distances between scores themselves mean nothing, as a model can
 * crowd its scores anywhere. A score of exactly the threshold is near. Without validation photos nothing can be told: not near.
 */
export function nearThreshold(
  score: number,
  threshold: number,
  validation: ScoreTable,
): { isNear: boolean; between: number; n: number } {
  if (!Number.isFinite(score) || !Number.isFinite(threshold)) {
    throw new AppError('BAD_INPUT', `score ${score} or threshold ${threshold} is no finite number`);
  }
  const called = (at: number): number => {
    const { tp, fp } = confusionAt(validation, at);
    return tp + fp;
  };
  const between = called(Math.min(score, threshold)) - called(Math.max(score, threshold));
  return { isNear: between < NEAR_SHARE * validation.n, between, n: validation.n };
}

/** Scores above `above`, up to and with `upTo`; an end without a bound is infinite. */
export interface ScoreRange {
  above: number;
  upTo: number;
}

/**
 * The scores that nearThreshold calls near, all of them and no others, so that many scores can be asked about at once: below the threshold they end before the
 * validation score that makes too many between, which is counted itself (the lower of the two is included); from the threshold on they end with it.
 * null: none is near, as there are no validation photos. O(distinct validation scores).
 */
export function nearScores(threshold: number, validation: ScoreTable): ScoreRange | null {
  if (!Number.isFinite(threshold)) throw new AppError('BAD_INPUT', `threshold ${threshold} is no finite number`);
  const { n, scores, positivesAt, negativesAt } = validation;
  if (n === 0) return null;
  const range: ScoreRange = { above: -Infinity, upTo: Infinity };
  const groupAt = (group: number): number => at(positivesAt, group) + at(negativesAt, group);
  // scores fall: those below the threshold come after those from it on
  let first = 0;
  while (first < scores.length && at(scores, first) >= threshold) first++;
  for (let group = first, between = 0; group < scores.length; group++) {
    between += groupAt(group);
    if (between < NEAR_SHARE * n) continue;
    range.above = at(scores, group);
    break;
  }
  for (let group = first - 1, between = 0; group >= 0; group--) {
    between += groupAt(group);
    if (between < NEAR_SHARE * n) continue;
    range.upTo = at(scores, group);
    break;
  }
  return range;
}
