import type { DatabaseSync } from 'node:sqlite';
import { eachScoredRow, insertBatchRows } from '../database/batchRows.ts';
import type { NewBatchRow } from '../database/batchRows.ts';
import { transaction } from '../database/rows.ts';
import type { BatchFile } from './batchFile.ts';

/** Rows that are flushed together: so many are scored again after a kill. */
export const ROWS_A_FLUSH = 64;
/** Rows that were there already go to the file in larger pieces. */
const ROWS_A_PIECE = 1024;

/** Brings rows to the database and then, in their order, to the file; both are flushed. */
export interface RowWriter {
  add(row: NewBatchRow): void;
  /** Writes what there is before this position; every row before it has been added or stood already. After a failure it does nothing any more. */
  flush(upTo: number): Promise<void>;
  /** How many rows the file has. */
  readonly written: number;
}

export function createRowWriter(
  database: DatabaseSync,
  batchId: string,
  { file, written: begin }: { file: BatchFile | null; written: number },
): RowWriter {
  let waiting: NewBatchRow[] = [];
  let written = begin;
  let failed = false;
  return {
    get written() {
      return written;
    },
    add: (row) => void waiting.push(row),
    async flush(upTo) {
      // A file of which it is not known how far it was written is looked at again at the next start.
      if (failed) return;
      failed = true;
      const rows = waiting.filter(({ position }) => position < upTo);
      // The database first: a file that lacks rows is completed from it, while rows that only the file has would be lost.
      if (rows.length > 0) transaction(database, () => insertBatchRows(database, batchId, rows));
      waiting = waiting.filter(({ position }) => position >= upTo);
      while (written < upTo) {
        const end = Math.min(upTo, written + ROWS_A_PIECE);
        if (file !== null) await file.append([...eachScoredRow(database, batchId, { from: written, to: end })]);
        written = end;
      }
      failed = false;
    },
  };
}
