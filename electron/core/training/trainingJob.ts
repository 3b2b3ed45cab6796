import { join } from 'node:path';
import { z } from 'zod';
import { Id } from '../../shared/schemas/common.ts';
import type { Split } from '../../shared/schemas/common.ts';
import type { Run, RunDetail } from '../../shared/schemas/run.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { deleteEpochs, insertEpoch, listEpochs } from '../database/epochs.ts';
import type { RunPhoto } from '../database/runs.ts';
import { getRunDetail, runPhotos, updateRun } from '../database/runs.ts';
import { networkOf, runDirOf } from '../scoring/model.ts';
import { finishEnsemble } from './ensemble.ts';
import { runEnvironment } from './environment.ts';
import { FEWER_VIEWS, fewerViewsNote, withFewerViews } from './fewerViews.ts';
import { fitModel } from './fitModel.ts';
import type { FitPhotos } from './fitModel.ts';
import { tunedLayers } from './layers.ts';
import { writeRunManifest } from './runManifest.ts';
import { scoreValidation } from './scoreValidation.ts';

export const TrainingParams = z.object({ runId: Id });

/**
 * Features or maps, then epochs, then the scores of the validation split, which are stored: Results opens at once. A run that goes on
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
  if (run.config.ensemble !== undefined) return finishEnsemble(context, run, job);
  const startedMs = context.now().getTime();
  const began = mode === 'resume' && listEpochs(database, run.id).length > 0;
  if (!began) {
    deleteEpochs(database, run.id);
    const environment = await runEnvironment(context.engines.compute, job.signal);
    updateRun(database, run.id, { environment });
  }
  // A run that began goes on with the photos it began with, whatever can be read by now.
  const known = getRunDetail(database, run.id);
  const leftOut = began ? known.unreadable : [];
  const config = began ? withFewerViews(run.config, known.notes) : run.config;
  const notes = (known.notes ?? []).filter(({ code }) => began || code !== FEWER_VIEWS);
  const { prepared, result, model } = await fitModel(
    context,
    {
      config,
      photos: photosOf(context, run.id, new Set(leftOut.map(({ path }) => path))),
      runDir: runDirOf(context, run.id),
      tensorBoardDir: tensorBoardDirOf(context, run.id),
      resume: began,
    },
    {
      job,
      onPrepared({ train, valid, unreadable, classes, fewerViews }) {
        updateRun(database, run.id, {
          unreadable: [...leftOut, ...unreadable],
          trainCount: train.length,
          validCount: valid.length,
          classes,
          ...(fewerViews !== null && { notes: [...notes, fewerViewsNote(config, fewerViews)] }),
        });
      },
      onEpoch(epoch) {
        insertEpoch(database, run.id, epoch);
        emit('run.epoch', { runId: run.id, epoch });
      },
    },
  );

  const evaluationId = await scoreValidation(context, run, model, job);
  const layers = await layersOfTuned(context, run, result.trainableParameters, prepared.classes.length);
  const finished = updateRun(database, run.id, {
    ...layers,
    state: 'finished',
    finishedAt: context.now().toISOString(),
    bestEpoch: result.bestEpoch,
    modelHash: result.modelHash,
    trainableParameters: result.trainableParameters,
    frozenParameters: result.frozenParameters,
    seconds: (run.seconds ?? 0) + (context.now().getTime() - startedMs) / 1000,
    error: null,
  });
  await writeRunManifest(context, run.id);
  job.link({ evaluationId });
  emit('data.changed', { kind: 'run', id: run.id });
  return finished;
}

/** Of a head on a frozen network the summary was known before. */
async function layersOfTuned(
  context: CoreContext,
  run: Run,
  trainableParameters: number,
  classCount: number,
): Promise<{ layers?: RunDetail['layers'] }> {
  const { tuning } = run.config;
  if (tuning === null) return {};
  const { manifest } = await networkOf(context, run);
  return { layers: tunedLayers(manifest, { classCount, members: tuning.members, trainableParameters }) };
}

/** The run's photos without those that were left out before. */
function photosOf({ database }: CoreContext, runId: string, leftOut: ReadonlySet<string>): FitPhotos<RunPhoto> {
  const split = (name: Split): RunPhoto[] => runPhotos(database, runId, name).filter(({ path }) => !leftOut.has(path));
  return { train: split('train'), valid: split('valid') };
}

function tensorBoardDirOf(context: CoreContext, runId: string): string | null {
  const { tensorBoardDir } = getRunDetail(context.database, runId);
  return tensorBoardDir === null ? null : join(context.paths.dataDir, tensorBoardDir);
}
