import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { assertNever, PhotoErrorCode } from '../../shared/errors.ts';
import type { ScoredRow } from '../../shared/schemas/scoring.ts';
import type { BatchQuery, BatchRow } from '../../shared/schemas/scoring.ts';
import { batchModelHash, getBatch } from './batches.ts';
import type { StoredScore } from './scoredRow.ts';
import { ScoreColumns, scoredRow, storedScoreColumns } from './scoredRow.ts';
import type { SqlRow } from './rows.ts';
import { all, each, insertMany, notFound, one, orNotFound, parseRowId, rowId, run, searchForm } from './rows.ts';

export interface NewBatchRow extends StoredScore {
  /** Place in the batch's order, from 0. */
  position: number;
  sizeBytes: number | null;
  mtimeMs: number | null;
}

/** Adds rows, or overwrites those at the same positions (a photo that is scored again). Call inside a transaction. */
export function insertBatchRows(db: DatabaseSync, batchId: string, rows: readonly NewBatchRow[]): void {
  insertMany(
    db,
    'batch_rows',
    rows.map((row) => ({
      batch_id: batchId,
      position: row.position,
      search_text: searchForm(row.path),
      size_bytes: row.sizeBytes,
      mtime_ms: row.mtimeMs,
      ...storedScoreColumns(row),
    })),
    { orReplace: true },
  );
}

const StoredBatchRow = ScoreColumns.extend({ id: rowId, position: z.int() });
type StoredBatchRow = z.output<typeof StoredBatchRow>;
const columns = 'id, position, path, sha256, score, label, status, error_code, error_message';

/** Whose scores they are, as every row says. */
function scoredBy(db: DatabaseSync, batchId: string): { runId: string; modelHash: string; threshold: number } {
  const { runId, threshold } = getBatch(db, batchId);
  return { runId, threshold, modelHash: batchModelHash(db, batchId) };
}

/** One page, sorted and filtered in SQL. Throws NOT_FOUND. */
export function listBatchRows(db: DatabaseSync, query: BatchQuery): { total: number; rows: BatchRow[] } {
  const by = scoredBy(db, query.batchId);
  const { where, bound } = conditions(query);
  const direction = query.descending ? 'DESC' : 'ASC';
  const order =
    query.sort === 'position' ? `position ${direction}` : `${query.sort} ${direction}, position ${direction}`;
  const total = one(db, z.object({ n: z.int() }), `SELECT count(*) AS n FROM batch_rows WHERE ${where}`, bound)?.n ?? 0;
  const rows = all(
    db,
    StoredBatchRow,
    `SELECT ${columns} FROM batch_rows WHERE ${where} ORDER BY ${order} LIMIT :limit OFFSET :offset`,
    { ...bound, limit: query.limit, offset: query.offset },
  );
  return { total, rows: rows.map((row) => ({ id: row.id, position: row.position, row: scoredRow(row, by) })) };
}

function conditions(query: BatchQuery): { where: string; bound: SqlRow } {
  const terms = ['batch_id = :batchId'];
  const bound: SqlRow = { batchId: query.batchId };
  switch (query.filter) {
    case 'all':
      break;
    case 'error':
      terms.push("status = 'error'");
      break;
    case 'benign':
    case 'malignant':
      terms.push('label = :label');
      bound['label'] = query.filter;
      break;
    default:
      assertNever(query.filter);
  }
  const search = searchForm(query.search.trim());
  if (search !== '') {
    terms.push('instr(search_text, :search) > 0');
    bound['search'] = search;
  }
  return { where: terms.join(' AND '), bound };
}

/** Every row in the batch's order, one by one: for files of any length. Throws NOT_FOUND. */
export function* eachScoredRow(db: DatabaseSync, batchId: string): Generator<ScoredRow> {
  const by = scoredBy(db, batchId);
  const sql = `SELECT ${columns} FROM batch_rows WHERE batch_id = :batchId ORDER BY position`;
  for (const row of each(db, StoredBatchRow, sql, { batchId })) yield scoredRow(row, by);
}

const LedgerRow = z
  .object({
    position: z.int(),
    path: z.string(),
    status: z.enum(['ok', 'error']),
    error_code: PhotoErrorCode.nullable(),
    sha256: z.string().nullable(),
    size_bytes: z.int().nullable(),
    mtime_ms: z.number().nullable(),
  })
  .transform((row) => ({
    position: row.position,
    path: row.path,
    status: row.status,
    errorCode: row.error_code,
    sha256: row.sha256,
    sizeBytes: row.size_bytes,
    mtimeMs: row.mtime_ms,
  }));
export type BatchLedgerRow = z.output<typeof LedgerRow>;

/** What is done already, for a batch that goes on, in the batch's order. */
export function batchLedger(db: DatabaseSync, batchId: string): BatchLedgerRow[] {
  const sql = `SELECT position, path, status, error_code, sha256, size_bytes, mtime_ms FROM batch_rows
    WHERE batch_id = :batchId ORDER BY position`;
  return all(db, LedgerRow, sql, { batchId });
}

/** For a batch whose list of photos changed: from the first place at which it did. */
export function deleteBatchRows(db: DatabaseSync, batchId: string, fromPosition = 0): void {
  run(db, 'DELETE FROM batch_rows WHERE batch_id = :batchId AND position >= :fromPosition', { batchId, fromPosition });
}

const PictureRow = z.object({ path: z.string(), sha256: z.string().nullable() });

/** What a row's picture is made from. Throws NOT_FOUND. */
export function batchRowPicture(db: DatabaseSync, id: string): z.output<typeof PictureRow> {
  const key = parseRowId(id);
  if (key === null) throw notFound('batch_rows', id);
  const row = one(db, PictureRow, 'SELECT path, sha256 FROM batch_rows WHERE id = :key', { key });
  return orNotFound(row, 'batch_rows', id);
}
