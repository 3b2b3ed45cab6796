import { judgedSplit } from '../../shared/judgedSplit.ts';
import type { Evaluation } from '../../shared/schemas/evaluation.ts';
import type { Optimism } from '../../shared/schemas/report.ts';
import type { TestOpening, ThresholdSource } from '../../shared/schemas/run.ts';

/**
 * Why the figures of an evaluation may flatter; null: nothing speaks for it. A rule (target, Youden, cost) looks at the validation split where
 * there is a run, else at the very scores that it judges. A threshold that was set, or locked anew, after an earlier opening of the run's own
 * test split may rest on what was seen there, whatever rule it names. `openings` are those of the data set; other runs' do not matter. A folder
 * of the run's own photos is judged as their split.
 */
export function optimismOf(evaluation: Evaluation, openings: readonly TestOpening[]): Optimism | null {
  const { source, threshold, createdAt, overlap, epochFixed } = evaluation;
  const byHand = threshold.source === 'manual';
  const byRule = isRule(threshold.source);
  const runId = runIdOf(evaluation);
  const split = judgedSplit(evaluation);
  if (split === 'train') return 'FITTED';
  // no run made the scores, or the threshold was set here, where only these rows are
  if (runId === null || split === 'valid') {
    return byRule ? 'CHOSEN_HERE' : byHand ? 'BY_HAND' : split === 'valid' && epochFixed !== true ? 'EPOCH' : null;
  }
  const { setAt, lockedAt } = threshold;
  const decidedAt = lockedAt ?? setAt;
  const isOpened = (before: string): boolean =>
    openings.some((opening) => opening.runId === runId && opening.openedAt < before);
  if (split === 'test' && decidedAt !== null && isOpened(decidedAt)) return 'BY_HAND';
  if (source.kind === 'split' || setAt === null || !(byHand || byRule)) return null;
  return (overlap?.seenAt ?? createdAt) < setAt ? 'BY_HAND' : null;
}

/** The run that made the scores, where its threshold stands: here, or on the computer that a file came from. */
function runIdOf({ runId, origin, threshold }: Evaluation): string | null {
  if (origin.kind !== 'package') return runId;
  const home = origin.provenance.run?.run ?? null;
  return home !== null && home.threshold.setAt === threshold.setAt && home.threshold.value === threshold.value
    ? home.id
    : null;
}

const isRule = (source: ThresholdSource): boolean =>
  ['targetSensitivity', 'targetSpecificity', 'youden', 'cost'].includes(source);
