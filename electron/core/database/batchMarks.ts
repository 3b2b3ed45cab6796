import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { RowSelection } from '../../shared/schemas/scoring.ts';
import { BatchMark } from '../../shared/schemas/scoring.ts';
import { selectedIds } from './batchRowOrder.ts';
import { marksChanged } from './marksVersion.ts';
import { all, notFound, one, orNotFound, parseRowId, run, transaction } from './rows.ts';

/** What stood before an act on marks, photo by photo. */
export type MarksBefore = { path: string; mark: BatchMark | null }[];

const MarkedPath = z.object({ path: z.string(), mark: BatchMark.nullable() });

/** Gives all selected rows the same mark, or none; returns what stood before on those that it changes. Throws NOT_FOUND. */
export function markRows(
  db: DatabaseSync,
  request: { batchId: string; selection: RowSelection; mark: BatchMark | null; at: string },
): MarksBefore {
  const { batchId, selection, mark, at } = request;
  const ids = JSON.stringify(selectedIds(db, batchId, selection));
  return transaction(db, () => {
    const before = all(
      db,
      MarkedPath,
      `SELECT DISTINCT r.path, m.mark FROM json_each(:ids) AS chosen JOIN batch_rows AS r ON r.id = chosen.value
       LEFT JOIN batch_marks AS m ON m.batch_id = r.batch_id AND m.path = r.path
       WHERE r.batch_id = :batchId AND m.mark IS NOT :mark`,
      { ids, batchId, mark },
    );
    setMarks(
      db,
      batchId,
      before.map(({ path }) => ({ path, mark })),
      at,
    );
    return before;
  });
}

/** Gives each path its own mark, or none. */
export function setMarks(db: DatabaseSync, batchId: string, marks: MarksBefore, at: string): void {
  transaction(db, () => {
    const set =
      db.prepare(`INSERT INTO batch_marks (batch_id, path, mark, marked_at) VALUES (:batchId, :path, :mark, :at)
      ON CONFLICT (batch_id, path) DO UPDATE SET mark = excluded.mark, marked_at = excluded.marked_at`);
    for (const { path, mark } of marks) set.run({ batchId, path, mark, at });
    dropEmpty(db, batchId);
  });
  marksChanged(db);
}

const NotedRow = z.object({ path: z.string(), note: z.string().nullable() });

/** Returns the note that stood before. Throws NOT_FOUND. */
export function setNote(
  db: DatabaseSync,
  { batchId, rowId, note, at }: { batchId: string; rowId: string; note: string; at: string },
): string {
  const key = parseRowId(rowId);
  if (key === null) throw notFound('batch_rows', rowId);
  const sql = `SELECT r.path, m.note FROM batch_rows AS r LEFT JOIN batch_marks AS m ON m.batch_id = r.batch_id AND m.path = r.path
    WHERE r.id = :key AND r.batch_id = :batchId`;
  const { path, note: before } = orNotFound(one(db, NotedRow, sql, { key, batchId }), 'batch_rows', rowId);
  transaction(db, () => {
    run(
      db,
      `INSERT INTO batch_marks (batch_id, path, note, marked_at) VALUES (:batchId, :path, :note, :at)
       ON CONFLICT (batch_id, path) DO UPDATE SET note = excluded.note, marked_at = excluded.marked_at`,
      { batchId, path, note, at },
    );
    dropEmpty(db, batchId);
  });
  marksChanged(db);
  return before ?? '';
}

const dropEmpty = (db: DatabaseSync, batchId: string): number =>
  run(db, "DELETE FROM batch_marks WHERE batch_id = :batchId AND mark IS NULL AND note = ''", { batchId });
