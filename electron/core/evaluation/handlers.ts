import { z } from 'zod';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { Id } from '../../shared/schemas/common.ts';
import { EvaluationSource } from '../../shared/schemas/evaluation.ts';
import type { CoreContext, JobDefinition } from '../context.ts';
import { deleteEvaluation, getEvaluationDetail, listEvaluations } from '../database/evaluations.ts';
import { labelledSplit } from '../database/labelledSplit.ts';
import { getRun, runPhotos } from '../database/runs.ts';
import { notFinished, scoringModel } from '../scoring/model.ts';
import type { LabelledRef } from './evaluatePhotos.ts';
import { evaluatePhotos } from './evaluatePhotos.ts';
import { labelledFolder } from './labelledFolder.ts';

type EvaluationChannels = Extract<keyof Handlers, `evaluation.${string}`>;

export function evaluationHandlers(context: CoreContext): Pick<Handlers, EvaluationChannels> {
  const { database, emit, jobs } = context;
  jobs.register('evaluation', evaluationJob(context));
  return {
    'evaluation.start': ({ runId, source }) => {
      const run = getRun(database, runId);
      if (run.state !== 'finished') throw notFinished(run);
      if (source.kind === 'split' && runPhotos(database, runId, source.split).length === 0) {
        throw new AppError('NO_PHOTOS', `The run "${run.name}" has no photos in the split "${source.split}".`, {
          details: { path: source.split, remedy: 'Choose another split, or a folder of labelled photos.' },
        });
      }
      const evaluationId = context.newId();
      const jobId = jobs.start(
        'evaluation',
        { evaluationId, runId, source },
        { title: run.name, datasetId: run.datasetId, runId, evaluationId },
      );
      return { jobId, evaluationId };
    },
    'evaluation.list': ({ runId }) => ({ evaluations: listEvaluations(database, runId) }),
    'evaluation.get': ({ id }) => getEvaluationDetail(database, id),
    'evaluation.remove': ({ id }) => {
      deleteEvaluation(database, id);
      emit('data.changed', { kind: 'evaluation', id });
      return {};
    },
    'evaluation.columns': absent,
    'evaluation.provenance': absent,
    'evaluation.openTest': absent,
    'evaluation.rename': absent,
    'evaluation.setThreshold': absent,
    'evaluation.previewScores': absent,
    'evaluation.importScores': absent,
    'evaluation.savePackage': absent,
    'evaluation.openPackage': absent,
    'evaluation.exportErrors': absent,
  };
}

const absent = (): never => {
  throw new AppError('INTERNAL', 'not there yet');
};

const EvaluationParams = z.object({ evaluationId: Id, runId: Id, source: EvaluationSource });

function evaluationJob(context: CoreContext): JobDefinition<typeof EvaluationParams> {
  return {
    params: EvaluationParams,
    resumable: true,
    async run({ evaluationId, runId, source }, job) {
      const run = getRun(context.database, runId);
      const model = await scoringModel(context, run);
      const photos = await photosOf(context, runId, source, job.signal);
      await evaluatePhotos(context, { evaluationId, run, model, source, photos }, job);
    },
  };
}

/** A split is the run's own, as it was when the run began: a data set that changed since does not change it. */
async function photosOf(
  context: CoreContext,
  runId: string,
  source: EvaluationSource,
  signal: AbortSignal,
): Promise<LabelledRef[]> {
  return source.kind === 'split'
    ? labelledSplit(context.database, runId, source.split)
    : labelledFolder(source.path, source.mapping, signal);
}
