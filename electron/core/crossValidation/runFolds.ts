import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { CrossValidation } from '../../shared/schemas/crossValidation.ts';
import type { RunClass } from '../../shared/schemas/run.ts';
import type { JobPart } from '../../shared/schemas/job.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import { crossValidationPhotos, storedFolds, storeFold } from '../database/crossValidationPhotos.ts';
import type { OutOfFoldPhoto } from '../database/crossValidationPhotos.ts';
import { crossValidationFacts, getCrossValidation, updateCrossValidation } from '../database/crossValidations.ts';
import { insertEvaluation } from '../database/evaluations.ts';
import { transaction } from '../database/rows.ts';
import { freeEvaluationName } from '../evaluation/ownThreshold.ts';
import { runDirOf } from '../scoring/model.ts';
import { scorePhotos } from '../scoring/scorePhotos.ts';
import { runEnvironment } from '../training/environment.ts';
import { fitModel } from '../training/fitModel.ts';
import type { Fitted } from '../training/fitModel.ts';
import { foldPhotos } from './foldPhotos.ts';

/** What the models of a cross-validation leave on the disk while they are trained. */
const workDirOf = (context: CoreContext, id: string): string => runDirOf(context, id);

export const removeWork = (context: CoreContext, id: string): Promise<void> =>
  rm(workDirOf(context, id), { recursive: true, force: true });

/** What a job tells of its progress, with the recipe that it is at where it tries several. */
export type FoldsJob = Pick<JobHandle, 'signal' | 'report'> & { id: string; parts?: readonly JobPart[] };

/**
 * The folds that are not done yet, one after the other, then the evaluation. A fold is stored with all its scores or not at all; one that was stopped
 * goes on from its checkpoint. The models are deleted once they have scored; features and maps of photos are shared by all folds. `mayGoOn` is asked
 * between folds; returns whether all are done.
 */
export async function runFolds(
  context: CoreContext,
  id: string,
  job: FoldsJob,
  mayGoOn: () => boolean = () => true,
): Promise<boolean> {
  const { database, emit } = context;
  const changes = { state: 'training', error: null, finishedAt: null, jobId: job.id } as const;
  const validation = updateCrossValidation(database, id, changes);
  emit('data.changed', { kind: 'crossValidation', id });
  if (crossValidationFacts(database, id).environment === null) {
    const environment = await runEnvironment(context.engines.compute, job.signal);
    updateCrossValidation(database, id, { environment });
  }
  const photos = crossValidationPhotos(database, id);
  const done = new Set(storedFolds(database, id).map(({ fold }) => fold));
  for (let fold = 0; fold < validation.folds; fold += 1) {
    if (done.has(fold)) continue;
    if (!mayGoOn()) return false;
    await runFold(context, validation, photos, fold, job);
    emit('data.changed', { kind: 'crossValidation', id });
  }
  storeEvaluation(context, id);
  await removeWork(context, id);
  return true;
}

async function runFold(
  context: CoreContext,
  validation: CrossValidation,
  photos: readonly OutOfFoldPhoto[],
  fold: number,
  job: FoldsJob,
): Promise<void> {
  const { config, folds, seed } = validation;
  const startedMs = context.now().getTime();
  const dir = join(workDirOf(context, validation.id), `fold${fold + 1}`);
  const { train, valid, heldOut } = foldPhotos(photos, fold, config, seed);
  const own = [...(job.parts ?? []), { name: 'fold', at: fold + 1, of: folds } as const];
  const told: Pick<JobHandle, 'signal' | 'report'> = {
    signal: job.signal,
    report: (phase, done, total, parts = [], memoryBytes) =>
      job.report(phase, done, total, [...own, ...parts], memoryBytes),
  };
  const fit = (): Promise<Fitted<OutOfFoldPhoto>> =>
    fitModel(
      context,
      { config, photos: { train, valid }, runDir: dir, tensorBoardDir: null, resume: existsSync(dir) },
      { job: told },
    );
  const { prepared, result, model } = await fit().catch(async (thrown: unknown) => {
    if (!(thrown instanceof AppError) || thrown.code !== 'NOT_RESUMABLE') throw thrown;
    // What could be read then cannot be read now, or the other way round: this fold begins anew.
    await rm(dir, { recursive: true, force: true });
    return fit();
  });
  // Features by a network that is gone in a moment are of no use to anybody.
  const scorer = config.tuning === null ? model : { ...model, features: { ...model.features, cacheDir: null } };
  told.report('scoring', 0, heldOut.length);
  const scores = await scorePhotos(
    context.engines.compute,
    scorer,
    heldOut.map(({ path, sha256 }) => ({ path, sha256 })),
    { signal: job.signal, onProgress: (done) => told.report('scoring', done, heldOut.length) },
  );
  const { classes } = crossValidationFacts(context.database, validation.id);
  const inOrder = (own: readonly number[] | undefined): number[] | null =>
    own === undefined ? null : ofAllClasses(own, prepared.classes, classes);
  const rows = heldOut.map(({ position, path }, index) => {
    const scored = scores[index];
    if (scored === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
    return scored.status === 'ok'
      ? { position, score: scored.score, classes: inOrder(scored.classes), error: null }
      : { position, score: null, classes: null, error: { code: scored.code, message: scored.message } };
  });
  const heldOutPaths = new Set(heldOut.map(({ path }) => path));
  storeFold(
    context.database,
    validation.id,
    {
      fold,
      modelHash: result.modelHash,
      bestEpoch: result.bestEpoch,
      trainCount: prepared.train.length,
      validCount: valid === heldOut ? 0 : prepared.valid.length,
      unreadable: prepared.unreadable.filter(({ path }) => !heldOutPaths.has(path)),
      seconds: (context.now().getTime() - startedMs) / 1000,
    },
    rows,
  );
  await rm(dir, { recursive: true, force: true });
}

/** A class of which no photo could be read in a fold has no probability there. */
const ofAllClasses = (own: readonly number[], known: readonly RunClass[], all: readonly RunClass[]): number[] =>
  all.map(({ name, malignant }) => {
    const place = known.findIndex((other) => other.name === name && other.malignant === malignant);
    return own[place] ?? 0;
  });

/** The end of it: all scores as one evaluation, which the Results screen opens as any other. Throws NO_PHOTOS when there is no score at all. */
export function storeEvaluation(context: CoreContext, id: string): void {
  const { database, emit } = context;
  const validation = getCrossValidation(database, id);
  const photos = crossValidationPhotos(database, id);
  if (photos.every(({ score }) => score === null)) {
    throw new AppError('NO_PHOTOS', `There is no readable photo in "${validation.datasetName}".`, {
      details: { datasetId: validation.datasetId },
    });
  }
  const { classes } = crossValidationFacts(database, id);
  const createdAt = context.now().toISOString();
  const evaluationId = context.newId();
  transaction(database, () => {
    insertEvaluation(
      database,
      {
        id: evaluationId,
        runId: null,
        modelHash: null,
        name: freeEvaluationName(database, validation.name),
        origin: { kind: 'crossValidation', crossValidationId: id },
        source: { kind: 'outOfFold', datasetId: validation.datasetId, folds: validation.folds },
        createdAt,
        groupColumn: validation.groupColumn,
        threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
        classes,
      },
      photos.map(({ position: _position, fold: _fold, ...row }) => row),
    );
    updateCrossValidation(database, id, { state: 'finished', finishedAt: createdAt, evaluationId });
  });
  emit('data.changed', { kind: 'evaluation', id: evaluationId });
  emit('data.changed', { kind: 'crossValidation', id });
}
