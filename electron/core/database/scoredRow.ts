import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import { NOTICE } from '../../shared/notice.ts';
import { Label } from '../../shared/schemas/common.ts';
import type { ScoredRow } from '../../shared/schemas/scoring.ts';

export interface PhotoError {
  code: PhotoErrorCode;
  message: string;
}

/** A photo's score as it is stored: exactly one of score and error is there. `label` was decided from the score as printed. */
export interface StoredScore {
  path: string;
  sha256: string | null;
  score: number | null;
  label: Label | null;
  error: PhotoError | null;
}

export const storedScoreColumns = (row: StoredScore) => ({
  path: row.path,
  sha256: row.sha256,
  score: row.score,
  label: row.label,
  status: row.error === null ? 'ok' : 'error',
  error_code: row.error?.code ?? null,
  error_message: row.error?.message ?? null,
});

export const ScoreColumns = z.object({
  path: z.string(),
  sha256: z.string().nullable(),
  score: z.number().nullable(),
  label: Label.nullable(),
  status: z.enum(['ok', 'error']),
  error_code: PhotoErrorCode.nullable(),
  error_message: z.string().nullable(),
});

/** The line of a scored file, as the contract has it. */
export function scoredRow(
  columns: z.output<typeof ScoreColumns>,
  by: { runId: string; modelHash: string; threshold: number },
): ScoredRow {
  return {
    path: columns.path,
    score: columns.score,
    threshold: by.threshold,
    label: columns.label,
    runId: by.runId,
    modelHash: by.modelHash,
    status: columns.status,
    error: columns.error_code === null ? '' : `${columns.error_code}: ${columns.error_message ?? ''}`,
    notice: NOTICE,
  };
}
