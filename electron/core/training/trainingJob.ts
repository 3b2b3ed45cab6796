import { join } from 'node:path';
import { z } from 'zod';
import type { FeatureSource } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { Run } from '../../shared/schemas/run.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { deleteEpochs, insertEpoch, listEpochs } from '../database/epochs.ts';
import { deleteEvaluation, listEvaluations } from '../database/evaluations.ts';
import { transaction } from '../database/rows.ts';
import type { RunPhoto } from '../database/runs.ts';
import { groupColumnOfRun, labelledSplit } from '../database/labelledSplit.ts';
import { getRunDetail, runPhotos, updateRun } from '../database/runs.ts';
import { evaluatePhotos } from '../evaluation/evaluatePhotos.ts';
import { featuresOf, runDirOf } from '../scoring/model.ts';
import { NETWORK_BATCH_SIZE } from '../scoring/scorePhotos.ts';
import { refuseUntrainable } from './createRun.ts';
import { runEnvironment } from './environment.ts';
import { noteEpoch, noteExtraction } from './estimate.ts';

export const TrainingParams = z.object({ runId: Id });

/** Cached features may be evicted between extraction and training; they are made again this often. */
const EXTRACT_ATTEMPTS = 3;

/**
 * Features, then epochs, then the scores of the validation split, which are stored: Results opens at once. A run that goes on
 * uses the photos that it began with and the engine's checkpoint, so its numbers are those of a run that was never stopped.
 */
export function trainingJob(context: CoreContext): JobDefinition<typeof TrainingParams> {
  return {
    params: TrainingParams,
    resumable: true,
    async run({ runId }, job, mode) {
      await trainRun(context, runId, job, mode);
    },
    ended: ({ runId }, state, message) => endRun(context, runId, state, message),
  };
}

export function endRun(
  { database, emit, now }: CoreContext,
  runId: string,
  state: 'failed' | 'cancelled' | 'interrupted',
  message: string,
): void {
  const error = state === 'failed' ? message : null;
  updateRun(database, runId, { state, error, finishedAt: now().toISOString() });
  emit('data.changed', { kind: 'run', id: runId });
}

/** The work of a training job; the sample's job does it too. */
export async function trainRun(
  context: CoreContext,
  runId: string,
  job: JobHandle,
  mode: 'fresh' | 'resume',
): Promise<Run> {
  const { database, emit } = context;
  const run = updateRun(database, runId, { state: 'training', error: null, finishedAt: null, jobId: job.id });
  emit('data.changed', { kind: 'run', id: runId });
  const startedMs = context.now().getTime();
  const features = await featuresOf(context, run.config);
  const began = mode === 'resume' && listEpochs(database, run.id).length > 0;
  if (!began) {
    deleteEpochs(database, run.id);
    const environment = await runEnvironment(context.engines.compute, job.signal);
    updateRun(database, run.id, { environment });
  }

  const result = await withFeatures(context, { run, features, began }, job, async ({ train: trainSet, valid }) => {
    job.report('epochs', 0, run.config.epochs);
    return context.engines.compute.call(
      'trainHead',
      {
        train: trainSet.map(toLabelled),
        valid: valid.map(toLabelled),
        features,
        config: run.config,
        runDir: runDirOf(context, run.id),
        tensorBoardDir: tensorBoardDirOf(context, run.id),
        resume: began,
      },
      {
        signal: job.signal,
        onEvent(epoch) {
          insertEpoch(database, run.id, epoch);
          noteEpoch(context, run.config, trainSet.length, epoch.seconds);
          emit('run.epoch', { runId: run.id, epoch });
          job.report('epochs', epoch.epoch, run.config.epochs);
        },
      },
    );
  });

  const model = { features, runDir: runDirOf(context, run.id), modelHash: result.modelHash };
  const evaluationId = context.newId();
  replaceOwnEvaluation(context, run.id);
  const photos = labelledSplit(database, run.id, 'valid');
  const groupColumn = groupColumnOfRun(database, run.id);
  const source = { kind: 'split', split: 'valid' } as const;
  await evaluatePhotos(context, { evaluationId, run, model, source, photos, groupColumn }, job);
  const finished = updateRun(database, run.id, {
    state: 'finished',
    finishedAt: context.now().toISOString(),
    bestEpoch: result.bestEpoch,
    modelHash: result.modelHash,
    trainableParameters: result.trainableParameters,
    frozenParameters: result.frozenParameters,
    seconds: (run.seconds ?? 0) + (context.now().getTime() - startedMs) / 1000,
    error: null,
  });
  job.link({ evaluationId });
  emit('data.changed', { kind: 'run', id: run.id });
  return finished;
}

interface Photos {
  train: RunPhoto[];
  valid: RunPhoto[];
}

/** Sees to it that the features are in the cache, then does the work; once more when some were evicted in between. */
async function withFeatures<T>(
  context: CoreContext,
  about: { run: Run; features: FeatureSource; began: boolean },
  job: JobHandle,
  work: (photos: Photos) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const photos = await extract(context, about, job);
    try {
      return await work(photos);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'CACHE_MISS' || attempt === EXTRACT_ATTEMPTS) throw error;
    }
  }
}

/** The run's photos whose features are in the cache; those that cannot be read are listed with the run. */
async function extract(
  context: CoreContext,
  { run, features, began }: { run: Run; features: FeatureSource; began: boolean },
  job: JobHandle,
): Promise<Photos> {
  const { database } = context;
  // A run that began goes on with the photos it began with, whatever can be read by now.
  const leftOut = new Map(began ? getRunDetail(database, run.id).unreadable.map((photo) => [photo.path, photo]) : []);
  const all = [...runPhotos(database, run.id, 'train'), ...runPhotos(database, run.id, 'valid')].filter(
    ({ path }) => !leftOut.has(path),
  );
  job.report('features', 0, all.length);
  const result = await context.engines.compute.call(
    'extract',
    { photos: all.map(({ path, sha256 }) => ({ path, sha256 })), features, batchSize: NETWORK_BATCH_SIZE },
    { signal: job.signal, onEvent: ({ done, total }) => job.report('features', done, total) },
  );
  noteExtraction(context, run.config, result);

  const failed = new Set(result.failures.map(({ index }) => index));
  const readable = all.filter((_, index) => !failed.has(index));
  const train = readable.filter(({ split }) => split === 'train');
  const valid = readable.filter(({ split }) => split === 'valid');
  const unreadable: UnreadablePhoto[] = [
    ...leftOut.values(),
    ...result.failures.map(({ index, code, message }) => ({ path: all[index]?.path ?? '', code, message })),
  ];
  transaction(database, () =>
    updateRun(database, run.id, { unreadable, trainCount: train.length, validCount: valid.length }),
  );
  refuseUntrainable({ train, valid });
  return { train, valid };
}

const toLabelled = ({ path, sha256, label }: RunPhoto): { path: string; sha256: string; label: 0 | 1 } => ({
  path,
  sha256,
  label,
});

function tensorBoardDirOf(context: CoreContext, runId: string): string | null {
  const { tensorBoardDir } = getRunDetail(context.database, runId);
  return tensorBoardDir === null ? null : join(context.paths.dataDir, tensorBoardDir);
}

/** What an earlier attempt of the same run stored and did not get to finish. */
function replaceOwnEvaluation({ database }: CoreContext, runId: string): void {
  for (const { id, source } of listEvaluations(database, runId)) {
    if (source.kind === 'split' && source.split === 'valid') deleteEvaluation(database, id);
  }
}
