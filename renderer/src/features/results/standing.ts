import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import type { TestOpening } from '../../../../electron/shared/schemas/run.ts';
import { isFromScores, type ThresholdValue } from './thresholdChoices.ts';

/**
 * How far the figures on screen can be believed. The first five flatter. fitted: the model learned from these photos; chosen: the threshold
 * was computed from them; byHand: it may have been chosen looking at them; reopened: they were seen under another decision before; epoch:
 * only the best epoch was chosen on them. locked: the decision was made before the photos were seen; apart: nothing was chosen on them.
 */
export type Standing = 'fitted' | 'chosen' | 'byHand' | 'reopened' | 'epoch' | 'locked' | 'apart';

export const flatters = (standing: Standing): boolean => standing !== 'locked' && standing !== 'apart';

/** `openings`: all of the data set's test split, by any run. */
export function standingOf(
  evaluation: Pick<Evaluation, 'origin' | 'source'>,
  threshold: ThresholdValue & { lockedAt: string | null },
  openings: readonly TestOpening[],
): Standing {
  const { origin, source } = evaluation;
  const split = source.kind === 'split' ? source.split : null;
  if (split === 'train') return 'fitted';
  if (origin.kind === 'run') {
    if (split === 'test') return standingOfTest(threshold.lockedAt, openings);
    // a labelled folder or another data set: only a hand can have been guided by it
    if (split === null) return threshold.source === 'manual' && threshold.lockedAt === null ? 'byHand' : 'apart';
  }
  const broughtAlong = origin.kind === 'package' ? origin.provenance.run?.run.threshold : undefined;
  const isOwnChoice = origin.kind !== 'run' && (broughtAlong === undefined || !sameChoice(broughtAlong, threshold));
  if (isFromScores(threshold)) return split === 'valid' || isOwnChoice ? 'chosen' : 'apart';
  if (threshold.source === 'manual') return 'byHand';
  return split === 'valid' ? 'epoch' : 'apart';
}

/** Openings before the lock were looks at these photos that the decision may owe something to. */
function standingOfTest(lockedAt: string | null, openings: readonly TestOpening[]): Standing {
  if (lockedAt === null) return 'byHand';
  return openings.some(({ openedAt }) => openedAt < lockedAt) ? 'reopened' : 'locked';
}

const sameChoice = (a: ThresholdValue, b: ThresholdValue): boolean => a.value === b.value && a.source === b.source;
