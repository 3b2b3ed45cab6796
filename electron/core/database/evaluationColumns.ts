import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { EvaluationColumns } from '../../shared/schemas/evaluation.ts';
import { all, json, one, orNotFound, rowId } from './rows.ts';

const ColumnsRow = z.object({
  photo_id: rowId.nullable(),
  group_name: z.string().nullable(),
  metadata: json(z.record(z.string(), z.string())),
});

/**
 * What is known of each scored row besides its score, in the order of the scores. A photo is that of the run's data set at the same path,
 * where it is still there. Metadata columns stand in the order in which rows first name them. Throws NOT_FOUND.
 */
export function getEvaluationColumns(db: DatabaseSync, id: string): EvaluationColumns {
  const groupColumn = groupColumnOfEvaluation(db, id);
  // a row must not come twice, however often a data set lists its path
  const sql = `SELECT p.id AS photo_id, er.group_name, er.metadata FROM evaluation_rows AS er
    JOIN evaluations AS e ON e.id = er.evaluation_id LEFT JOIN runs AS r ON r.id = e.run_id
    LEFT JOIN photos AS p ON p.id = (SELECT min(id) FROM photos WHERE dataset_id = coalesce(r.dataset_id,
        CASE json_extract(e.source, '$.kind') WHEN 'outOfFold' THEN json_extract(e.source, '$.datasetId') END)
      AND path = er.path)
    WHERE er.evaluation_id = :id AND er.status = 'ok' ORDER BY er.position`;
  const rows = all(db, ColumnsRow, sql, { id });
  const names = new Set(rows.flatMap(({ metadata }) => Object.keys(metadata)));
  return {
    photoIds: rows.map(({ photo_id }) => photo_id),
    groups: rows.map(({ group_name }) => group_name),
    groupColumn,
    metadata: [...names].map((name) => ({ name, values: rows.map(({ metadata }) => metadata[name] ?? '') })),
  };
}

/** The column of patients or lesions; null where there is none. Throws NOT_FOUND. */
export function groupColumnOfEvaluation(db: DatabaseSync, id: string): string | null {
  const sql = 'SELECT group_column FROM evaluations WHERE id = :id';
  const row = one(db, z.object({ group_column: z.string().nullable() }), sql, { id });
  return orNotFound(row, 'evaluations', id).group_column;
}
