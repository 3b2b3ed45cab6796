import { join, relative } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { Split } from '../../shared/schemas/common.ts';
import type { Dataset } from '../../shared/schemas/dataset.ts';
import { notesFor } from '../../shared/runNotes.ts';
import type { RunPlan, TrainConfig } from '../../shared/schemas/run.ts';
import { backboneToTrain } from '../backbones/trainable.ts';
import type { CoreContext } from '../context.ts';
import { photosOfSplit } from '../database/photos.ts';
import type { RunPhoto } from '../database/runs.ts';
import { insertRun, listRuns } from '../database/runs.ts';
import { runDirOf } from '../scoring/model.ts';
import { headParameters, layersOf } from './layers.ts';
import { classIndexes, runClasses } from './runClasses.ts';

export interface NewRunRequest {
  dataset: Dataset;
  name: string;
  config: TrainConfig;
  /** What its choices were fitted to; absent: nothing. */
  plan?: RunPlan | null;
  /** Absent: all of the data set, as they are in its splits. */
  photos?: RunPhoto[];
}

/**
 * Refuses what cannot become a classifier before anything is written; then freezes the photos that the run is about, all splits of
 * them, so that its figures stay what they are when the data set changes. Returns the run's id.
 */
export async function createRun(context: CoreContext, request: NewRunRequest): Promise<string> {
  const { database, paths } = context;
  const { dataset, name, config, plan = null, photos = photosOf(context, dataset.id) } = request;
  refuseTakenRunName(context, name, null);
  const train = photos.filter(({ split }) => split === 'train');
  const valid = photos.filter(({ split }) => split === 'valid');
  refuseUntrainable({ train, valid });
  const classes = config.tuning === null ? [] : runClasses(config.tuning.target, train);
  classIndexes(classes, valid);
  const { manifest } = await backboneToTrain(paths, config);
  const id = context.newId();
  const tensorBoardDir = join(runDirOf(context, id), 'tensorboard');
  insertRun(
    database,
    {
      id,
      name,
      datasetId: dataset.id,
      datasetName: dataset.name,
      config,
      createdAt: context.now().toISOString(),
      trainableParameters: headParameters(manifest),
      frozenParameters: manifest.parameterCount,
      backboneGraphSha256: manifest.graphSha256,
      layers: layersOf(manifest),
      tensorBoardDir: config.tensorBoard ? relative(paths.dataDir, tensorBoardDir) : null,
      jobId: null,
      classes,
      notes: notesFor(config, { train: train.length, valid: valid.length, classes: classes.length }, plan),
    },
    photos,
  );
  return id;
}

const photosOf = ({ database }: CoreContext, datasetId: string): RunPhoto[] =>
  Split.options.flatMap((split) =>
    photosOfSplit(database, datasetId, split).map(({ path, sha256, label, className }): RunPhoto => ({
      split,
      path,
      sha256,
      label,
      className,
    })),
  );

/** A run is asked for by its name on the command line, so no two have the same. */
export function refuseTakenRunName({ database }: CoreContext, name: string, exceptId: string | null): void {
  const holder = listRuns(database).find((run) => run.name === name && run.id !== exceptId);
  if (holder === undefined) return;
  throw new AppError('ALREADY_EXISTS', `A run named "${name}" exists already.`, {
    details: { name, runId: holder.id, state: holder.state, remedy: 'Choose another name for the new run.' },
  });
}

/** Training needs both classes, and photos to check with. Fails with ONE_CLASS or NO_PHOTOS. */
export function refuseUntrainable({ train, valid }: { train: { label: 0 | 1 }[]; valid: { label: 0 | 1 }[] }): void {
  for (const [label, name] of [[0, 'benign'] as const, [1, 'malignant'] as const]) {
    if (train.some((photo) => photo.label === label)) continue;
    throw new AppError('ONE_CLASS', `The training split has no ${name} photo: it needs both classes.`, {
      details: { split: 'train', label: name },
    });
  }
  if (valid.length === 0) {
    throw new AppError('NO_PHOTOS', 'The data set has no validation photos: the best epoch could not be chosen.', {
      details: {
        split: 'valid',
        remedy: 'Import the photos again with a validation split, for example with --split random.',
      },
    });
  }
}
