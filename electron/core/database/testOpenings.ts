import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { TestOpening } from '../../shared/schemas/run.ts';
import { all, insert, one, orNotFound, rowId } from './rows.ts';

export type NewTestOpening = Omit<TestOpening, 'id'> & { lockedAt: string | null };

const OpeningRow = z
  .object({
    id: rowId,
    run_id: z.string(),
    run_name: z.string(),
    dataset_id: z.string(),
    evaluation_id: z.string(),
    opened_at: z.string(),
    threshold: z.number().nullable(),
    by: TestOpening.shape.by,
  })
  .transform((row): TestOpening => ({
    id: row.id,
    runId: row.run_id,
    runName: row.run_name,
    datasetId: row.dataset_id,
    evaluationId: row.evaluation_id,
    openedAt: row.opened_at,
    threshold: row.threshold,
    by: row.by,
  }));

/** Of one data set's test split by any run, oldest first; they outlive runs, evaluations and the data set. */
export function listTestOpenings(db: DatabaseSync, datasetId: string): TestOpening[] {
  return all(db, OpeningRow, 'SELECT * FROM test_openings WHERE dataset_id = :datasetId ORDER BY id', { datasetId });
}

/** The latest one under a decision: the run's threshold, and when it was locked; null: none. */
export function openingUnder(
  db: DatabaseSync,
  { runId, threshold, lockedAt }: { runId: string; threshold: number; lockedAt: string | null },
): TestOpening | null {
  const sql = `SELECT * FROM test_openings WHERE run_id = :runId AND threshold = :threshold AND locked_at = :lockedAt
    ORDER BY id DESC LIMIT 1`;
  return one(db, OpeningRow, sql, { runId, threshold, lockedAt });
}

export function insertTestOpening(db: DatabaseSync, opening: NewTestOpening): TestOpening {
  insert(db, 'test_openings', {
    run_id: opening.runId,
    run_name: opening.runName,
    dataset_id: opening.datasetId,
    evaluation_id: opening.evaluationId,
    opened_at: opening.openedAt,
    threshold: opening.threshold,
    locked_at: opening.lockedAt,
    by: opening.by,
  });
  const latest = one(db, OpeningRow, 'SELECT * FROM test_openings WHERE id = last_insert_rowid()');
  return orNotFound(latest, 'test_openings', 'the latest');
}
