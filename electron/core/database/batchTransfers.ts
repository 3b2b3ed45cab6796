import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Label } from '../../shared/schemas/common.ts';
import type { Transfer } from '../../shared/schemas/triage.ts';
import { TransferFault } from '../../shared/schemas/triage.ts';
import type { SqlRow } from './rows.ts';
import { all, each, flag, insert, one, orNotFound, run, transaction } from './rows.ts';

/**
 * How far a photo got: begun: `target` is the half copy; copied: it stands at `target`; moved: and is gone from `source`; returned: a move was undone.
 */
export const FileState = z.enum(['waiting', 'begun', 'copied', 'moved', 'failed', 'returned']);
export type FileState = z.infer<typeof FileState>;

/** A photo to be copied or moved, as its row has it. */
export interface ChosenPhoto {
  path: string;
  sha256: string | null;
  score: number | null;
  label: Label | null;
}

/** SQL for where the photo of `row` (path, sha256) stands now: where the latest move that was not undone took it, else its own path. */
export const photoPlace = (row: string): string => `coalesce((SELECT f.target FROM batch_transfer_files AS f
  WHERE f.path = ${row}.path AND f.state = 'moved' AND (${row}.sha256 IS NULL OR f.sha256 = ${row}.sha256)
  ORDER BY f.id DESC LIMIT 1), ${row}.path)`;

export interface NewTransfer {
  id: string;
  batchId: string;
  folder: string;
  move: boolean;
  createdAt: string;
}

/** With every photo still waiting; one that two rows name is taken once. */
export function insertTransfer(db: DatabaseSync, added: NewTransfer, photos: Iterable<ChosenPhoto>): void {
  const { id, batchId, folder, move, createdAt } = added;
  transaction(db, () => {
    insert(db, 'batch_transfers', {
      id,
      batch_id: batchId,
      folder,
      is_move: Number(move),
      created_at: createdAt,
    });
    const add = db.prepare(`INSERT INTO batch_transfer_files (transfer_id, path, source, sha256, score, label, state)
      SELECT :id, p.path, ${photoPlace('p')}, p.sha256, :score, :label, 'waiting' FROM (SELECT :path AS path, :sha256 AS sha256) AS p`);
    const taken = new Set<string>();
    for (const { path, sha256, score, label } of photos) {
      if (taken.has(path)) continue;
      taken.add(path);
      add.run({ id, path, sha256, score, label });
    }
  });
}

const StoredTransfer = z
  .object({
    id: z.string(),
    batch_id: z.string(),
    folder: z.string(),
    is_move: flag,
    created_at: z.string(),
    index_path: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    batchId: row.batch_id,
    folder: row.folder,
    move: row.is_move,
    createdAt: row.created_at,
    indexPath: row.index_path,
  }));
export type StoredTransfer = z.output<typeof StoredTransfer>;

/** Throws NOT_FOUND. */
export function getTransfer(db: DatabaseSync, id: string): StoredTransfer {
  const found = one(db, StoredTransfer, 'SELECT * FROM batch_transfers WHERE id = :id', { id });
  return orNotFound(found, 'batch_transfers', id);
}

const StateCount = z.object({ state: FileState, n: z.int() });
const Failure = z.object({ path: z.string(), fault: TransferFault });
const FAILURES_SHOWN = 100;

/** Newest first. */
export function listTransfers(db: DatabaseSync, batchId: string): Transfer[] {
  const sql = 'SELECT * FROM batch_transfers WHERE batch_id = :batchId ORDER BY created_at DESC, rowid DESC';
  return all(db, StoredTransfer, sql, { batchId }).map((transfer) => {
    const counts = countStates(db, transfer.id);
    const failures = `SELECT path, fault FROM batch_transfer_files WHERE transfer_id = :id AND fault IS NOT NULL ORDER BY id LIMIT :most`;
    return {
      ...transfer,
      done: counts.copied + counts.moved,
      waiting: counts.waiting + counts.begun,
      failed: counts.failed,
      returned: counts.returned,
      failures: all(db, Failure, failures, { id: transfer.id, most: FAILURES_SHOWN }),
    };
  });
}

export function countStates(db: DatabaseSync, id: string): Record<FileState, number> {
  const sql = 'SELECT state, count(*) AS n FROM batch_transfer_files WHERE transfer_id = :id GROUP BY state';
  const found = new Map(all(db, StateCount, sql, { id }).map(({ state, n }) => [state, n]));
  const of = (state: FileState): number => found.get(state) ?? 0;
  return {
    waiting: of('waiting'),
    begun: of('begun'),
    copied: of('copied'),
    moved: of('moved'),
    failed: of('failed'),
    returned: of('returned'),
  };
}

const TransferFile = z.object({
  id: z.int(),
  path: z.string(),
  source: z.string(),
  sha256: z.string().nullable(),
  target: z.string().nullable(),
  state: FileState,
});
export type TransferFile = z.output<typeof TransferFile>;

/** The next photo in one of these states, after the given one; null: none is left. */
export function nextFile(
  db: DatabaseSync,
  id: string,
  states: readonly FileState[],
  afterId: number,
): TransferFile | null {
  const sql = `SELECT id, path, source, sha256, target, state FROM batch_transfer_files
    WHERE transfer_id = :id AND id > :afterId AND state IN (SELECT value FROM json_each(:states)) ORDER BY id LIMIT 1`;
  return one(db, TransferFile, sql, { id, afterId, states: JSON.stringify(states) });
}

/** Absent: stays; a new state without a fault has none. */
export function setFile(
  db: DatabaseSync,
  fileId: number,
  changes: { state: FileState; target?: string | null; sha256?: string; fault?: TransferFault },
): void {
  const { state, target, sha256, fault = null } = changes;
  const columns: SqlRow = { state, fault };
  if (target !== undefined) columns['target'] = target;
  if (sha256 !== undefined) columns['sha256'] = sha256;
  const assignments = Object.keys(columns).map((column) => `${column} = :${column}`);
  run(db, `UPDATE batch_transfer_files SET ${assignments.join(', ')} WHERE id = :fileId`, { ...columns, fileId });
}

export function setIndexPath(db: DatabaseSync, id: string, indexPath: string | null): void {
  run(db, 'UPDATE batch_transfers SET index_path = :indexPath WHERE id = :id', { id, indexPath });
}

const IndexedFile = z.object({
  path: z.string(),
  target: z.string(),
  score: z.number().nullable(),
  label: Label.nullable(),
});

/** What stands in the folder by this transfer, in the order in which it was chosen. */
export function* eachTransferred(db: DatabaseSync, id: string): Generator<z.output<typeof IndexedFile>> {
  const sql = `SELECT path, target, score, label FROM batch_transfer_files
    WHERE transfer_id = :id AND state IN ('copied', 'moved') ORDER BY id`;
  yield* each(db, IndexedFile, sql, { id });
}
