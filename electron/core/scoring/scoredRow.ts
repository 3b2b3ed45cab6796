import type { PhotoScore } from '../../engine/protocol.ts';
import { NOTICE } from '../../shared/notice.ts';
import type { Label } from '../../shared/schemas/common.ts';
import { ScoredRow } from '../../shared/schemas/scoring.ts';
import type { StoredScore } from '../database/scoredRow.ts';
import { csvRow } from '../datasets/writeCsv.ts';

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

/** The columns of every scored file, in their order. */
export const scoredColumns = ScoredRow.keyof().options;

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

export type RowFormat = 'csv' | 'jsonl';

/** By the file's ending; null when it is neither. */
export function formatOfFile(path: string): RowFormat | null {
  const ending = /\.(csv|jsonl)$/i.exec(path)?.[1]?.toLowerCase();
  return ending === 'csv' || ending === 'jsonl' ? ending : null;
}

/** What stands before the first row. */
export const headerOf = (format: RowFormat): string => (format === 'csv' ? csvRow([...scoredColumns]) : '');

/** One row with its line end (LF). */
export function formatRow(row: ScoredRow, format: RowFormat): string {
  return format === 'csv'
    ? csvRow(scoredColumns.map((column) => row[column]))
    : `${JSON.stringify(Object.fromEntries(scoredColumns.map((column) => [column, row[column]])))}\n`;
}
