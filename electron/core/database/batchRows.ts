import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { assertNever, PhotoErrorCode } from '../../shared/errors.ts';
import { BatchMark, QualityCode } from '../../shared/schemas/scoring.ts';
import type { BatchFilter, BatchQuery, BatchRow, RowExtras, ScoredRow } from '../../shared/schemas/scoring.ts';
import { batchModelHash, getBatch } from './batches.ts';
import type { StoredScore } from './scoredRow.ts';
import { ScoreColumns, scoredRow, storedScoreColumns } from './scoredRow.ts';
import type { SqlRow } from './rows.ts';
import { all, each, insertMany, json, notFound, one, orNotFound, parseRowId, rowId, run, searchForm } from './rows.ts';

/** Of a photo that could not be read. */
export const noExtras: RowExtras = { calibrated: null, quality: [], unlike: null, takenAt: null, metadata: {} };

export interface NewBatchRow extends StoredScore {
  extras: RowExtras;
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
      ...extraColumns(row.extras),
      ...storedScoreColumns(row),
    })),
    { orReplace: true },
  );
}

/** No warning is NULL, which the index of flagged rows leaves out. */
const extraColumns = ({ calibrated, quality, unlike, takenAt, metadata }: RowExtras): SqlRow => ({
  calibrated,
  quality: quality.length > 0 ? JSON.stringify(quality) : null,
  unlike: unlike === null ? null : Number(unlike),
  taken_at: takenAt,
  metadata: JSON.stringify(metadata),
});

const ExtraColumns = z.object({
  calibrated: z.number().nullable(),
  quality: json(z.array(QualityCode)).nullable(),
  unlike: z.int().nullable(),
  taken_at: z.string().nullable(),
  metadata: json(z.record(z.string(), z.string())),
});

function extrasOf(columns: z.output<typeof ExtraColumns>): RowExtras {
  const { calibrated, quality, unlike, taken_at: takenAt, metadata } = columns;
  return { calibrated, quality: quality ?? [], unlike: unlike === null ? null : unlike === 1, takenAt, metadata };
}

const ListedRow = ScoreColumns.extend(ExtraColumns.shape).extend({
  id: rowId,
  position: z.int(),
  mark: BatchMark.nullable(),
  note: z.string().nullable(),
});
const scoreColumns = 'r.path, r.sha256, r.score, r.label, r.status, r.error_code, r.error_message';
const listedColumns = `r.id, r.position, ${scoreColumns}, r.calibrated, r.quality, r.unlike, r.taken_at, r.metadata, m.mark, m.note`;
const rowsWithMarks = `batch_rows AS r LEFT JOIN batch_marks AS m ON m.batch_id = r.batch_id AND m.path = r.path`;

/** Whose scores they are, as every row says. */
function scoredBy(db: DatabaseSync, batchId: string): { runId: string; modelHash: string; threshold: number } {
  const { runId, threshold } = getBatch(db, batchId);
  return { runId, threshold, modelHash: batchModelHash(db, batchId) };
}

/** One page, sorted and filtered in SQL. Throws NOT_FOUND. */
export function listBatchRows(db: DatabaseSync, query: BatchQuery): { total: number; rows: BatchRow[] } {
  const by = scoredBy(db, query.batchId);
  const { where, bound } = conditions(query);
  const counted = `SELECT count(*) AS n FROM ${rowsWithMarks} WHERE ${where}`;
  const total = one(db, z.object({ n: z.int() }), counted, bound)?.n ?? 0;
  const rows = all(
    db,
    ListedRow,
    `SELECT ${listedColumns} FROM ${rowsWithMarks} WHERE ${where} ORDER BY ${orderOf(query)} LIMIT :limit OFFSET :offset`,
    { ...bound, limit: query.limit, offset: query.offset },
  );
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      position: row.position,
      row: scoredRow(row, by),
      ...extrasOf(row),
      mark: row.mark,
      note: row.note ?? '',
    })),
  };
}

const sortColumns: Record<BatchFilter['sort'], string> = {
  position: 'r.position',
  path: 'r.path',
  score: 'r.score',
  label: 'r.label',
  status: 'r.status',
  calibrated: 'r.calibrated',
  takenAt: 'r.taken_at',
  mark: 'm.mark',
};

function orderOf({ sort, descending }: BatchFilter): string {
  const own = `${sortColumns[sort]} ${descending ? 'DESC' : 'ASC'}`;
  return sort === 'position' ? own : `${own}, r.position ${descending ? 'DESC' : 'ASC'}`;
}

function conditions(query: BatchFilter): { where: string; bound: SqlRow } {
  const terms = ['r.batch_id = :batchId'];
  const bound: SqlRow = { batchId: query.batchId };
  switch (query.filter) {
    case 'all':
      break;
    case 'error':
      terms.push("r.status = 'error'");
      break;
    case 'benign':
    case 'malignant':
      terms.push('r.label = :label');
      bound['label'] = query.filter;
      break;
    case 'flagged':
      terms.push('(r.quality IS NOT NULL OR r.unlike = 1)');
      break;
    case 'marked':
      terms.push('m.mark IS NOT NULL');
      break;
    case 'noted':
      terms.push("m.note <> ''");
      break;
    default:
      assertNever(query.filter);
  }
  const search = searchForm(query.search.trim());
  if (search !== '') {
    terms.push('instr(r.search_text, :search) > 0');
    bound['search'] = search;
  }
  return { where: terms.join(' AND '), bound };
}

/** Every row in the batch's order, one by one: for files of any length. Throws NOT_FOUND. */
export function* eachScoredRow(db: DatabaseSync, batchId: string): Generator<ScoredRow> {
  const by = scoredBy(db, batchId);
  const sql = `SELECT ${scoreColumns} FROM batch_rows AS r WHERE r.batch_id = :batchId ORDER BY r.position`;
  for (const row of each(db, ScoreColumns, sql, { batchId })) yield scoredRow(row, by);
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
