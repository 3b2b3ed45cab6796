import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import { backboneToTrain } from '../backbones/trainable.ts';
import type { CoreContext } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { photosOfSplit } from '../database/photos.ts';
import { deleteRun, getRun, getRunDetail, listRuns, updateRun } from '../database/runs.ts';
import { frozenFeatures, runDirOf } from '../scoring/model.ts';
import { createRun, refuseTakenRunName } from './createRun.ts';
import { createEnsemble } from './ensemble.ts';
import { estimateSeconds, mapBytes, tuningSeconds, tuningSpeeds } from './estimate.ts';
import { planRun } from './plan.ts';
import { reproduceRun } from './reproduceRun.ts';
import { thresholdHandlers } from './threshold.ts';
import { trainingJob } from './trainingJob.ts';

type RunChannels =
  | 'run.estimate'
  | 'run.plan'
  | 'run.start'
  | 'run.ensemble'
  | 'run.reproduce'
  | 'run.list'
  | 'run.get'
  | 'run.rename'
  | 'run.remove'
  | 'run.setThreshold'
  | 'run.lockThreshold'
  | 'run.testOpenings';

export function trainingHandlers(context: CoreContext): Pick<Handlers, RunChannels> {
  const { database, emit, jobs, paths } = context;
  jobs.register('training', trainingJob(context));
  const changed = (id: string): void => emit('data.changed', { kind: 'run', id });

  return {
    'run.estimate': ({ datasetId, config }) => estimate(context, datasetId, config),
    'run.plan': (request) => planRun(context, request),
    'run.reproduce': async (request) => {
      const { runId, datasetId, ...told } = await reproduceRun(context, request);
      const jobId = jobs.start('training', { runId }, { title: request.name, datasetId, runId });
      updateRun(database, runId, { jobId });
      changed(runId);
      return { runId, jobId, ...told };
    },
    'run.start': async ({ datasetId, name, config, plan }) => {
      const runId = await createRun(context, { dataset: getDataset(database, datasetId), name, config, plan });
      const jobId = jobs.start('training', { runId }, { title: name, datasetId, runId });
      updateRun(database, runId, { jobId });
      changed(runId);
      return { runId, jobId };
    },
    'run.ensemble': async ({ runIds, name }) => {
      const runId = await createEnsemble(context, { runIds, name });
      const { datasetId } = getRun(database, runId);
      const jobId = jobs.start('training', { runId }, { title: name, datasetId, runId });
      updateRun(database, runId, { jobId });
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
    ...thresholdHandlers(context),
  };
}

const PATIENCE_MS = 5000;

async function estimate(context: CoreContext, datasetId: string, config: TrainConfig) {
  const { database, engines } = context;
  getDataset(database, datasetId);
  const train = photosOfSplit(database, datasetId, 'train');
  const valid = photosOfSplit(database, datasetId, 'valid');
  const { manifest } = await backboneToTrain(context.paths, config);
  const { tuning } = config;
  if (tuning !== null) {
    const counts = { train: train.length, valid: valid.length };
    return {
      trainCount: counts.train,
      validCount: counts.valid,
      // How many maps are there already only the engine knows once it looks: the most that it can take is told.
      toExtract: counts.train + counts.valid,
      ...tuningSeconds(tuningSpeeds(context, config, tuning), config, tuning, counts),
      diskBytes: mapBytes(manifest, tuning, counts.train),
    };
  }
  const hashes = [...new Set([...train, ...valid].map(({ sha256 }) => sha256))];
  const features = await frozenFeatures(context, config);
  const counted = engines.compute.call('cached', { photos: hashes, features }).then(({ cached }) => cached);
  // While the engine is busy with a long call its answer would come too late: then the most that it can take is told.
  const cached = await Promise.race([counted, wait(PATIENCE_MS, 0, { ref: false })]);
  counted.catch(() => undefined);
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
