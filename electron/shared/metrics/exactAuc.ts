import type { Estimate } from '../schemas/evaluationSummary.ts';
import { clopperPearson } from './intervals.ts';
import { auc } from './ranking.ts';
import type { ScoreTable } from './scoreTable.ts';

/**
 * The exact alternative for an AUC of exactly 0 or 1, where DeLong's variance is 0 and its interval none. Pairing every photo of
 * the smaller class with another of the larger one gives k = min(positives, negatives) pairs without a photo in common; each is in
 * the right order with a chance that is at most the AUC (ties apart), and all k (or none) were. So Clopper and Pearson's interval
 * of k of k, from (a / 2)^(1 / k) to 1, holds for the AUC too, whatever the scores' distributions; it is wider than need be,
 * since the other pairs are not used. Null for every other AUC.
 */
export function exactAucInterval(table: ScoreTable, level = 0.95): ExactAuc | null {
  return exactAucOf(auc(table), table, level);
}

type ExactAuc = Estimate & { pairs: number };

/** The same from the AUC and the photos of each class, which are all that it depends on. */
export function exactAucOf(
  value: number | null,
  { positives, negatives }: { positives: number; negatives: number },
  level = 0.95,
): ExactAuc | null {
  if (value !== 0 && value !== 1) return null;
  const pairs = Math.min(positives, negatives);
  const { low, high } = clopperPearson(value * pairs, pairs, level);
  return { value, low, high, method: 'exact (pairs)', pairs };
}
