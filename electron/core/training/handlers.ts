import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { Split } from '../../shared/schemas/common.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import { findBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { photosOfSplit } from '../database/photos.ts';
import type { RunPhoto } from '../database/runs.ts';
import { deleteRun, getRun, getRunDetail, insertRun, listRuns, setRunThreshold, updateRun } from '../database/runs.ts';
import { featuresOf, runDirOf } from '../scoring/model.ts';
import { estimateSeconds } from './estimate.ts';
import { headParameters, layersOf } from './layers.ts';
import { refuseUntrainable, trainingJob } from './trainingJob.ts';

type RunChannels =
  'run.estimate' | 'run.start' | 'run.list' | 'run.get' | 'run.rename' | 'run.remove' | 'run.setThreshold';

export function trainingHandlers(context: CoreContext): Pick<Handlers, RunChannels> {
  const { database, emit, jobs, paths } = context;
  jobs.register('training', trainingJob(context));
  const changed = (id: string): void => emit('data.changed', { kind: 'run', id });

  return {
    'run.estimate': ({ datasetId, config }) => estimate(context, datasetId, config),
    'run.start': async ({ datasetId, name, config }) => {
      const { runId, jobId } = await startRun(context, { datasetId, name, config });
      changed(runId);
      return { runId, jobId };
    },
    'run.list': ({ datasetId }) => ({ runs: listRuns(database, datasetId) }),
    'run.get': ({ id }) => {
      const { backboneGraphSha256: _unused, ...detail } = getRunDetail(database, id);
      const { tensorBoardDir } = detail;
      return { ...detail, tensorBoardDir: tensorBoardDir === null ? null : join(paths.dataDir, tensorBoardDir) };
    },
    'run.rename': ({ id, name }) => {
      refuseTakenRunName(context, name, id);
      const run = updateRun(database, id, { name });
      changed(id);
      return run;
    },
    'run.remove': async ({ id }) => {
      const run = getRun(database, id);
      if (run.state === 'training') {
        throw new AppError('BAD_INPUT', `The run "${run.name}" is training.`, {
          details: { runId: id, remedy: 'Cancel its training first.' },
        });
      }
      deleteRun(database, id);
      await rm(runDirOf(context, id), { recursive: true, force: true });
      changed(id);
      return {};
    },
    'run.setThreshold': ({ id, value, source, target }) => {
      const run = setRunThreshold(database, id, { value, source, target, setAt: context.now().toISOString() });
      changed(id);
      return run;
    },
  };
}

/** Refuses what cannot become a classifier before anything is written; then freezes the photos that the run is about. */
async function startRun(
  context: CoreContext,
  { datasetId, name, config }: { datasetId: string; name: string; config: TrainConfig },
): Promise<{ runId: string; jobId: string }> {
  const { database, jobs } = context;
  refuseTakenRunName(context, name, null);
  const dataset = getDataset(database, datasetId);
  const photos = Split.options.flatMap((split) =>
    photosOfSplit(database, datasetId, split).map(({ path, sha256, label, className }): RunPhoto => ({
      split,
      path,
      sha256,
      label,
      className,
    })),
  );
  refuseUntrainable({
    train: photos.filter(({ split }) => split === 'train'),
    valid: photos.filter(({ split }) => split === 'valid'),
  });
  const { manifest } = await findBackbone(context.paths, config.backboneId);

  const runId = context.newId();
  const tensorBoardDir = join(runDirOf(context, runId), 'tensorboard');
  insertRun(
    database,
    {
      id: runId,
      name,
      datasetId,
      datasetName: dataset.name,
      config,
      createdAt: context.now().toISOString(),
      trainableParameters: headParameters(manifest),
      frozenParameters: manifest.parameterCount,
      backboneGraphSha256: manifest.graphSha256,
      layers: layersOf(manifest),
      tensorBoardDir: config.tensorBoard ? relative(context.paths.dataDir, tensorBoardDir) : null,
      jobId: null,
    },
    photos,
  );
  const jobId = jobs.start('training', { runId }, { title: name, datasetId, runId });
  updateRun(database, runId, { jobId });
  return { runId, jobId };
}

async function estimate(context: CoreContext, datasetId: string, config: TrainConfig) {
  const { database, engines } = context;
  getDataset(database, datasetId);
  const train = photosOfSplit(database, datasetId, 'train');
  const valid = photosOfSplit(database, datasetId, 'valid');
  const { manifest } = await findBackbone(context.paths, config.backboneId);
  const hashes = [...new Set([...train, ...valid].map(({ sha256 }) => sha256))];
  const features = await featuresOf(context, config);
  const { cached } = await engines.compute.call('cached', { photos: hashes, features });
  const toExtract = hashes.length - cached;
  const seconds = estimateSeconds(context, config, { toExtract, photos: train.length + valid.length });
  return {
    trainCount: train.length,
    validCount: valid.length,
    toExtract,
    ...seconds,
    diskBytes: toExtract * manifest.featureCount * Float32Array.BYTES_PER_ELEMENT,
  };
}

/** A run is asked for by its name on the command line, so no two have the same. */
function refuseTakenRunName({ database }: CoreContext, name: string, exceptId: string | null): void {
  const holder = listRuns(database).find((run) => run.name === name && run.id !== exceptId);
  if (holder === undefined) return;
  throw new AppError('ALREADY_EXISTS', `A run named "${name}" exists already.`, {
    details: { name, runId: holder.id, state: holder.state, remedy: 'Choose another name for the new run.' },
  });
}
