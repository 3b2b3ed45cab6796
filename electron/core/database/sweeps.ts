import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Sweep as SweepSchema } from '../../shared/schemas/crossValidation.ts';
import type { Sweep } from '../../shared/schemas/crossValidation.ts';
import { RunState } from '../../shared/schemas/run.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import type { SqlRow } from './rows.ts';
import { all, insert, json, one, orNotFound, update } from './rows.ts';

export interface NewSweep {
  id: string;
  name: string;
  datasetId: string;
  datasetName: string;
  folds: number;
  seed: number;
  minutes: number;
  recipes: { name: string; config: TrainConfig }[];
  createdAt: string;
}

const Request = SweepSchema.pick({ folds: true, seed: true, minutes: true });

/** In state `training`. */
export function insertSweep(db: DatabaseSync, added: NewSweep): void {
  const { folds, seed, minutes } = added;
  insert(db, 'sweeps', {
    id: added.id,
    name: added.name,
    dataset_id: added.datasetId,
    dataset_name: added.datasetName,
    request: JSON.stringify({ folds, seed, minutes }),
    recipes: JSON.stringify(added.recipes.map((recipe) => ({ ...recipe, crossValidationId: null }))),
    state: 'training',
    created_at: added.createdAt,
  });
}

export type SweepChanges = Partial<
  Pick<Sweep, 'state' | 'finishedAt' | 'jobId' | 'seconds' | 'error' | 'recipes' | 'minutes'>
>;

/** Throws NOT_FOUND. */
export function updateSweep(db: DatabaseSync, id: string, changes: SweepChanges): Sweep {
  const { state, finishedAt, jobId, seconds, error, recipes, minutes } = changes;
  const { folds, seed } = getSweep(db, id);
  const row: SqlRow = {
    ...(state !== undefined && { state }),
    ...(finishedAt !== undefined && { finished_at: finishedAt }),
    ...(jobId !== undefined && { job_id: jobId }),
    ...(seconds !== undefined && { seconds }),
    ...(error !== undefined && { error }),
    ...(recipes !== undefined && { recipes: JSON.stringify(recipes) }),
    ...(minutes !== undefined && { request: JSON.stringify({ folds, seed, minutes }) }),
  };
  update(db, 'sweeps', id, row);
  return getSweep(db, id);
}

const Row = z
  .object({
    id: z.string(),
    name: z.string(),
    dataset_id: z.string(),
    shown_dataset: z.string(),
    request: json(Request),
    recipes: json(SweepSchema.shape.recipes),
    state: RunState,
    created_at: z.string(),
    finished_at: z.string().nullable(),
    job_id: z.string().nullable(),
    seconds: z.number(),
    error: z.string().nullable(),
    unfinished: z.int(),
  })
  .transform((row): Sweep => ({
    id: row.id,
    name: row.name,
    datasetId: row.dataset_id,
    datasetName: row.shown_dataset,
    ...row.request,
    state: row.state,
    outOfTime:
      row.state === 'finished' &&
      (row.unfinished > 0 ||
        row.recipes.some(({ crossValidationId, error }) => crossValidationId === null && error === undefined)),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    jobId: row.job_id,
    seconds: row.seconds,
    error: row.error,
    recipes: row.recipes,
  }));

const select = `SELECT s.*, coalesce(d.name, s.dataset_name) AS shown_dataset,
  (SELECT count(*) FROM cross_validations WHERE sweep_id = s.id AND state = 'interrupted' AND removed = 0) AS unfinished
  FROM sweeps AS s LEFT JOIN datasets AS d ON d.id = s.dataset_id`;

/** Newest first; null: of every data set. */
export function listSweeps(db: DatabaseSync, datasetId: string | null): Sweep[] {
  const sql = `${select} WHERE :datasetId IS NULL OR s.dataset_id = :datasetId ORDER BY s.created_at DESC, s.rowid DESC`;
  return all(db, Row, sql, { datasetId });
}

/** Throws NOT_FOUND. */
export function getSweep(db: DatabaseSync, id: string): Sweep {
  return orNotFound(one(db, Row, `${select} WHERE s.id = :id`, { id }), 'sweeps', id);
}
