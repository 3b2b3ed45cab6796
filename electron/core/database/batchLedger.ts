import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import { all, json, one, orNotFound, run } from './rows.ts';

const LedgerRow = z
  .object({
    id: z.int(),
    position: z.int(),
    path: z.string(),
    status: z.enum(['ok', 'error']),
    error_code: PhotoErrorCode.nullable(),
    error_message: z.string().nullable(),
    sha256: z.string().nullable(),
    size_bytes: z.int().nullable(),
    mtime_ms: z.number().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    position: row.position,
    path: row.path,
    status: row.status,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mtimeMs: row.mtime_ms,
  }));
export type BatchLedgerRow = z.output<typeof LedgerRow>;

/** What is done already, in the batch's order: at most `limit` rows from a position on. */
export function ledgerPage(db: DatabaseSync, batchId: string, fromPosition: number, limit: number): BatchLedgerRow[] {
  const sql = `SELECT id, position, path, status, error_code, error_message, sha256, size_bytes, mtime_ms FROM batch_rows
    WHERE batch_id = :batchId AND position >= :fromPosition ORDER BY position LIMIT :limit`;
  return all(db, LedgerRow, sql, { batchId, fromPosition, limit });
}

export interface LedgerChanges {
  /** Rows whose photo has another place now. */
  moved: { id: number; position: number }[];
  /** Rows whose photo has the same content at another time. */
  touched: { id: number; mtimeMs: number }[];
  removed: number[];
}

/** Call inside a transaction. */
export function changeLedger(db: DatabaseSync, { moved, touched, removed }: LedgerChanges): void {
  const remove = db.prepare('DELETE FROM batch_rows WHERE id = :id');
  for (const id of removed) remove.run({ id });
  const touch = db.prepare('UPDATE batch_rows SET mtime_ms = :mtimeMs WHERE id = :id');
  for (const { id, mtimeMs } of touched) touch.run({ id, mtimeMs });
  // A place is taken until its row has moved: all go out of the way first.
  const move = db.prepare('UPDATE batch_rows SET position = :position WHERE id = :id');
  for (const { id, position } of moved) move.run({ id, position: -1 - position });
  for (const { id, position } of moved) move.run({ id, position });
}

/** How many photos in this folder have a score. `prefix` is its path with the separator at the end. */
export function countScoredBelow(db: DatabaseSync, batchId: string, prefix: string): number {
  // Paths are compared by bytes: those that begin with the prefix come before the first text that is greater than all of them.
  const end = `${prefix}\u{10FFFF}`;
  const sql = `SELECT count(*) AS n FROM batch_rows
    WHERE batch_id = :batchId AND path >= :prefix AND path < :end AND status = 'ok'`;
  return one(db, z.object({ n: z.int() }), sql, { batchId, prefix, end })?.n ?? 0;
}

/** What a batch's rows are made with. Rows that were made otherwise may differ in their last digits, so they are never mixed. */
export const BatchManifest = z.object({
  /** Photos that the network sees at once; the last ones are filled up to it. */
  networkBatch: z.int().positive(),
  threads: z.int(),
  tensorflow: z.string(),
  oneDnn: z.boolean(),
  sharp: z.string(),
  vips: z.string(),
});
export type BatchManifest = z.infer<typeof BatchManifest>;

/** null before the first photo is scored. Throws NOT_FOUND. */
export function batchManifest(db: DatabaseSync, batchId: string): BatchManifest | null {
  const schema = z.object({ manifest: json(BatchManifest).nullable() });
  const row = one(db, schema, 'SELECT manifest FROM batches WHERE id = :batchId', { batchId });
  return orNotFound(row, 'batches', batchId).manifest;
}

export function setBatchManifest(db: DatabaseSync, batchId: string, manifest: BatchManifest): void {
  const text = JSON.stringify(manifest);
  run(db, 'UPDATE batches SET manifest = :text WHERE id = :batchId', { batchId, text });
}
