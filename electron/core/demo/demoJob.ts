import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { recommendedPreset } from '../../shared/presets.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { ClassMapping, Dataset } from '../../shared/schemas/dataset.ts';
import type { Run } from '../../shared/schemas/run.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { getDataset, isNameTaken, listDatasets } from '../database/datasets.ts';
import { listEvaluations } from '../database/evaluations.ts';
import { photosOfSplit } from '../database/photos.ts';
import { groupColumnOfRun, labelledSplit } from '../database/labelledSplit.ts';
import { listRuns } from '../database/runs.ts';
import { importDataset } from '../datasets/importDataset.ts';
import { evaluatePhotos } from '../evaluation/evaluatePhotos.ts';
import { scoringModel } from '../scoring/model.ts';
import { createRun } from '../training/createRun.ts';
import { endRun, trainRun } from '../training/trainingJob.ts';
import { SAMPLE_COUNTS, writeSample } from './writeSample.ts';

export const DemoParams = z.object({ datasetId: Id, train: z.boolean() });

export const SAMPLE_NAME = 'Sample (drawn)';
const SAMPLE_SEED = 7;
const SAMPLE_MAPPING: ClassMapping = { nevus: 'benign', seborrheic_keratosis: 'benign', melanoma: 'malignant' };

/**
 * The whole of the app on drawn photos: a data set, and when asked a run with its evaluation on the validation split. What an
 * earlier time left is used again, so asking twice makes no second copy, and a stopped demo goes on.
 */
export function demoJob(context: CoreContext): JobDefinition<typeof DemoParams> {
  return {
    params: DemoParams,
    resumable: true,
    async run(params, job) {
      const dataset = await sampleDataset(context, params.datasetId, job);
      job.link({ datasetId: dataset.id });
      if (!params.train) return;
      const run = await sampleRun(context, dataset, job);
      job.link({ runId: run.id });
      job.link({ evaluationId: await validationEvaluation(context, run, job) });
    },
    ended(_params, state, message) {
      const dataset = findSample(context);
      const left = listRuns(context.database, dataset?.id ?? null).find(
        (run) => isSampleRun(run) && run.state === 'training',
      );
      if (dataset !== null && left !== undefined) endRun(context, left.id, state, message);
    },
  };
}

/** The sample as it was imported; another data set of the same name is none. */
function findSample({ database, paths }: CoreContext): Dataset | null {
  return listDatasets(database).find(({ source }) => source === paths.sampleDir) ?? null;
}

async function sampleDataset(context: CoreContext, datasetId: string, job: JobHandle): Promise<Dataset> {
  const found = findSample(context);
  // Drawn again where a file is gone: the same seed gives the same bytes, so the data set stays right.
  if (found === null || !(await areAllThere(context, found.id))) await draw(context, job);
  if (found !== null) return found;
  await importDataset(
    context,
    {
      datasetId,
      source: context.paths.sampleDir,
      labelsCsv: null,
      columns: {},
      name: freeName(context, SAMPLE_NAME),
      mapping: SAMPLE_MAPPING,
      split: { kind: 'folder' },
      groupColumn: null,
    },
    job,
  );
  return getDataset(context.database, datasetId);
}

async function areAllThere({ database }: CoreContext, datasetId: string): Promise<boolean> {
  const paths = (['train', 'valid', 'test'] as const).flatMap((split) =>
    photosOfSplit(database, datasetId, split).map(({ path }) => path),
  );
  try {
    await Promise.all(paths.map((path) => stat(path)));
    return true;
  } catch {
    return false;
  }
}

async function draw({ paths, engines }: CoreContext, job: JobHandle): Promise<void> {
  await writeSample({
    dir: paths.sampleDir,
    seed: SAMPLE_SEED,
    counts: SAMPLE_COUNTS,
    signal: job.signal,
    report: (done, total) => job.report('drawing', done, total),
    encode: ({ widthPx, heightPx, rgb }, outPath) =>
      engines.images.call('encodeJpeg', { widthPx, heightPx, rgb: new Uint8Array(rgb), outPath }),
  });
}

function freeName({ database }: CoreContext, name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!isNameTaken(database, candidate)) return candidate;
  }
}

const isSampleRun = ({ name, config }: Run): boolean =>
  name.startsWith(SAMPLE_NAME) && JSON.stringify(config) === JSON.stringify(recommendedPreset);

/** A finished run of the same recipe, else one that was stopped, else a new one. */
async function sampleRun(context: CoreContext, dataset: Dataset, job: JobHandle): Promise<Run> {
  const { database } = context;
  const runs = listRuns(database, dataset.id).filter(isSampleRun);
  const finished = runs.find(({ state }) => state === 'finished');
  if (finished !== undefined) return finished;
  const stopped = runs.find(({ state }) => state !== 'training');
  const runId =
    stopped?.id ??
    (await createRun(context, { dataset, name: freeRunName(context, dataset.name), config: recommendedPreset }));
  job.link({ runId });
  return trainRun(context, runId, job, stopped === undefined ? 'fresh' : 'resume');
}

function freeRunName({ database }: CoreContext, name: string): string {
  const taken = new Set(listRuns(database).map((run) => run.name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/**
 * The figures of the validation photos, which training left, or once more where they are gone. The test split stays closed: a newcomer moves
 * the threshold first, and sees what opening does.
 */
async function validationEvaluation(context: CoreContext, run: Run, job: JobHandle): Promise<string> {
  const { database } = context;
  const stored = listEvaluations(database, run.id).find(
    ({ source, modelHash }) => source.kind === 'split' && source.split === 'valid' && modelHash === run.modelHash,
  );
  if (stored !== undefined) return stored.id;
  const evaluationId = context.newId();
  const model = await scoringModel(context, run);
  const photos = labelledSplit(database, run.id, 'valid');
  const groupColumn = groupColumnOfRun(database, run.id);
  const source = { kind: 'split', split: 'valid' } as const;
  await evaluatePhotos(context, { evaluationId, run, model, source, photos, groupColumn }, job);
  return evaluationId;
}
