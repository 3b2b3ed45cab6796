import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import { Probability } from '../../shared/schemas/common.ts';
import type { NewEvaluationRow } from './evaluations.ts';
import { all, json } from './rows.ts';

const StoredRow = z
  .object({
    path: z.string(),
    sha256: z.string().nullable(),
    label: z.union([z.literal(0), z.literal(1)]),
    class_name: z.string(),
    score: z.number().nullable(),
    error_code: PhotoErrorCode.nullable(),
    error_message: z.string().nullable(),
    group_name: z.string().nullable(),
    metadata: json(z.record(z.string(), z.string())),
    classes: json(z.array(Probability)).nullable(),
  })
  .transform((row): NewEvaluationRow => ({
    path: row.path,
    sha256: row.sha256,
    label: row.label,
    className: row.class_name,
    score: row.score,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    group: row.group_name,
    metadata: row.metadata,
    ...(row.classes !== null && { classes: row.classes }),
  }));

/** Every row of an evaluation, also those without a score, in order. */
export function storedRows(db: DatabaseSync, evaluationId: string): NewEvaluationRow[] {
  const sql = `SELECT path, sha256, label, class_name, score, error_code, error_message, group_name, metadata, classes
    FROM evaluation_rows WHERE evaluation_id = :evaluationId ORDER BY position`;
  return all(db, StoredRow, sql, { evaluationId });
}
