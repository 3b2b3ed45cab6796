import { groupingOf } from '../../../shared/metrics/groupingOf.ts';
import { subgroupTable } from '../../../shared/metrics/subgroups.ts';
import type { EvaluationColumns, EvaluationScores } from '../../../shared/schemas/evaluation.ts';
import type { SubgroupReport } from '../../../shared/schemas/report.ts';

/** Under so many photos of a class its rate stays blank. */
export const SUBGROUP_MINIMUM = 10;

/** By class of the source, then by every metadata column; rates blank under SUBGROUP_MINIMUM photos of a class. */
export function subgroupsOf(
  { labels, scores, classNames }: Pick<EvaluationScores, 'labels' | 'scores' | 'classNames'>,
  { metadata, groupColumn }: Pick<EvaluationColumns, 'metadata' | 'groupColumn'>,
  threshold: number,
): SubgroupReport[] {
  const of = (column: string | null, values: readonly string[]): SubgroupReport => ({
    column,
    tooMany: groupingOf(values).kind === 'tooMany',
    rows: subgroupTable({ labels, scores, values, threshold, minimum: SUBGROUP_MINIMUM }),
  });
  const classes = new Set(classNames.filter((name) => name.trim() !== ''));
  // two classes are the labels themselves
  const byClass = classes.size > 2 ? [of(null, classNames)] : [];
  return [
    ...byClass,
    ...metadata.filter(({ name }) => name !== groupColumn).map(({ name, values }) => of(name, values)),
  ];
}
