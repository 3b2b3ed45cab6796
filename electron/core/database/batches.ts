import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Batch as BatchSchema, BatchOptions, SkippedFiles } from '../../shared/schemas/scoring.ts';
import type { Batch } from '../../shared/schemas/scoring.ts';
import type { SqlRow } from './rows.ts';
import { all, insert, json, one, orNotFound, run, update } from './rows.ts';

export interface NewBatch {
  id: string;
  runId: string;
  inputs: string[];
  request: BatchOptions;
  threshold: number;
  modelHash: string;
  /** Absolute path of the CSV or JSONL that is written too, or null. */
  out: string | null;
  createdAt: string;
  jobId: string | null;
}

/** In state `running`, with no photos yet. */
export function insertBatch(db: DatabaseSync, added: NewBatch): Batch {
  insert(db, 'batches', {
    id: added.id,
    run_id: added.runId,
    inputs: JSON.stringify(added.inputs),
    request: JSON.stringify(added.request),
    threshold: added.threshold,
    model_hash: added.modelHash,
    out_path: added.out,
    state: 'running',
    created_at: added.createdAt,
    total: 0,
    skipped_junk: 0,
    job_id: added.jobId,
  });
  return getBatch(db, added.id);
}

/** Absent: stays. */
export interface BatchChanges {
  state?: Batch['state'];
  finishedAt?: string | null;
  total?: number;
  skippedJunk?: number;
  skipped?: SkippedFiles;
  evaluationId?: string | null;
  jobId?: string | null;
}

/** Throws NOT_FOUND. */
export function updateBatch(db: DatabaseSync, id: string, changes: BatchChanges): Batch {
  const row: SqlRow = {};
  if (changes.state !== undefined) row['state'] = changes.state;
  if (changes.finishedAt !== undefined) row['finished_at'] = changes.finishedAt;
  if (changes.total !== undefined) row['total'] = changes.total;
  if (changes.skippedJunk !== undefined) row['skipped_junk'] = changes.skippedJunk;
  if (changes.skipped !== undefined) row['skipped'] = JSON.stringify(changes.skipped);
  if (changes.evaluationId !== undefined) row['evaluation_id'] = changes.evaluationId;
  if (changes.jobId !== undefined) row['job_id'] = changes.jobId;
  update(db, 'batches', id, row);
  return getBatch(db, id);
}

const StoredBatch = z
  .object({
    id: z.string(),
    run_id: z.string(),
    run_name: z.string(),
    inputs: json(z.array(z.string())),
    request: json(BatchOptions),
    threshold: z.number(),
    out_path: z.string().nullable(),
    state: BatchSchema.shape.state,
    created_at: z.string(),
    finished_at: z.string().nullable(),
    total: z.int(),
    skipped_junk: z.int(),
    skipped: json(SkippedFiles).nullable(),
    evaluation_id: z.string().nullable(),
    job_id: z.string().nullable(),
    benign: z.int(),
    malignant: z.int(),
    failed: z.int(),
  })
  .transform((row): Batch => {
    return {
      id: row.id,
      runId: row.run_id,
      runName: row.run_name,
      inputs: row.inputs,
      request: row.request,
      threshold: row.threshold,
      out: row.out_path,
      state: row.state,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      total: row.total,
      scored: row.benign + row.malignant,
      failed: row.failed,
      malignant: row.malignant,
      skippedJunk: row.skipped_junk,
      skipped: row.skipped,
      evaluationId: row.evaluation_id,
      jobId: row.job_id,
    };
  });
const countWhere = (condition: string, name: string): string =>
  `(SELECT count(*) FROM batch_rows WHERE batch_id = b.id AND ${condition}) AS ${name}`;
const selectBatch = `SELECT b.*, r.name AS run_name,
  (SELECT e.id FROM evaluations AS e WHERE e.id = b.evaluation_id) AS evaluation_id,
  ${countWhere("label = 'benign'", 'benign')},
  ${countWhere("label = 'malignant'", 'malignant')},
  ${countWhere("status = 'error'", 'failed')}
  FROM batches AS b JOIN runs AS r ON r.id = b.run_id`;

/** Newest first. */
export function listBatches(db: DatabaseSync): Batch[] {
  return all(db, StoredBatch, `${selectBatch} ORDER BY b.created_at DESC, b.rowid DESC`);
}

/** Throws NOT_FOUND. */
export function getBatch(db: DatabaseSync, id: string): Batch {
  return orNotFound(one(db, StoredBatch, `${selectBatch} WHERE b.id = :id`, { id }), 'batches', id);
}

/** Whose scores these are; a batch is resumed only with the same model. Throws NOT_FOUND. */
export function batchModelHash(db: DatabaseSync, id: string): string {
  const row = one(db, z.object({ model_hash: z.string() }), 'SELECT model_hash FROM batches WHERE id = :id', { id });
  return orNotFound(row, 'batches', id).model_hash;
}

/** Its rows too; a file that was written beside stays. Throws NOT_FOUND. */
export function deleteBatch(db: DatabaseSync, id: string): void {
  getBatch(db, id);
  run(db, 'DELETE FROM batches WHERE id = :id', { id });
}
