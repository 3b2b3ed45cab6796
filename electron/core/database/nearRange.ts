import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { one, orNotFound } from './rows.ts';

/** A score at most so far from the threshold could easily have been called otherwise. */
export const NEAR_DISTANCE = 0.05;

/** The scores of a batch that are near its threshold, both ends included. Throws NOT_FOUND. */
export function nearRange(db: DatabaseSync, batchId: string): { low: number; high: number } {
  const sql = 'SELECT threshold FROM batches WHERE id = :batchId';
  const { threshold } = orNotFound(one(db, z.object({ threshold: z.number() }), sql, { batchId }), 'batches', batchId);
  return { low: threshold - NEAR_DISTANCE, high: threshold + NEAR_DISTANCE };
}
