import { fitRecalibration, recommendedMethod } from '../../shared/metrics/recalibration.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import type { Recalibration } from '../../shared/schemas/recalibration.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluationDetail, listEvaluations } from '../database/evaluations.ts';
import { getRun } from '../database/runs.ts';

/**
 * How a run's raw scores become calibrated probabilities, fitted on its stored scores of the validation split by this very model; null
 * when there are none, or no fit exists. Throws NOT_FOUND.
 */
export function recalibrationOfRun({ database }: CoreContext, runId: string): Promise<Recalibration | null> {
  const run = getRun(database, runId);
  const validation = listEvaluations(database, runId).find(
    ({ source, modelHash }) => source.kind === 'split' && source.split === 'valid' && modelHash === run.modelHash,
  );
  if (validation === undefined) return Promise.resolve(null);
  const { labels, scores } = getEvaluationDetail(database, validation.id).scores;
  return Promise.resolve(
    fitRecalibration(createScoreTable({ labels, scores }), recommendedMethod(run.config.classWeights)),
  );
}
