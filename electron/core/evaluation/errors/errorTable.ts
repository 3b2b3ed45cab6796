import { NOTICE } from '../../../shared/notice.ts';
import type { Evaluation } from '../../../shared/schemas/evaluation.ts';
import type { NewEvaluationRow } from '../../database/evaluations.ts';
import type { CsvCell } from '../../datasets/writeCsv.ts';

export interface WrongCall {
  row: NewEvaluationRow & { score: number };
  kind: 'false negative' | 'false positive';
  /** From score to threshold: how far off the call is. */
  distance: number;
}

/** Malignant photos under the threshold and benign ones at or above it, worst (farthest from the threshold) first. */
export function wrongCalls(rows: readonly NewEvaluationRow[], threshold: number): WrongCall[] {
  return rows
    .flatMap((row): WrongCall[] => {
      const { score, label } = row;
      if (score === null || score >= threshold === (label === 1)) return [];
      const kind = label === 1 ? 'false negative' : 'false positive';
      return [{ row: { ...row, score }, kind, distance: Math.abs(score - threshold) }];
    })
    .sort((a, b) => b.distance - a.distance || (a.row.path < b.row.path ? -1 : 1));
}

/** Header and rows of errors.csv; the notice is the last column. A metadata column of a name that is taken is "metadata NAME". */
export function errorTable(
  calls: readonly WrongCall[],
  { runId, modelHash, threshold }: Evaluation,
  groupColumn: string | null,
): { header: string[]; rows: CsvCell[][] } {
  const fixed = ['path', 'label', 'class', 'score', 'threshold', 'error', 'distance'];
  const last = ['runId', 'modelHash', 'notice'];
  const names = [...new Set(calls.flatMap(({ row }) => Object.keys(row.metadata)))];
  const taken = [...fixed, ...last, ...(groupColumn === null ? [] : [groupColumn])];
  const shown = (name: string): string => (taken.includes(name) ? `metadata ${name}` : name);
  const groups =
    groupColumn === null ? [] : [[...fixed, ...last].includes(groupColumn) ? `group ${groupColumn}` : groupColumn];
  return {
    header: [...fixed, ...groups, ...names.map(shown), ...last],
    rows: calls.map(({ row, kind, distance }) => [
      row.path,
      row.label === 1 ? 'malignant' : 'benign',
      row.className,
      row.score,
      threshold.value,
      kind,
      distance,
      ...(groupColumn === null ? [] : [row.group]),
      ...names.map((name) => row.metadata[name] ?? ''),
      runId,
      modelHash,
      NOTICE,
    ]),
  };
}
