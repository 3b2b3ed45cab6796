import { resolve } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { deleteBatch, getBatch, listBatches } from '../database/batches.ts';
import { listBatchRows } from '../database/batchRows.ts';
import { batchSummary } from '../database/batchSummary.ts';
import { insertPrediction, listPredictions } from '../database/predictions.ts';
import { getRun } from '../database/runs.ts';
import { batchJob } from './batchJob.ts';
import { scoringModel } from './model.ts';
import { toScoredRow, toStoredScore } from './scoredRow.ts';
import { scorePhotos } from './scorePhotos.ts';
import { startBatch } from './startBatch.ts';

type ScoringChannels =
  | 'prediction.create'
  | 'prediction.list'
  | 'batch.start'
  | 'batch.list'
  | 'batch.get'
  | 'batch.summary'
  | 'batch.rows'
  | 'batch.remove';

export function scoringHandlers(context: CoreContext): Pick<Handlers, ScoringChannels> {
  const { database, emit, jobs } = context;
  jobs.register('scoring', batchJob(context));
  return {
    'prediction.create': async ({ runId, path }) => {
      const prediction = await predict(context, runId, resolve(path));
      emit('data.changed', { kind: 'prediction', id: prediction.id });
      return prediction;
    },
    'prediction.list': ({ limit }) => ({ predictions: listPredictions(database, limit) }),
    'batch.start': async (request) => {
      const started = await startBatch(context, {
        ...request,
        inputs: request.inputs.map((input) => resolve(input)),
        lists: request.lists.map((list) => resolve(list)),
        root: request.root === null ? null : resolve(request.root),
        metadata: request.metadata === null ? null : { ...request.metadata, path: resolve(request.metadata.path) },
        out: request.out === null ? null : resolve(request.out),
      });
      emit('data.changed', { kind: 'batch', id: started.batchId });
      return started;
    },
    'batch.list': () => ({ batches: listBatches(database) }),
    'batch.get': ({ id }) => getBatch(database, id),
    'batch.summary': ({ id }) => batchSummary(database, id),
    'batch.rows': (query) => listBatchRows(database, query),
    'batch.remove': ({ id }) => {
      if (getBatch(database, id).state === 'running') {
        throw new AppError('BAD_INPUT', 'This batch is still running.', {
          details: { batchId: id, remedy: 'Cancel it first.' },
        });
      }
      deleteBatch(database, id);
      emit('data.changed', { kind: 'batch', id });
      return {};
    },
  };
}

/** A photo that cannot be used becomes a card that says why, never a score. */
async function predict(context: CoreContext, runId: string, path: string) {
  const run = getRun(context.database, runId);
  const model = await scoringModel(context, run);
  const [photo] = await scorePhotos(context.engines.compute, model, [{ path, sha256: null }], { urgent: true });
  if (photo === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
  const { modelHash } = model;
  const threshold = run.threshold.value;
  const row = toScoredRow({ path, threshold, runId, modelHash }, photo);
  return insertPrediction(context.database, {
    ...toStoredScore(row, photo),
    id: context.newId(),
    runId,
    createdAt: context.now().toISOString(),
    threshold,
    modelHash,
    widthPx: photo.status === 'ok' ? photo.widthPx : null,
    heightPx: photo.status === 'ok' ? photo.heightPx : null,
  });
}
