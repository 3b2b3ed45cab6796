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
