import { z } from 'zod';
import { Id } from '../../shared/schemas/common.ts';
import { EvaluationSource } from '../../shared/schemas/evaluation.ts';
import type { CoreContext, JobDefinition } from '../context.ts';
import { groupColumnOfRun, labelledSplit } from '../database/labelledSplit.ts';
import { listEvaluations } from '../database/evaluations.ts';
import { getRun } from '../database/runs.ts';
import { scoringModel } from '../scoring/model.ts';
import { evaluatePhotos } from './evaluatePhotos.ts';
import type { LabelledPhotos } from './labelledFolder.ts';
import { labelledFolder } from './labelledFolder.ts';

const EvaluationParams = z.object({ evaluationId: Id, runId: Id, source: EvaluationSource });

export function evaluationJob(context: CoreContext): JobDefinition<typeof EvaluationParams> {
  return {
    params: EvaluationParams,
    resumable: true,
    async run({ evaluationId, runId, source }, job) {
      const run = getRun(context.database, runId);
      // A process that was killed between storing the scores and ending the job has nothing left to do.
      if (listEvaluations(context.database, runId).some(({ id }) => id === evaluationId)) return;
      const model = await scoringModel(context, run);
      const labelled = await photosOf(context, runId, source, job.signal);
      await evaluatePhotos(context, { evaluationId, run, model, source, ...labelled }, job);
    },
  };
}

/** A split is the run's own, as it was when the run began: a data set that changed since does not change it. */
async function photosOf(
  { database }: CoreContext,
  runId: string,
  source: EvaluationSource,
  signal: AbortSignal,
): Promise<LabelledPhotos> {
  return source.kind === 'split'
    ? { photos: labelledSplit(database, runId, source.split), groupColumn: groupColumnOfRun(database, runId) }
    : labelledFolder(source.path, source.mapping, signal);
}
