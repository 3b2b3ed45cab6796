import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RunClass, RunEnvironment, RunState, TrainConfig } from '../../shared/schemas/run.ts';
import type { CrossValidation } from '../../shared/schemas/crossValidation.ts';
import { insertCrossValidationPhotos } from './crossValidationPhotos.ts';
import type { FoldedPhoto } from './crossValidationPhotos.ts';
import type { SqlRow } from './rows.ts';
import { all, insert, json, one, orNotFound, run, transaction, update } from './rows.ts';

export interface NewCrossValidation {
  id: string;
  name: string;
  datasetId: string;
  datasetName: string;
  sweepId: string | null;
  config: TrainConfig;
  /** Hash over what makes a recipe. */
  recipe: string;
  classes: RunClass[];
  folds: number;
  seed: number;
  groupColumn: string | null;
  division: string;
  createdAt: string;
}

/** In state `training`, with its photos in their order. */
export function insertCrossValidation(
  db: DatabaseSync,
  added: NewCrossValidation,
  photos: readonly FoldedPhoto[],
): void {
  transaction(db, () => {
    insert(db, 'cross_validations', {
      id: added.id,
      name: added.name,
      dataset_id: added.datasetId,
      dataset_name: added.datasetName,
      sweep_id: added.sweepId,
      config: JSON.stringify(added.config),
      recipe: added.recipe,
      classes: JSON.stringify(added.classes),
      folds: added.folds,
      seed: added.seed,
      group_column: added.groupColumn,
      division: added.division,
      state: 'training',
      created_at: added.createdAt,
    });
    insertCrossValidationPhotos(db, added.id, photos);
  });
}

export interface CrossValidationChanges {
  state?: RunState;
  finishedAt?: string | null;
  jobId?: string;
  evaluationId?: string | null;
  error?: string | null;
  environment?: RunEnvironment;
}

const columnOf: Record<keyof CrossValidationChanges, string> = {
  state: 'state',
  finishedAt: 'finished_at',
  jobId: 'job_id',
  evaluationId: 'evaluation_id',
  error: 'error',
  environment: 'environment',
};
const isChange = (name: string): name is keyof CrossValidationChanges => Object.hasOwn(columnOf, name);

/** Throws NOT_FOUND. */
export function updateCrossValidation(db: DatabaseSync, id: string, changes: CrossValidationChanges): CrossValidation {
  const row: SqlRow = {};
  for (const name of Object.keys(columnOf).filter(isChange)) {
    const value = changes[name];
    if (value !== undefined)
      row[columnOf[name]] = value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
  }
  update(db, 'cross_validations', id, row);
  return getCrossValidation(db, id);
}

const Row = z
  .object({
    id: z.string(),
    name: z.string(),
    dataset_id: z.string(),
    shown_dataset: z.string(),
    sweep_id: z.string().nullable(),
    config: json(TrainConfig),
    folds: z.int(),
    seed: z.int(),
    group_column: z.string().nullable(),
    division: z.string(),
    recipe: z.string(),
    state: RunState,
    created_at: z.string(),
    finished_at: z.string().nullable(),
    job_id: z.string().nullable(),
    evaluation_id: z.string().nullable(),
    done_folds: z.int(),
    photo_count: z.int(),
    malignant_count: z.int(),
    spent: z.number(),
    error: z.string().nullable(),
  })
  .transform((row): CrossValidation => ({
    id: row.id,
    name: row.name,
    datasetId: row.dataset_id,
    datasetName: row.shown_dataset,
    sweepId: row.sweep_id,
    config: row.config,
    folds: row.folds,
    seed: row.seed,
    groupColumn: row.group_column,
    division: row.division,
    recipe: row.recipe,
    state: row.state,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    jobId: row.job_id,
    evaluationId: row.evaluation_id,
    doneFolds: row.done_folds,
    photoCount: row.photo_count,
    malignantCount: row.malignant_count,
    seconds: row.spent,
    error: row.error,
  }));

/** The data set's present name while it exists, else the name it had. */
const select = `SELECT c.*, coalesce(d.name, c.dataset_name) AS shown_dataset,
  (SELECT count(*) FROM cross_validation_folds WHERE cross_validation_id = c.id) AS done_folds,
  (SELECT coalesce(sum(seconds), 0) FROM cross_validation_folds WHERE cross_validation_id = c.id) AS spent,
  (SELECT count(*) FROM cross_validation_photos WHERE cross_validation_id = c.id) AS photo_count,
  (SELECT coalesce(sum(label), 0) FROM cross_validation_photos WHERE cross_validation_id = c.id) AS malignant_count
  FROM cross_validations AS c LEFT JOIN datasets AS d ON d.id = c.dataset_id`;

/** Newest first, without removed ones; null: of every data set. */
export function listCrossValidations(db: DatabaseSync, datasetId: string | null = null): CrossValidation[] {
  const sql = `${select} WHERE c.removed = 0 AND (:datasetId IS NULL OR c.dataset_id = :datasetId)
    ORDER BY c.created_at DESC, c.rowid DESC`;
  return all(db, Row, sql, { datasetId });
}

/** Throws NOT_FOUND, also for a removed one. */
export function getCrossValidation(db: DatabaseSync, id: string): CrossValidation {
  return orNotFound(findCrossValidation(db, id), 'cross_validations', id);
}

/** null: there is none, or it was removed. */
export const findCrossValidation = (db: DatabaseSync, id: string): CrossValidation | null =>
  one(db, Row, `${select} WHERE c.id = :id AND c.removed = 0`, { id });

const DetailRow = z.object({
  classes: json(z.array(RunClass)),
  environment: json(RunEnvironment).nullable(),
});

/** Throws NOT_FOUND. */
export function crossValidationFacts(db: DatabaseSync, id: string): z.output<typeof DetailRow> {
  const sql = 'SELECT classes, environment FROM cross_validations WHERE id = :id';
  return orNotFound(one(db, DetailRow, sql, { id }), 'cross_validations', id);
}

/** The one of this name that is not removed. */
export function crossValidationNamed(db: DatabaseSync, name: string): CrossValidation | null {
  return one(db, Row, `${select} WHERE c.name = :name AND c.removed = 0`, { name });
}

/** Different recipes that gave at least one fold's scores on a data set, removed ones too. */
export function countRecipes(db: DatabaseSync, datasetId: string): number {
  const sql = `SELECT count(DISTINCT recipe) AS n FROM cross_validations AS c WHERE dataset_id = :datasetId
    AND (removed = 1 OR EXISTS (SELECT 1 FROM cross_validation_folds WHERE cross_validation_id = c.id))`;
  return one(db, z.object({ n: z.int() }), sql, { datasetId })?.n ?? 0;
}

/**
 * Photos, folds and scores go; that a recipe was tried stays on record where it gave a score. Its evaluation is the caller's. Throws
 * NOT_FOUND.
 */
export function removeCrossValidation(db: DatabaseSync, id: string): void {
  const { doneFolds } = getCrossValidation(db, id);
  transaction(db, () => {
    if (doneFolds === 0) {
      run(db, 'DELETE FROM cross_validations WHERE id = :id', { id });
      return;
    }
    for (const table of ['cross_validation_photos', 'cross_validation_folds']) {
      run(db, `DELETE FROM ${table} WHERE cross_validation_id = :id`, { id });
    }
    update(db, 'cross_validations', id, { removed: 1, evaluation_id: null });
  });
}
