import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import { backboneToTrain } from '../backbones/trainable.ts';
import type { CoreContext } from '../context.ts';
import { photosToDivide } from '../database/crossValidationPhotos.ts';
import { crossValidationNamed, insertCrossValidation } from '../database/crossValidations.ts';
import { getDataset, getDatasetDetail } from '../database/datasets.ts';
import { isEvaluationNameTaken } from '../database/evaluations.ts';
import { refuseUntrainable } from '../training/createRun.ts';
import { runClasses } from '../training/runClasses.ts';
import { dividePhotos, divisionHash, foldPhotos, refuseUndividedClasses } from './foldPhotos.ts';

export interface NewCrossValidationRequest {
  datasetId: string;
  name: string;
  config: TrainConfig;
  folds: number;
  seed: number;
  sweepId: string | null;
}

/**
 * Refuses what cannot be trained in every fold before anything is written; then keeps the photos and their folds, so that a data set that changes
 * changes nothing. Returns its id. Throws ALREADY_EXISTS, NO_PHOTOS, ONE_CLASS, TOO_FEW_PHOTOS, BAD_INPUT, BACKBONE_MISSING.
 */
export async function createCrossValidation(context: CoreContext, request: NewCrossValidationRequest): Promise<string> {
  const { database } = context;
  const { datasetId, name, config, folds, seed, sweepId } = request;
  const dataset = getDataset(database, datasetId);
  refuseTakenCrossValidationName(context, name);
  const photos = photosToDivide(database, datasetId);
  refuseUntrainable({ train: photos, valid: photos });
  const divided = dividePhotos(photos, folds, seed);
  refuseUndividedClasses(divided, config);
  for (let fold = 0; fold < folds; fold += 1) refuseUntrainable(foldPhotos(divided, fold, config, seed));
  await backboneToTrain(context.paths, config);
  const id = context.newId();
  insertCrossValidation(
    database,
    {
      id,
      name,
      datasetId,
      datasetName: dataset.name,
      sweepId,
      config,
      recipe: recipeHash(config),
      classes: config.tuning === null ? [] : runClasses(config.tuning.target, photos),
      folds,
      seed,
      groupColumn: getDatasetDetail(database, datasetId).groupColumn,
      division: divisionHash(divided),
      createdAt: context.now().toISOString(),
    },
    divided,
  );
  return id;
}

/** Its scores will be an evaluation of that name, and no two of those have the same. */
export function refuseTakenCrossValidationName({ database }: CoreContext, name: string): void {
  const holder = crossValidationNamed(database, name);
  if (holder === null && !isEvaluationNameTaken(database, name)) return;
  throw new AppError('ALREADY_EXISTS', `A cross-validation, run or evaluation named "${name}" exists already.`, {
    details: { name, crossValidationId: holder?.id ?? null, remedy: 'Choose another name.' },
  });
}

/** What makes a recipe: every choice but the seed, the preset's name and whether event files are written. */
function recipeHash({ preset: _preset, seed: _seed, tensorBoard: _files, ...choices }: TrainConfig): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(choices)))
    .digest('hex');
}

/** The same value with the keys of its objects in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
