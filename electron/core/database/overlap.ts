import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Overlap } from '../../shared/schemas/evaluation.ts';
import { one } from './rows.ts';

const OverlapRow = z.object({ train: z.int(), valid: z.int(), test: z.int(), seen_at: z.string().nullable() });

/**
 * What a run's evaluation of a folder shares with the run: photos are told by their content, since names and places of copies differ.
 * O(n log n) in the photos of both: lists of hashes stand in IN, as SQLite would join them row by row.
 */
export function overlapOf(
  db: DatabaseSync,
  { id, runId, createdAt }: { id: string; runId: string; createdAt: string },
): Overlap {
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
