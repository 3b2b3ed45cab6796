import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { EpochMetrics } from '../../shared/schemas/run.ts';
import { all, insertMany, run } from './rows.ts';

/** Adds an epoch's row; a resumed run that computes an epoch again overwrites it with the same figures. */
export function insertEpoch(db: DatabaseSync, runId: string, epoch: EpochMetrics): void {
  const row = {
    run_id: runId,
    epoch: epoch.epoch,
    loss: epoch.loss,
    accuracy: epoch.accuracy,
    auc: epoch.auc,
    val_loss: epoch.valLoss,
    val_accuracy: epoch.valAccuracy,
    val_auc: epoch.valAuc,
    seconds: epoch.seconds,
  };
  insertMany(db, 'epochs', [row], { orReplace: true });
}

const EpochRow = z
  .object({
    epoch: z.int(),
    loss: z.number(),
    accuracy: z.number(),
    auc: z.number().nullable(),
    val_loss: z.number(),
    val_accuracy: z.number(),
    val_auc: z.number().nullable(),
    seconds: z.number(),
  })
  .transform((row): EpochMetrics => ({
    epoch: row.epoch,
    loss: row.loss,
    accuracy: row.accuracy,
    auc: row.auc,
    valLoss: row.val_loss,
    valAccuracy: row.val_accuracy,
    valAuc: row.val_auc,
    seconds: row.seconds,
  }));

/** From the first epoch on. */
export function listEpochs(db: DatabaseSync, runId: string): EpochMetrics[] {
  const sql = `SELECT epoch, loss, accuracy, auc, val_loss, val_accuracy, val_auc, seconds
    FROM epochs WHERE run_id = :runId ORDER BY epoch`;
  return all(db, EpochRow, sql, { runId });
}

/** For a run that starts anew. */
export function deleteEpochs(db: DatabaseSync, runId: string): void {
  run(db, 'DELETE FROM epochs WHERE run_id = :runId', { runId });
}
