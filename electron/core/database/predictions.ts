import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Prediction } from '../../shared/schemas/scoring.ts';
import type { StoredScore } from './scoredRow.ts';
import { ScoreColumns, scoredRow, storedScoreColumns } from './scoredRow.ts';
import { all, insert, one, orNotFound } from './rows.ts';

export interface NewPrediction extends StoredScore {
  id: string;
  runId: string;
  createdAt: string;
  threshold: number;
  modelHash: string;
  widthPx: number | null;
  heightPx: number | null;
}

export function insertPrediction(db: DatabaseSync, added: NewPrediction): Prediction {
  insert(db, 'predictions', {
    id: added.id,
    run_id: added.runId,
    created_at: added.createdAt,
    threshold: added.threshold,
    model_hash: added.modelHash,
    width_px: added.widthPx,
    height_px: added.heightPx,
    ...storedScoreColumns(added),
  });
  return getPrediction(db, added.id);
}

const PredictionRow = ScoreColumns.extend({
  id: z.string(),
  run_id: z.string(),
  run_name: z.string(),
  created_at: z.string(),
  threshold: z.number(),
  model_hash: z.string(),
  width_px: z.int().nullable(),
  height_px: z.int().nullable(),
}).transform((row): Prediction => {
  return {
    id: row.id,
    runId: row.run_id,
    runName: row.run_name,
    row: scoredRow(row, { runId: row.run_id, modelHash: row.model_hash, threshold: row.threshold }),
    errorCode: row.error_code,
    widthPx: row.width_px,
    heightPx: row.height_px,
    createdAt: row.created_at,
  };
});
const selectPrediction = 'SELECT p.*, r.name AS run_name FROM predictions AS p JOIN runs AS r ON r.id = p.run_id';

/** Newest first. */
export function listPredictions(db: DatabaseSync, limit: number): Prediction[] {
  return all(db, PredictionRow, `${selectPrediction} ORDER BY p.created_at DESC, p.rowid DESC LIMIT :limit`, { limit });
}

/** Throws NOT_FOUND. */
export function getPrediction(db: DatabaseSync, id: string): Prediction {
  return orNotFound(one(db, PredictionRow, `${selectPrediction} WHERE p.id = :id`, { id }), 'predictions', id);
}

const PictureRow = z.object({ path: z.string(), sha256: z.string().nullable() });

/** What its picture is made from. Throws NOT_FOUND. */
export function predictionPicture(db: DatabaseSync, id: string): z.output<typeof PictureRow> {
  return orNotFound(
    one(db, PictureRow, 'SELECT path, sha256 FROM predictions WHERE id = :id', { id }),
    'predictions',
    id,
  );
}
