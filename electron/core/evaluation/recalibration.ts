import { fitRecalibration, recommendedMethod } from '../../shared/metrics/recalibration.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import type { Recalibration } from '../../shared/schemas/recalibration.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluationDetail, listEvaluations } from '../database/evaluations.ts';
import { getRun } from '../database/runs.ts';
import { bundledRecalibration } from '../export/bundled.ts';
import { runDirOf } from '../scoring/model.ts';

/**
 * How a run's raw scores become calibrated probabilities, fitted on its stored scores of the validation split by this very model, or as its
 * bundle has it; null
 * when there are none, or no fit exists. Throws NOT_FOUND.
 */
export async function recalibrationOfRun(context: CoreContext, runId: string): Promise<Recalibration | null> {
  const { database } = context;
  const run = getRun(database, runId);
  const validation = listEvaluations(database, runId).find(
    ({ source, modelHash }) => source.kind === 'split' && source.split === 'valid' && modelHash === run.modelHash,
  );
  if (validation === undefined) return bundledRecalibration(runDirOf(context, runId));
  const { labels, scores } = getEvaluationDetail(database, validation.id).scores;
  return fitRecalibration(createScoreTable({ labels, scores }), recommendedMethod(run.config.classWeights));
}
