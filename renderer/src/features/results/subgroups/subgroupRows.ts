import { subgroupsAt, type Subgroup, type SubgroupRow } from '../../../../../electron/shared/metrics/subgroups.ts';
import type { EvaluationColumns, EvaluationScores } from '../../../../../electron/shared/schemas/evaluation.ts';
import type { EvaluationSummary } from '../../../../../electron/shared/schemas/evaluationSummary.ts';

/** Under so many photos of a class its figures stay blank. */
export const MINIMUM = 10;

/** A column to group by; `column` null: the classes of the source. */
export interface GroupColumn {
  key: string;
  column: string | null;
  values: readonly string[];
}

/** A row of the table; the first is of all photos, so that the groups are read beside it. */
export type TableRow = Omit<SubgroupRow, 'kind'> & { kind: SubgroupRow['kind'] | 'all' };

/** The columns that the report groups by too: patients are no subgroups, and two classes are the labels themselves. */
export function groupColumns(
  { classNames }: Pick<EvaluationScores, 'classNames'>,
  { metadata, groupColumn }: Pick<EvaluationColumns, 'metadata' | 'groupColumn'>,
): GroupColumn[] {
  const isGrouping = new Set(classNames.filter((name) => name.trim() !== '')).size > 2;
  return [
    ...metadata
      .filter(({ name }) => name !== groupColumn)
      .map(({ name, values }): GroupColumn => ({ key: `column:${name}`, column: name, values })),
    ...(isGrouping ? [{ key: 'class', column: null, values: classNames }] : []),
  ];
}

export const chosenColumn = (choices: readonly GroupColumn[], key: string | null): GroupColumn | undefined =>
  choices.find((choice) => choice.key === key) ?? choices[0];

export function rowsAt(groups: readonly Subgroup[], summary: EvaluationSummary): TableRow[] {
  const { n, positives, negatives, sensitivity, specificity, auc, threshold } = summary;
  const all: TableRow = { name: '', kind: 'all', n, positives, negatives, sensitivity, specificity, auc };
  return [all, ...subgroupsAt(groups, { threshold, minimum: MINIMUM })];
}
