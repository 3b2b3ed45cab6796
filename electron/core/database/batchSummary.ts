import type { DatabaseSync } from 'node:sqlite';
import { dirname } from 'node:path';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import { Label } from '../../shared/schemas/common.ts';
import type { BatchSummary } from '../../shared/schemas/scoring.ts';
import { QualityCode } from '../../shared/schemas/scoring.ts';
import { batchOutput } from './batchOutput.ts';
import { getBatch } from './batches.ts';
import { NEAR_TERM, nearRange } from './nearRange.ts';
import { all, each, one } from './rows.ts';

const Called = z.object({ path: z.string(), label: Label.nullable() });
const Count = z.object({ n: z.int() });

/** What a batch came to, as far as it has come. Throws NOT_FOUND. */
export function batchSummary(db: DatabaseSync, batchId: string): BatchSummary {
  const { evaluationId } = getBatch(db, batchId);
  const byFolder = foldersOf(db, batchId);
  const sum = (of: 'malignant' | 'benign' | 'failed') => byFolder.reduce((total, folder) => total + folder[of], 0);
  const near = nearRange(db, batchId);
  const count = (condition: string, bound: Record<string, number> = {}): number =>
    one(db, Count, `SELECT count(*) AS n FROM batch_rows AS r WHERE r.batch_id = :batchId AND ${condition}`, {
      batchId,
      ...bound,
    })?.n ?? 0;
  return {
    byCall: { malignant: sum('malignant'), benign: sum('benign'), failed: sum('failed') },
    byFolder,
    errors: all(
      db,
      z.object({ code: PhotoErrorCode, n: z.int() }),
      `SELECT error_code AS code, count(*) AS n FROM batch_rows WHERE batch_id = :batchId AND error_code IS NOT NULL
        GROUP BY error_code ORDER BY n DESC, code`,
      { batchId },
    ),
    quality: all(
      db,
      z.object({ code: QualityCode, n: z.int() }),
      `SELECT q.value AS code, count(*) AS n FROM batch_rows AS r, json_each(r.quality) AS q
        WHERE r.batch_id = :batchId AND r.quality IS NOT NULL GROUP BY q.value ORDER BY n DESC, code`,
      { batchId },
    ),
    unlike: count('unlike = 1'),
    unlikeUnknown: count("status = 'ok' AND unlike IS NULL"),
    nearThreshold: near === null ? null : count(NEAR_TERM, { ...near }),
    metadata: batchOutput(db, batchId)?.match ?? null,
    evaluationId,
  };
}

/** In the order of the batch; a photo that failed has no call. */
function foldersOf(db: DatabaseSync, batchId: string): BatchSummary['byFolder'] {
  const folders = new Map<string, BatchSummary['byFolder'][number]>();
  const sql = 'SELECT path, label FROM batch_rows WHERE batch_id = :batchId ORDER BY position';
  for (const { path, label } of each(db, Called, sql, { batchId })) {
    const folder = dirname(path);
    const counts = folders.get(folder) ?? { folder, n: 0, malignant: 0, benign: 0, failed: 0 };
    folders.set(folder, counts);
    counts.n += 1;
    counts[label ?? 'failed'] += 1;
  }
  return [...folders.values()];
}

const LabelledRow = z
  .object({
    path: z.string(),
    sha256: z.string().nullable(),
    score: z.number().nullable(),
    error_code: PhotoErrorCode.nullable(),
    error_message: z.string().nullable(),
    metadata: z.string().transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text))),
  })
  .transform(({ error_code: code, error_message: message, ...row }) => ({
    ...row,
    error: code === null ? null : { code, message: message ?? '' },
  }));
export type LabelledBatchRow = z.output<typeof LabelledRow>;

/** Rows as an evaluation takes them, in the batch's order. */
export function* eachRowToEvaluate(db: DatabaseSync, batchId: string): Generator<LabelledBatchRow> {
  const sql = `SELECT path, sha256, score, error_code, error_message, metadata FROM batch_rows
    WHERE batch_id = :batchId ORDER BY position`;
  yield* each(db, LabelledRow, sql, { batchId });
}
