import { at } from '../../../shared/arrays.ts';
import type { EvaluationColumns, EvaluationScores } from '../../../shared/schemas/evaluation.ts';
import type { ErrorRow } from '../../../shared/schemas/report.ts';

/** Every wrong call, worst (farthest from the threshold) first, of equals by path. */
export function errorRowsOf(
  { labels, scores, paths, classNames }: EvaluationScores,
  { groups }: Pick<EvaluationColumns, 'groups'>,
  calibrated: readonly number[] | null,
  threshold: number,
): { falseNegatives: ErrorRow[]; falsePositives: ErrorRow[] } {
  const falseNegatives: ErrorRow[] = [];
  const falsePositives: ErrorRow[] = [];
  for (const [i, label] of labels.entries()) {
    const score = at(scores, i);
    if (score >= threshold === (label === 1)) continue;
    (label === 1 ? falseNegatives : falsePositives).push({
      path: at(paths, i),
      className: at(classNames, i),
      score,
      calibrated: calibrated === null ? null : at(calibrated, i),
      group: groups[i] ?? null,
    });
  }
  const byPath = (a: ErrorRow, b: ErrorRow): number => (a.path < b.path ? -1 : 1);
  return {
    falseNegatives: falseNegatives.sort((a, b) => a.score - b.score || byPath(a, b)),
    falsePositives: falsePositives.sort((a, b) => b.score - a.score || byPath(a, b)),
  };
}
