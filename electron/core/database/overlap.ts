import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Split } from '../../shared/schemas/common.ts';
import type { Overlap } from '../../shared/schemas/evaluation.ts';
import { all, one } from './rows.ts';

const SharedRow = z.object({ split: Split, photos: z.int() });
const SeenRow = z.object({ seen_at: z.string().nullable() });

/** What a run's evaluation of a folder shares with the run: photos are told by their content, since names and places of copies differ. */
export function overlapOf(
  db: DatabaseSync,
  { id, runId, createdAt }: { id: string; runId: string; createdAt: string },
): Overlap {
  const shared = `SELECT p.split, count(DISTINCT w.id) AS photos FROM evaluation_rows AS w
    JOIN run_photos AS p ON p.run_id = :runId AND p.sha256 = w.sha256
    WHERE w.evaluation_id = :id AND w.status = 'ok' GROUP BY p.split`;
  const counts = { train: 0, valid: 0, test: 0 };
  for (const { split, photos } of all(db, SharedRow, shared, { id, runId })) counts[split] = photos;
  const seen = `SELECT min(o.created_at) AS seen_at FROM evaluations AS o
    WHERE o.run_id = :runId AND json_extract(o.source, '$.kind') = 'folder' AND EXISTS (SELECT 1 FROM evaluation_rows AS w
      JOIN evaluation_rows AS v ON v.sha256 = w.sha256 AND v.evaluation_id = o.id AND v.status = 'ok'
      WHERE w.evaluation_id = :id AND w.status = 'ok')`;
  return { ...counts, seenAt: one(db, SeenRow, seen, { id, runId })?.seen_at ?? createdAt };
}
