import { AppError } from '../../shared/errors.ts';
import type { Evaluation } from '../../shared/schemas/evaluation.ts';
import type { TestOpening } from '../../shared/schemas/run.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluation } from '../database/evaluations.ts';
import { transaction } from '../database/rows.ts';
import { insertTestOpening, openingUnder } from '../database/testOpenings.ts';
import { lockThreshold } from '../training/threshold.ts';

/**
 * An opening is counted when the figures of a test split are first shown under a decision, that is: a run, its threshold, and the moment at
 * which it was locked. Looking again under the same decision is the same opening; unlocking ends it, whether the threshold is moved or not.
 */

export const isTestOfRun = ({ runId, source }: Pick<Evaluation, 'runId' | 'source'>): boolean =>
  runId !== null && source.kind === 'split' && source.split === 'test';

/** Photos of a run's test split, whether the split is named or its photos lie in a folder: their figures are a look at it either way. */
export const showsTestOfRun = (evaluation: Pick<Evaluation, 'runId' | 'source' | 'overlap'>): boolean =>
  isTestOfRun(evaluation) || (evaluation.runId !== null && (evaluation.overlap?.test ?? 0) > 0);

/**
 * Locks the run's threshold if it is not, and counts the opening unless it is open already; returns the one that counts. Inside
 * evaluatePhotos it is part of the transaction that stores the scores. Throws NOT_FOUND, BAD_INPUT for what is no test split of a run.
 */
export function openTest(context: CoreContext, evaluationId: string): TestOpening {
  const { database, now, holder } = context;
  return transaction(database, () => {
    const evaluation = getEvaluation(database, evaluationId);
    const { runId } = evaluation;
    if (runId === null || !showsTestOfRun(evaluation)) throw notATest(evaluation);
    const run = lockThreshold(context, runId, true);
    const { value, lockedAt } = run.threshold;
    const counted = openingUnder(database, { runId, threshold: value, lockedAt });
    if (counted !== null) return counted;
    return insertTestOpening(database, {
      runId,
      runName: run.name,
      datasetId: run.datasetId,
      evaluationId,
      openedAt: now().toISOString(),
      threshold: value,
      lockedAt,
      by: holder,
    });
  });
}

/** Figures, errors and files of a test split that is not open stay closed to everybody. Throws BAD_INPUT (details.reason TEST_CLOSED). */
export function refuseClosed(evaluation: Evaluation): void {
  if (evaluation.opened) return;
  throw new AppError('BAD_INPUT', `The test split of "${evaluation.name}" is not open under its present threshold.`, {
    details: {
      evaluationId: evaluation.id,
      runId: evaluation.runId,
      reason: 'TEST_CLOSED',
      remedy: 'Open it: its threshold is locked then, and the opening is counted.',
    },
  });
}

const notATest = ({ id }: Evaluation): AppError =>
  new AppError('BAD_INPUT', 'This is no evaluation of a test split of a run here: it needs no opening.', {
    details: { evaluationId: id, reason: 'NOT_A_TEST', remedy: 'Read it as it is.' },
  });
