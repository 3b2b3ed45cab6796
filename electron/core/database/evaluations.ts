import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import type { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import type { Evaluation, EvaluationDetail, EvaluationScores } from '../../shared/schemas/evaluation.ts';
import { EvaluationSource } from '../../shared/schemas/evaluation.ts';
import type { PhotoError } from './scoredRow.ts';
import {
  all,
  insert,
  insertMany,
  json,
  notFound,
  one,
  orNotFound,
  parseRowId,
  rowId,
  run,
  transaction,
} from './rows.ts';

export interface NewEvaluation {
  id: string;
  runId: string;
  source: EvaluationSource;
  createdAt: string;
  modelHash: string;
}

/** Exactly one of score and error is there. */
export interface NewEvaluationRow {
  path: string;
  sha256: string | null;
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
  score: number | null;
  error: PhotoError | null;
}

/** Stores a finished evaluation whole; nothing is stored of one that did not finish. */
export function insertEvaluation(db: DatabaseSync, added: NewEvaluation, rows: readonly NewEvaluationRow[]): void {
  transaction(db, () => {
    insert(db, 'evaluations', {
      id: added.id,
      run_id: added.runId,
      source: JSON.stringify(added.source),
      created_at: added.createdAt,
      model_hash: added.modelHash,
    });
    insertMany(
      db,
      'evaluation_rows',
      rows.map((row, position) => ({
        evaluation_id: added.id,
        position,
        path: row.path,
        sha256: row.sha256,
        label: row.label,
        class_name: row.className,
        score: row.score,
        status: row.error === null ? 'ok' : 'error',
        error_code: row.error?.code ?? null,
        error_message: row.error?.message ?? null,
      })),
    );
  });
}

const EvaluationRecord = z.object({
  id: z.string(),
  run_id: z.string(),
  run_name: z.string(),
  source: json(EvaluationSource),
  created_at: z.string(),
  model_hash: z.string(),
  n: z.int(),
});
const selectEvaluation = `SELECT e.*, r.name AS run_name,
  (SELECT count(*) FROM evaluation_rows WHERE evaluation_id = e.id AND status = 'ok') AS n
  FROM evaluations AS e JOIN runs AS r ON r.id = e.run_id`;

/** Newest first; null: of every run. */
export function listEvaluations(db: DatabaseSync, runId: string | null = null): Evaluation[] {
  const sql = `${selectEvaluation} WHERE :runId IS NULL OR e.run_id = :runId ORDER BY e.created_at DESC, e.rowid DESC`;
  return all(db, EvaluationRecord, sql, { runId }).map((record) => toEvaluation(db, record));
}

/** Throws NOT_FOUND. */
export function getEvaluation(db: DatabaseSync, id: string): Evaluation {
  const record = one(db, EvaluationRecord, `${selectEvaluation} WHERE e.id = :id`, { id });
  return toEvaluation(db, orNotFound(record, 'evaluations', id));
}

function toEvaluation(db: DatabaseSync, record: z.output<typeof EvaluationRecord>): Evaluation {
  return {
    id: record.id,
    runId: record.run_id,
    runName: record.run_name,
    source: record.source,
    createdAt: record.created_at,
    modelHash: record.model_hash,
    n: record.n,
    unreadable: unreadableOf(db, record.id),
  };
}

const UnreadableRow = z.object({ path: z.string(), error_code: PhotoErrorCode, error_message: z.string() });

function unreadableOf(db: DatabaseSync, evaluationId: string): UnreadablePhoto[] {
  const sql = `SELECT path, error_code, error_message FROM evaluation_rows
    WHERE evaluation_id = :evaluationId AND status = 'error' ORDER BY position`;
  return all(db, UnreadableRow, sql, { evaluationId }).map((row) => {
    return { path: row.path, code: row.error_code, message: row.error_message };
  });
}

const ScoreRow = z.object({
  id: rowId,
  label: z.union([z.literal(0), z.literal(1)]),
  score: z.number(),
  path: z.string(),
  class_name: z.string(),
});

/** The scores of the photos that could be read, in order. Throws NOT_FOUND. */
export function getEvaluationDetail(db: DatabaseSync, id: string): EvaluationDetail {
  const evaluation = getEvaluation(db, id);
  const sql = `SELECT id, label, score, path, class_name FROM evaluation_rows
    WHERE evaluation_id = :id AND status = 'ok' ORDER BY position`;
  const scores: EvaluationScores = { rowIds: [], labels: [], scores: [], paths: [], classNames: [] };
  for (const row of all(db, ScoreRow, sql, { id })) {
    scores.rowIds.push(row.id);
    scores.labels.push(row.label);
    scores.scores.push(row.score);
    scores.paths.push(row.path);
    scores.classNames.push(row.class_name);
  }
  return { evaluation, scores };
}

const PictureRow = z.object({ path: z.string(), sha256: z.string().nullable() });

/** What a row's picture is made from. Throws NOT_FOUND. */
export function evaluationRowPicture(db: DatabaseSync, id: string): z.output<typeof PictureRow> {
  const key = parseRowId(id);
  if (key === null) throw notFound('evaluation_rows', id);
  const row = one(db, PictureRow, 'SELECT path, sha256 FROM evaluation_rows WHERE id = :key', { key });
  return orNotFound(row, 'evaluation_rows', id);
}

/** Throws NOT_FOUND. */
export function deleteEvaluation(db: DatabaseSync, id: string): void {
  getEvaluation(db, id);
  run(db, 'DELETE FROM evaluations WHERE id = :id', { id });
}
