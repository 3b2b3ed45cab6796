import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ErrorBody } from '../../shared/errors.ts';
import type { JobSnapshot } from '../../shared/schemas/job.ts';
import { JobKind, JobSnapshot as JobSnapshotSchema, JobState } from '../../shared/schemas/job.ts';
import { all, flag, insertMany, json, one, run } from './rows.ts';

/** A job as it is stored: what is seen of it, and what its work was given. */
export interface StoredJob {
  snapshot: JobSnapshot;
  params: unknown;
}

/** secondsLeft is not stored: it means nothing once time has passed. */
export function saveJob(db: DatabaseSync, { snapshot, params }: StoredJob): void {
  const row = {
    id: snapshot.id,
    kind: snapshot.kind,
    title: snapshot.title,
    state: snapshot.state,
    seq: snapshot.seq,
    progress: snapshot.progress === null ? null : JSON.stringify(snapshot.progress),
    params: JSON.stringify(params),
    dataset_id: snapshot.datasetId,
    run_id: snapshot.runId,
    evaluation_id: snapshot.evaluationId,
    batch_id: snapshot.batchId,
    created_at: snapshot.createdAt,
    finished_at: snapshot.finishedAt,
    error: snapshot.error === null ? null : JSON.stringify(snapshot.error),
    resumable: snapshot.resumable ? 1 : 0,
  };
  insertMany(db, 'jobs', [row], { orReplace: true });
}

const JobRow = z
  .object({
    id: z.string(),
    kind: JobKind,
    title: z.string(),
    state: JobState,
    seq: z.int(),
    progress: json(JobSnapshotSchema.shape.progress.unwrap()).nullable(),
    params: json(z.unknown()),
    dataset_id: z.string().nullable(),
    run_id: z.string().nullable(),
    evaluation_id: z.string().nullable(),
    batch_id: z.string().nullable(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
    error: json(ErrorBody).nullable(),
    resumable: flag,
  })
  .transform((row): StoredJob => {
    const snapshot: JobSnapshot = {
      id: row.id,
      kind: row.kind,
      title: row.title,
      state: row.state,
      seq: row.seq,
      progress: row.progress,
      secondsLeft: null,
      datasetId: row.dataset_id,
      runId: row.run_id,
      evaluationId: row.evaluation_id,
      batchId: row.batch_id,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      error: row.error,
      resumable: row.resumable,
    };
    return { snapshot, params: row.params };
  });

/** Newest first. */
export const listJobs = (db: DatabaseSync): StoredJob[] =>
  all(db, JobRow, 'SELECT * FROM jobs ORDER BY created_at DESC, id');

export const findJob = (db: DatabaseSync, id: string): StoredJob | null =>
  one(db, JobRow, 'SELECT * FROM jobs WHERE id = :id', { id });

/** Oldest first: those that the last process did not see end. */
export const unfinishedJobs = (db: DatabaseSync): StoredJob[] =>
  all(db, JobRow, "SELECT * FROM jobs WHERE state IN ('queued', 'running', 'cancelling') ORDER BY created_at, rowid");

export const deleteJob = (db: DatabaseSync, id: string): number => run(db, 'DELETE FROM jobs WHERE id = :id', { id });

/** Forgets the oldest of the jobs that ended, beyond so many. */
export const pruneJobs = (db: DatabaseSync, kept: number): number =>
  run(
    db,
    `DELETE FROM jobs WHERE state NOT IN ('queued', 'running', 'cancelling') AND id NOT IN
      (SELECT id FROM jobs ORDER BY created_at DESC LIMIT :kept)`,
    { kept },
  );
