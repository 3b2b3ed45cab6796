import type { PhotoScore } from '../../engine/protocol.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Label } from '../../shared/schemas/common.ts';
import { applyRecalibration } from '../../shared/metrics/recalibration.ts';
import type { Recalibration } from '../../shared/schemas/recalibration.ts';
import type { RowExtras, ScoredRow } from '../../shared/schemas/scoring.ts';
import { noExtras } from '../database/batchRows.ts';
import type { StoredScore } from '../database/scoredRow.ts';

/**
 * Scores are printed as the shortest decimal that reads back as the same float64 (JavaScript's own number to text), the
 * same in CSV, JSONL and JSON. So the printed score is the score: nothing is rounded towards or away from a threshold,
 * and whoever recounts from a file gets the counts of the window.
 */
export const printScore = (score: number): string => String(score);

/** The call for a printed score: malignant at or above the threshold. */
export function labelOfScore(printed: string, threshold: number): Label {
  return Number(printed) >= threshold ? 'malignant' : 'benign';
}

export interface RowOrigin {
  path: string;
  threshold: number;
  runId: string;
  modelHash: string;
}

/** A photo that failed gets a row with its reason and neither score nor label. */
export function toScoredRow({ path, threshold, runId, modelHash }: RowOrigin, photo: PhotoScore): ScoredRow {
  const ok = photo.status === 'ok';
  return {
    path,
    score: ok ? photo.score : null,
    threshold,
    label: ok ? labelOfScore(printScore(photo.score), threshold) : null,
    runId,
    modelHash,
    status: photo.status,
    error: ok ? '' : `${photo.code}: ${photo.message}`,
    notice: NOTICE,
  };
}

/** The same, as the database keeps it. */
export function toStoredScore(row: ScoredRow, photo: PhotoScore): StoredScore {
  const ok = photo.status === 'ok';
  return {
    path: row.path,
    sha256: ok ? photo.sha256 : null,
    score: row.score,
    label: row.label,
    error: ok ? null : { code: photo.code, message: photo.message },
  };
}

/** What else is known of a photo; nothing of one that failed but the user's own columns. */
export function toExtras(
  photo: PhotoScore,
  { recalibration, metadata }: { recalibration: Recalibration | null; metadata: Record<string, string> },
): RowExtras {
  if (photo.status === 'error') return { ...noExtras, metadata };
  const calibrated = recalibration === null ? null : applyRecalibration(photo.score, recalibration);
  const { quality = [], unlike = null, takenAt = null } = photo.extras ?? {};
  return { calibrated, quality, unlike, takenAt, metadata };
}
