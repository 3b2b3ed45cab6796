import type { Split } from '../../../../electron/shared/schemas/common.ts';
import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import type { TestOpening, Threshold } from '../../../../electron/shared/schemas/run.ts';
import { isFromScores, type ThresholdValue } from './thresholdChoices.ts';

/**
 * How far the figures on screen can be believed. The first six flatter. fitted: the model learned from these photos; chosen: the threshold
 * was computed from them; byHand: it may have been chosen looking at them; reopened: they were seen under another decision before; seen: the
 * threshold was set after figures of them were there; epoch: only the best epoch was chosen on them. locked: the decision was made before the
 * photos were seen; apart: nothing was chosen on them.
 */
export type Standing = 'fitted' | 'chosen' | 'byHand' | 'reopened' | 'seen' | 'epoch' | 'locked' | 'apart';

export const flatters = (standing: Standing): boolean => standing !== 'locked' && standing !== 'apart';

type Judged = Pick<Evaluation, 'origin' | 'source' | 'runId' | 'overlap'>;
type Decision = ThresholdValue & Pick<Threshold, 'setAt' | 'lockedAt'>;

/**
 * `openings`: all of the data set's test split; only the run's own matter. A folder that holds photos of the run's own splits is judged as the
 * split that flatters most.
 */
export function standingOf(evaluation: Judged, threshold: Decision, openings: readonly TestOpening[]): Standing {
  const { origin, source, overlap, runId } = evaluation;
  const holds = (split: Split): boolean =>
    source.kind === 'split' ? source.split === split : (overlap?.[split] ?? 0) > 0;
  if (holds('train')) return 'fitted';
  if (origin.kind === 'run' && !holds('valid')) {
    const own = openings.filter((opening) => opening.runId === runId);
    if (source.kind === 'split') return standingOfTest(threshold.lockedAt, own);
    if (holds('test') && standingOfTest(threshold.lockedAt, own) === 'reopened') return 'reopened';
    return standingOfFolder(threshold, overlap?.seenAt ?? null);
  }
  const broughtAlong = origin.kind === 'package' ? origin.provenance.run?.run.threshold : undefined;
  const isOwnChoice = origin.kind !== 'run' && (broughtAlong === undefined || !sameChoice(broughtAlong, threshold));
  if (isFromScores(threshold)) return holds('valid') || isOwnChoice ? 'chosen' : 'apart';
  if (threshold.source === 'manual') return 'byHand';
  return holds('valid') ? 'epoch' : 'apart';
}

/** Openings before the lock were looks at these photos that the decision may owe something to. */
function standingOfTest(lockedAt: string | null, openings: readonly TestOpening[]): Standing {
  if (lockedAt === null) return 'byHand';
  return openings.some(({ openedAt }) => openedAt < lockedAt) ? 'reopened' : 'locked';
}

/** A hand can be guided by a labelled folder while its figures are on screen, and any choice by what was on it before. */
function standingOfFolder({ source, setAt, lockedAt }: Decision, seenAt: string | null): Standing {
  if (source === 'manual' && lockedAt === null) return 'byHand';
  const isChoice = source === 'manual' || isFromScores({ source });
  return isChoice && seenAt !== null && setAt !== null && seenAt < setAt ? 'seen' : 'apart';
}

const sameChoice = (a: ThresholdValue, b: ThresholdValue): boolean => a.value === b.value && a.source === b.source;
