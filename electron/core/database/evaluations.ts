import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import type { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import type { Evaluation, EvaluationDetail, EvaluationScores } from '../../shared/schemas/evaluation.ts';
import { EvaluationOrigin, JudgedSource } from '../../shared/schemas/evaluation.ts';
import type { RunClass } from '../../shared/schemas/run.ts';
import { Threshold, ThresholdSource, TrainConfig } from '../../shared/schemas/run.ts';
import { choosesByValidation } from '../../shared/validationUse.ts';
import { fineMatrixOf } from './fineMatrix.ts';
import { overlapOf, storeOverlap } from './overlap.ts';
import type { PhotoError } from './scoredRow.ts';
import {
  all,
  flag,
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
  update,
} from './rows.ts';

/** An evaluation has a run, whose name and threshold it shows, or a name and threshold of its own. */
export type NewEvaluation = {
  id: string;
  source: JudgedSource;
  createdAt: string;
  groupColumn: string | null;
  /** That its rows' probabilities are of; absent or empty: malignancy alone. */
  classes?: readonly RunClass[];
} & (
  | { runId: string; modelHash: string }
  | { runId: null; modelHash: string | null; name: string; origin: EvaluationOrigin; threshold: Threshold }
);

/** Exactly one of score and error is there. */
export interface NewEvaluationRow {
  path: string;
  sha256: string | null;
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
  score: number | null;
  error: PhotoError | null;
  /** Patient or lesion; null: unknown. */
  group: string | null;
  metadata: Record<string, string>;
  /** A probability for each of the evaluation's classes. */
  classes?: readonly number[] | null;
}

/** Stores a finished evaluation whole; nothing is stored of one that did not finish. Part of a transaction where one is open. */
export function insertEvaluation(db: DatabaseSync, added: NewEvaluation, rows: readonly NewEvaluationRow[]): void {
  transaction(db, () => {
    insert(db, 'evaluations', {
      id: added.id,
      run_id: added.runId,
      name: added.runId === null ? added.name : null,
      origin: JSON.stringify(added.runId === null ? added.origin : { kind: 'run' }),
      source: JSON.stringify(added.source),
      created_at: added.createdAt,
      model_hash: added.modelHash,
      threshold: added.runId === null ? JSON.stringify(added.threshold) : null,
      group_column: added.groupColumn,
      classes: (added.classes ?? []).length === 0 ? null : JSON.stringify(added.classes),
      scored: rows.filter(({ error }) => error === null).length,
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
        group_name: row.group,
        metadata: JSON.stringify(row.metadata),
        classes: row.classes == null ? null : JSON.stringify(row.classes),
      })),
    );
    if (added.runId !== null && added.source.kind === 'folder') storeOverlap(db, { ...added, runId: added.runId });
  });
}

const RunThreshold = z
  .object({
    threshold_value: z.number(),
    threshold_source: ThresholdSource,
    threshold_target: z.number().nullable(),
    threshold_set_at: z.string().nullable(),
    threshold_locked_at: z.string().nullable(),
  })
  .transform((row): Threshold => ({
    value: row.threshold_value,
    source: row.threshold_source,
    target: row.threshold_target,
    setAt: row.threshold_set_at,
    lockedAt: row.threshold_locked_at,
  }));

const EvaluationRecord = z.object({
  id: z.string(),
  run_id: z.string().nullable(),
  shown_name: z.string(),
  origin: json(EvaluationOrigin),
  source: json(JudgedSource),
  created_at: z.string(),
  model_hash: z.string().nullable(),
  shown_threshold: z.union([json(Threshold), json(RunThreshold)]),
  run_config: json(TrainConfig).nullable(),
  n: z.int(),
  test_opened: z.int(),
});
/** A test split is open once its figures were shown under the present decision: this threshold, locked when it was. */
const selectEvaluation = `SELECT e.*, coalesce(r.name, e.name) AS shown_name,
  coalesce(e.threshold, json_object('threshold_value', r.threshold_value, 'threshold_source', r.threshold_source,
    'threshold_target', r.threshold_target, 'threshold_set_at', r.threshold_set_at,
    'threshold_locked_at', r.threshold_locked_at)) AS shown_threshold,
  r.config AS run_config, e.scored AS n,
  r.threshold_locked_at IS NOT NULL AND EXISTS (SELECT 1 FROM test_openings AS o
    WHERE o.run_id = e.run_id AND o.threshold = r.threshold_value AND o.locked_at = r.threshold_locked_at) AS test_opened
  FROM evaluations AS e LEFT JOIN runs AS r ON r.id = e.run_id`;

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
    name: record.shown_name,
    origin: record.origin,
    source: record.source,
    createdAt: record.created_at,
    modelHash: record.model_hash,
    n: record.n,
    unreadable: unreadableOf(db, record.id),
    threshold: record.shown_threshold,
    opened: !isTest(record) || record.test_opened === 1,
    ...overlapIn(db, record),
    ...epochIn(record),
  };
}

function overlapIn(db: DatabaseSync, record: z.output<typeof EvaluationRecord>): Pick<Evaluation, 'overlap'> {
  const { id, run_id: runId, source, origin, created_at: createdAt } = record;
  if (origin.kind === 'package') return origin.overlap === undefined ? {} : { overlap: origin.overlap };
  return runId === null || source.kind !== 'folder' ? {} : { overlap: overlapOf(db, { id, runId, createdAt }) };
}

function epochIn({ origin, run_config: own }: z.output<typeof EvaluationRecord>): Pick<Evaluation, 'epochFixed'> {
  const config = origin.kind === 'package' ? (origin.provenance.run?.run.config ?? null) : own;
  return config === null || choosesByValidation(config) ? {} : { epochFixed: true };
}

/** What comes from another computer was opened there. */
const isTest = ({ run_id, source }: z.output<typeof EvaluationRecord>): boolean =>
  run_id !== null && source.kind === 'split' && source.split === 'test';

const UnreadableRow = z.object({ path: z.string(), error_code: PhotoErrorCode, error_message: z.string() });

function unreadableOf(db: DatabaseSync, evaluationId: string): UnreadablePhoto[] {
  // By itself SQLite would walk all rows in their order, to save sorting the few.
  const sql = `SELECT path, error_code, error_message FROM evaluation_rows INDEXED BY evaluation_rows_by_status
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
  return { evaluation, scores, fine: fineMatrixOf(db, id) };
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

/** Of an evaluation without a run. Throws NOT_FOUND. */
export function updateEvaluation(
  db: DatabaseSync,
  id: string,
  { name, threshold }: { name?: string; threshold?: Threshold },
): void {
  update(db, 'evaluations', id, {
    ...(name === undefined ? {} : { name }),
    ...(threshold === undefined ? {} : { threshold: JSON.stringify(threshold) }),
  });
}

/** Whether a run, or an evaluation without one, has this name; `exceptId` is the evaluation that may. */
export function isEvaluationNameTaken(db: DatabaseSync, name: string, exceptId: string | null = null): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM runs WHERE name = :name)
    OR EXISTS (SELECT 1 FROM evaluations WHERE run_id IS NULL AND name = :name AND id IS NOT :exceptId) AS taken`;
  return one(db, z.object({ taken: flag }), sql, { name, exceptId })?.taken ?? false;
}

/** The evaluation that was opened from a .lesionlab file of this content; null: none. */
export function evaluationOfPackage(db: DatabaseSync, sha256: string): string | null {
  const sql = `SELECT id FROM evaluations
    WHERE json_extract(origin, '$.kind') = 'package' AND json_extract(origin, '$.sha256') = :sha256`;
  return one(db, z.object({ id: z.string() }), sql, { sha256 })?.id ?? null;
}
