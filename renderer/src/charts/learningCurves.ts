import type { EpochMetrics } from '../../../electron/shared/schemas/run.ts';

export type CurveMeasure = 'loss' | 'auc' | 'accuracy';

export interface Curve {
  train: { x: number; y: number }[];
  valid: { x: number; y: number }[];
  rows: { epoch: number; train: number | null; valid: number | null }[];
}

/** One measure of both splits over the epochs; an epoch where it is undefined has no point. */
export function curveOf(epochs: readonly EpochMetrics[], measure: CurveMeasure): Curve {
  const rows = epochs.map((row) => ({ epoch: row.epoch, ...valuesOf(row, measure) }));
  const points = (split: 'train' | 'valid'): { x: number; y: number }[] =>
    rows.flatMap((row) => {
      const y = row[split];
      return y === null || !Number.isFinite(y) ? [] : [{ x: row.epoch, y }];
    });
  return { train: points('train'), valid: points('valid'), rows };
}

function valuesOf(row: EpochMetrics, measure: CurveMeasure): { train: number | null; valid: number | null } {
  switch (measure) {
    case 'loss':
      return { train: row.loss, valid: row.valLoss };
    case 'auc':
      return { train: row.auc, valid: row.valAuc };
    case 'accuracy':
      return { train: row.accuracy, valid: row.valAccuracy };
  }
}

/** The epoch whose weights are kept: lowest validation loss, the earliest of equals; null before the first. */
export function bestEpochOf(epochs: readonly EpochMetrics[]): number | null {
  let best: EpochMetrics | null = null;
  for (const row of epochs) if (best === null || row.valLoss < best.valLoss) best = row;
  return best?.epoch ?? null;
}

/** Rows by epoch, the later word on an epoch winning: what was read and what was heard since, in one. */
export function mergeEpochs(read: readonly EpochMetrics[], heard: readonly EpochMetrics[]): EpochMetrics[] {
  const byEpoch = new Map<number, EpochMetrics>();
  for (const row of [...read, ...heard]) byEpoch.set(row.epoch, row);
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}
