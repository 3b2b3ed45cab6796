import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Split } from '../../shared/schemas/common.ts';
import { all, json, one } from './rows.ts';

const LabelledRow = z
  .object({
    path: z.string(),
    sha256: z.string(),
    label: z.union([z.literal(0), z.literal(1)]),
    class_name: z.string(),
    group_name: z.string().nullable(),
    metadata: json(z.record(z.string(), z.string())),
  })
  .transform(({ class_name, group_name, ...row }) => ({ ...row, className: class_name, group: group_name }));

/**
 * The photos of one split that the run was made with, in their order, with what its data set still knows of them: group and
 * metadata are null and empty for photos that are no longer in it.
 */
export function labelledSplit(db: DatabaseSync, runId: string, split: Split): z.output<typeof LabelledRow>[] {
  const sql = `SELECT rp.path, rp.sha256, rp.label, rp.class_name, p.group_name, coalesce(p.metadata, '{}') AS metadata
    FROM run_photos AS rp JOIN runs AS r ON r.id = rp.run_id
    LEFT JOIN photos AS p ON p.dataset_id = r.dataset_id AND p.path = rp.path
    WHERE rp.run_id = :runId AND rp.split = :split ORDER BY rp.position`;
  return all(db, LabelledRow, sql, { runId, split });
}

/** The column of patients or lesions of the run's data set; null where there is none, or no data set any more. */
export function groupColumnOfRun(db: DatabaseSync, runId: string): string | null {
  const sql = `SELECT d.group_column FROM runs AS r JOIN datasets AS d ON d.id = r.dataset_id WHERE r.id = :runId`;
  return one(db, z.object({ group_column: z.string().nullable() }), sql, { runId })?.group_column ?? null;
}
