import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { BatchMark, QualityCode } from '../../shared/schemas/scoring.ts';
import type { BatchQuery, BatchRow, RowExtras, RowSelection, ScoredRow } from '../../shared/schemas/scoring.ts';
import { rowOrder, selectedIds } from './batchRowOrder.ts';
import { photoPlace } from './batchTransfers.ts';
import type { StoredScore } from './scoredRow.ts';
import { ScoreColumns, scoredRow, storedScoreColumns } from './scoredRow.ts';
import type { SqlRow } from './rows.ts';
import { all, each, insertMany, json, notFound, one, orNotFound, parseRowId, rowId, searchForm } from './rows.ts';

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

const FileColumns = ScoreColumns.extend(ExtraColumns.shape);
const ListedRow = FileColumns.extend({
  id: rowId,
  position: z.int(),
  mark: BatchMark.nullable(),
  note: z.string().nullable(),
});
const scoreColumns = 'r.path, r.sha256, r.score, r.label, r.status, r.error_code, r.error_message';
const extraNames = 'r.calibrated, r.quality, r.unlike, r.taken_at, r.metadata';
const listedColumns = `r.id, r.position, ${scoreColumns}, ${extraNames}, m.mark, m.note`;

/** Whose scores they are, as every row says. */
function scoredBy(db: DatabaseSync, batchId: string): { runId: string; modelHash: string; threshold: number } {
  const sql = 'SELECT run_id, model_hash, threshold FROM batches WHERE id = :batchId';
  const by = orNotFound(one(db, ScoredBy, sql, { batchId }), 'batches', batchId);
  return { runId: by.run_id, threshold: by.threshold, modelHash: by.model_hash };
}
const ScoredBy = z.object({ run_id: z.string(), model_hash: z.string(), threshold: z.number() });

type ListedRow = z.output<typeof ListedRow>;

/** One page, sorted and filtered in SQL. Throws NOT_FOUND. */
export function listBatchRows(db: DatabaseSync, query: BatchQuery): { total: number; rows: BatchRow[] } {
  const by = scoredBy(db, query.batchId);
  const { total, ids } = rowOrder(db, query, query);
  return { total, rows: rowsById(db, ids).map((row) => listedRow(row, by)) };
}

/** In the order of the ids. */
function rowsById(db: DatabaseSync, ids: readonly number[]): ListedRow[] {
  const sql = `SELECT ${listedColumns} FROM json_each(:ids) AS chosen JOIN batch_rows AS r ON r.id = chosen.value
    LEFT JOIN batch_marks AS m ON m.batch_id = r.batch_id AND m.path = r.path ORDER BY chosen.key`;
  return all(db, ListedRow, sql, { ids: JSON.stringify(ids) });
}

const listedRow = (row: ListedRow, by: Parameters<typeof scoredRow>[1]): BatchRow => ({
  id: row.id,
  position: row.position,
  row: scoredRow(row, by),
  ...extrasOf(row),
  mark: row.mark,
  note: row.note ?? '',
});

const NameRow = z.object({ name: z.string() });

/** Names of the user's own columns, in the order in which rows bring them. */
export function metadataNames(db: DatabaseSync, batchId: string): string[] {
  const sql = `SELECT cell.key AS name FROM batch_rows AS r, json_each(r.metadata) AS cell
    WHERE r.batch_id = :batchId AND r.metadata <> '{}' GROUP BY cell.key ORDER BY min(r.position), min(cell.id)`;
  return all(db, NameRow, sql, { batchId }).map(({ name }) => name);
}

const PIECE = 500;

/** A selection's rows one by one, in its order: for files of any length. Throws NOT_FOUND. */
export function* eachSelectedRow(
  db: DatabaseSync,
  batchId: string,
  selection: RowSelection,
): Generator<BatchRow & { sha256: string | null }> {
  const by = scoredBy(db, batchId);
  const ids = selectedIds(db, batchId, selection);
  for (let start = 0; start < ids.length; start += PIECE) {
    for (const row of rowsById(db, ids.slice(start, start + PIECE)))
      yield { ...listedRow(row, by), sha256: row.sha256 };
  }
}

/** Every row in the batch's order, or those at positions from .. to - 1, one by one: for files of any length. Throws NOT_FOUND. */
export function* eachScoredRow(
  db: DatabaseSync,
  batchId: string,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: { from?: number; to?: number } = {},
): Generator<{ row: ScoredRow; extras: RowExtras }> {
  const by = scoredBy(db, batchId);
  const sql = `SELECT ${scoreColumns}, ${extraNames} FROM batch_rows AS r
    WHERE r.batch_id = :batchId AND r.position >= :from AND r.position < :to ORDER BY r.position`;
  for (const row of each(db, FileColumns, sql, { batchId, from, to }))
    yield { row: scoredRow(row, by), extras: extrasOf(row) };
}

const PictureRow = z.object({ path: z.string(), sha256: z.string().nullable() });

/** What a row's picture is made from, where a move may have taken it. Throws NOT_FOUND. */
export function batchRowPicture(db: DatabaseSync, id: string): z.output<typeof PictureRow> {
  const key = parseRowId(id);
  if (key === null) throw notFound('batch_rows', id);
  const sql = `SELECT ${photoPlace('r')} AS path, r.sha256 FROM batch_rows AS r WHERE r.id = :key`;
  const row = one(db, PictureRow, sql, { key });
  return orNotFound(row, 'batch_rows', id);
}
