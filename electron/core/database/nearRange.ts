import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ScoreRange } from '../../shared/metrics/nearThreshold.ts';
import { nearScores } from '../../shared/metrics/nearThreshold.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';
import { all, one, orNotFound } from './rows.ts';

/** Of a row `r` of a batch whose range is bound. */
export const NEAR_TERM = 'r.score > :above AND r.score <= :upTo';

const Judged = z.object({ threshold: z.number(), validation_id: z.string().nullable() });
const Scored = z.object({ label: z.union([z.literal(0), z.literal(1)]), score: z.number() });

/** Stored scores never change: a range holds for as long as its evaluation is there. */
const ranges = new WeakMap<DatabaseSync, Map<string, ScoreRange | null>>();

/**
 * The scores of a batch that are near its threshold by the rule of the prediction card, on the same validation scores: those of the batch's very model, stored
 * last. null: there are none, so that nothing is near. Throws NOT_FOUND.
 */
export function nearRange(db: DatabaseSync, batchId: string): ScoreRange | null {
  const sql = `SELECT b.threshold, (SELECT e.id FROM evaluations AS e
      WHERE e.run_id = b.run_id AND e.model_hash = b.model_hash
        AND json_extract(e.source, '$.kind') = 'split' AND json_extract(e.source, '$.split') = 'valid'
      ORDER BY e.created_at DESC, e.rowid DESC LIMIT 1) AS validation_id
    FROM batches AS b WHERE b.id = :batchId`;
  const { threshold, validation_id: id } = orNotFound(one(db, Judged, sql, { batchId }), 'batches', batchId);
  if (id === null) return null;
  const known = ranges.get(db) ?? new Map<string, ScoreRange | null>();
  ranges.set(db, known);
  const key = JSON.stringify([id, threshold]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const range = nearScores(threshold, validationTable(db, id));
  known.set(key, range);
  return range;
}

function validationTable(db: DatabaseSync, id: string) {
  const sql = "SELECT label, score FROM evaluation_rows WHERE evaluation_id = :id AND status = 'ok'";
  const rows = all(db, Scored, sql, { id });
  return createScoreTable({ labels: rows.map(({ label }) => label), scores: rows.map(({ score }) => score) });
}
