import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { photoPlace } from './batchTransfers.ts';
import { all, notFound, one, orNotFound, parseRowId } from './rows.ts';

/** A row of an evaluation or a prediction, as far as its explanation needs it. */
export interface ScoredPhoto {
  path: string;
  sha256: string | null;
  /** null: the photo could not be scored. */
  score: number | null;
  /** null: the score was not made by a run of this data folder. */
  runId: string | null;
  modelHash: string | null;
  /** Of a row of an evaluation. */
  evaluationId: string | null;
}

const ScoredRecord = z
  .object({
    path: z.string(),
    sha256: z.string().nullable(),
    score: z.number().nullable(),
    run_id: z.string().nullable(),
    model_hash: z.string().nullable(),
    evaluation_id: z.string().nullable(),
  })
  .transform((row): ScoredPhoto => ({
    path: row.path,
    sha256: row.sha256,
    score: row.score,
    runId: row.run_id,
    modelHash: row.model_hash,
    evaluationId: row.evaluation_id,
  }));

/** Throws NOT_FOUND. */
export function scoredEvaluationRow(db: DatabaseSync, id: string): ScoredPhoto {
  const key = parseRowId(id);
  if (key === null) throw notFound('evaluation_rows', id);
  const sql = `SELECT w.path, w.sha256, w.score, e.run_id, e.model_hash, w.evaluation_id
    FROM evaluation_rows AS w JOIN evaluations AS e ON e.id = w.evaluation_id WHERE w.id = :key`;
  return orNotFound(one(db, ScoredRecord, sql, { key }), 'evaluation_rows', id);
}

/** Throws NOT_FOUND. */
export function scoredPrediction(db: DatabaseSync, id: string): ScoredPhoto {
  const sql = `SELECT path, sha256, score, run_id, model_hash, NULL AS evaluation_id FROM predictions WHERE id = :id`;
  return orNotFound(one(db, ScoredRecord, sql, { id }), 'predictions', id);
}

/** Where a move has taken the photo, if one has. Throws NOT_FOUND. */
export function scoredBatchRow(db: DatabaseSync, id: string): ScoredPhoto {
  const key = parseRowId(id);
  if (key === null) throw notFound('batch_rows', id);
  const sql = `SELECT ${photoPlace('r')} AS path, r.sha256, r.score, b.run_id, b.model_hash, NULL AS evaluation_id
    FROM batch_rows AS r JOIN batches AS b ON b.id = r.batch_id WHERE r.id = :key`;
  return orNotFound(one(db, ScoredRecord, sql, { key }), 'batch_rows', id);
}

/** A photo that a run was trained on, with its place in the run's list. */
export interface TrainingPhoto {
  position: number;
  path: string;
  sha256: string;
  label: 0 | 1;
  className: string;
}

const TrainingRecord = z
  .object({
    position: z.int(),
    path: z.string(),
    sha256: z.string(),
    label: z.union([z.literal(0), z.literal(1)]),
    class_name: z.string(),
  })
  .transform((row): TrainingPhoto => {
    return { position: row.position, path: row.path, sha256: row.sha256, label: row.label, className: row.class_name };
  });

/** In the run's order. */
export function trainingPhotos(db: DatabaseSync, runId: string): TrainingPhoto[] {
  const sql = `SELECT position, path, sha256, label, class_name FROM run_photos
    WHERE run_id = :runId AND split = 'train' ORDER BY position`;
  return all(db, TrainingRecord, sql, { runId });
}

/** A photo of a run in addresses of pictures; `runPhotoPicture` reads it. */
export const runPhotoId = (runId: string, position: number): string => `${runId}/${position}`;

const PictureRow = z.object({ path: z.string(), sha256: z.string() });

/** What the picture of `<runId>/<position>` is made from. Throws NOT_FOUND. */
export function runPhotoPicture(db: DatabaseSync, id: string): z.output<typeof PictureRow> {
  const [, runId, digits] = /^(.+)\/(0|[1-9][0-9]{0,8})$/.exec(id) ?? [];
  if (runId === undefined || digits === undefined) throw notFound('run_photos', id);
  const sql = 'SELECT path, sha256 FROM run_photos WHERE run_id = :runId AND position = :position';
  return orNotFound(one(db, PictureRow, sql, { runId, position: Number(digits) }), 'run_photos', id);
}
