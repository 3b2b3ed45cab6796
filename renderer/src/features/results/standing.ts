import { judgedSplit } from '../../../../electron/shared/judgedSplit.ts';
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

type Judged = Pick<Evaluation, 'origin' | 'source' | 'runId' | 'overlap' | 'epochFixed'>;
type Decision = ThresholdValue & Pick<Threshold, 'setAt' | 'lockedAt'>;

/**
 * `openings`: all of the data set's test split, where the run is here; only the run's own matter. A folder of the run's own photos is judged as their split.
 */
export function standingOf(evaluation: Judged, threshold: Decision, openings: readonly TestOpening[]): Standing {
  const { source, overlap } = evaluation;
  const split = judgedSplit(evaluation);
  if (split === 'train') return 'fitted';
  const home = homeOf(evaluation, threshold, openings);
  if (home === null || split === 'valid') {
    if (isFromScores(threshold)) return 'chosen';
    if (threshold.source === 'manual') return 'byHand';
    return split === 'valid' && evaluation.epochFixed !== true ? 'epoch' : 'apart';
  }
  const own = home.openings.filter((opening) => opening.runId === home.runId);
  if (source.kind === 'split') return standingOfTest(threshold.lockedAt, own);
  if (split === 'test' && standingOfTest(threshold.lockedAt, own) === 'reopened') return 'reopened';
  return standingOfFolder(threshold, overlap?.seenAt ?? null);
}

/** The run whose threshold this is, here or on the computer that a file came from; null: there is none, or it was set here, on these rows. */
function homeOf(
  { origin, runId }: Judged,
  threshold: ThresholdValue,
  openings: readonly TestOpening[],
): { runId: string | null; openings: readonly TestOpening[] } | null {
  if (origin.kind === 'run') return { runId, openings };
  const run = origin.kind === 'package' ? origin.provenance.run?.run : undefined;
  if (origin.kind !== 'package' || run === undefined || !sameChoice(run.threshold, threshold)) return null;
  return { runId: run.id, openings: origin.provenance.openings };
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
