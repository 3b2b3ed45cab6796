import type { DatabaseSync } from 'node:sqlite';
import { namedClass } from '../../shared/metrics/fineMatrix.ts';
import { NOTICE } from '../../shared/notice.ts';
import { groupColumnOfEvaluation } from '../database/evaluationColumns.ts';
import { storedRows } from '../database/evaluationRows.ts';
import { getEvaluation } from '../database/evaluations.ts';
import { classesOfEvaluation } from '../database/fineMatrix.ts';
import type { CsvCell } from '../datasets/writeCsv.ts';
import { refuseClosed } from './openings.ts';

/**
 * Every row of an evaluation for other programs: `id,label,score` first, as `metrics` and imports of scores read them (label 1 is malignant), then class,
 * group, the class that was named and the probability of each class where the run tells them apart, and why a photo has no score. The notice is the last
 * column. Throws NOT_FOUND, BAD_INPUT (TEST_CLOSED).
 */
export function scoresTable(database: DatabaseSync, evaluationId: string): { header: string[]; rows: CsvCell[][] } {
  refuseClosed(getEvaluation(database, evaluationId));
  const classes = classesOfEvaluation(database, evaluationId) ?? [];
  const groupColumn = groupColumnOfEvaluation(database, evaluationId);
  const ofClasses = classes.map(({ name, malignant }) => `p ${name} (${malignant ? 'malignant' : 'benign'})`);
  return {
    header: [
      ...['id', 'label', 'score', 'class'],
      ...(groupColumn === null ? [] : ['group']),
      ...(classes.length === 0 ? [] : ['named class', ...ofClasses]),
      ...['error', 'notice'],
    ],
    rows: storedRows(database, evaluationId).map((row) => {
      const own = row.classes ?? null;
      return [
        row.path,
        row.label,
        row.score,
        row.className,
        ...(groupColumn === null ? [] : [row.group]),
        ...(classes.length === 0
          ? []
          : [
              own === null ? null : (classes[namedClass(own)]?.name ?? null),
              ...classes.map((_, i) => own?.[i] ?? null),
            ]),
        row.error?.code ?? null,
        NOTICE,
      ];
    }),
  };
}
