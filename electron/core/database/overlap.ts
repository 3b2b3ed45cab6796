import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Overlap } from '../../shared/schemas/evaluation.ts';
import { json, one, update } from './rows.ts';

const OverlapRow = z.object({ train: z.int(), valid: z.int(), test: z.int(), seen_at: z.string().nullable() });

interface OfFolder {
  id: string;
  runId: string;
  createdAt: string;
}

const StoredOverlap = z.object({ overlap: json(Overlap).nullable() });

/**
 * What a run's evaluation of a folder shares with the run, as it was counted when it was stored: neither its rows nor the run's photos ever change, and what was seen
 * stays seen when the evaluation that showed it is removed. One of an older version is counted when it is first asked for.
 */
export function overlapOf(db: DatabaseSync, of: OfFolder): Overlap {
  const stored = one(db, StoredOverlap, 'SELECT overlap FROM evaluations WHERE id = :id', { id: of.id });
  return stored?.overlap ?? storeOverlap(db, of);
}

/** Counts it, once the evaluation stands with its rows. */
export function storeOverlap(db: DatabaseSync, of: OfFolder): Overlap {
  const overlap = countOverlap(db, of);
  update(db, 'evaluations', of.id, { overlap: JSON.stringify(overlap) });
  return overlap;
}

/**
 * What a run's evaluation of a folder shares with the run: photos are told by their content, since names and places of copies differ.
 * O(n log n) in the photos of both: lists of hashes stand in IN, as SQLite would join them row by row.
 */
function countOverlap(db: DatabaseSync, { id, runId, createdAt }: OfFolder): Overlap {
  const shared = (split: string): string => `(SELECT count(*) FROM evaluation_rows
    WHERE evaluation_id = :id AND status = 'ok'
      AND sha256 IN (SELECT sha256 FROM run_photos WHERE run_id = :runId AND split = '${split}'))`;
  const sql = `SELECT ${shared('train')} AS train, ${shared('valid')} AS valid, ${shared('test')} AS test,
    (SELECT min(created_at) FROM evaluations
      WHERE run_id = :runId AND json_extract(source, '$.kind') = 'folder' AND id IN (
        SELECT evaluation_id FROM evaluation_rows WHERE +status = 'ok' AND sha256 IN (
          SELECT sha256 FROM evaluation_rows WHERE evaluation_id = :id AND status = 'ok'))) AS seen_at`;
  const row = one(db, OverlapRow, sql, { id, runId });
  const { seen_at: seenAt = null, ...counts } = row ?? { train: 0, valid: 0, test: 0 };
  return { ...counts, seenAt: seenAt ?? createdAt };
}
