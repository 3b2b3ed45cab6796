import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Sha256 } from '../../shared/schemas/common.ts';
import { Recalibration } from '../../shared/schemas/recalibration.ts';
import { LikenessLimits, MetadataMatch } from '../../shared/schemas/scoring.ts';
import { each, json, one, orNotFound, run } from './rows.ts';

/** What a batch's rows hold besides scores, and by which rules: the same for all of them, however often the batch is stopped. */
export const BatchOutput = z.object({
  /** The user's table, by its content; columns in its order, without the one that names the photos. */
  metadata: z
    .object({
      sha256: Sha256,
      nameColumn: z.string(),
      labelColumn: z.string().nullable(),
      groupColumn: z.string().nullable(),
      columns: z.array(z.string()),
    })
    .nullable(),
  recalibration: Recalibration.nullable(),
  likeness: LikenessLimits.nullable(),
  match: MetadataMatch.nullable(),
});
export type BatchOutput = z.infer<typeof BatchOutput>;

/** null before the first photo is scored, and of a batch of an older version. Throws NOT_FOUND. */
export function batchOutput(db: DatabaseSync, batchId: string): BatchOutput | null {
  const schema = z.object({ output: json(BatchOutput).nullable() });
  const row = one(db, schema, 'SELECT output FROM batches WHERE id = :batchId', { batchId });
  return orNotFound(row, 'batches', batchId).output;
}

export function setBatchOutput(db: DatabaseSync, batchId: string, output: BatchOutput): void {
  run(db, 'UPDATE batches SET output = :text WHERE id = :batchId', { batchId, text: JSON.stringify(output) });
}

const Joined = z.object({ id: z.int(), position: z.int(), path: z.string(), metadata: z.string() });

/** Rows whose values of the user's table are others now, and the first of their places. */
export interface Rejoined {
  first: number | null;
  changed: { id: number; metadata: string }[];
}

/** Finds them: a photo that came since may have made a name ambiguous. */
export function compareJoined(
  db: DatabaseSync,
  batchId: string,
  metadataOf: (path: string) => Record<string, string>,
): Rejoined {
  const found: Rejoined = { first: null, changed: [] };
  const sql = 'SELECT id, position, path, metadata FROM batch_rows WHERE batch_id = :batchId ORDER BY position';
  for (const row of each(db, Joined, sql, { batchId })) {
    const metadata = JSON.stringify(metadataOf(row.path));
    if (metadata === row.metadata) continue;
    found.first ??= row.position;
    found.changed.push({ id: row.id, metadata });
  }
  return found;
}

/** Call inside a transaction. */
export function rejoinRows(db: DatabaseSync, { changed }: Rejoined): void {
  const write = db.prepare('UPDATE batch_rows SET metadata = :metadata WHERE id = :id');
  for (const { id, metadata } of changed) write.run({ id, metadata });
}
