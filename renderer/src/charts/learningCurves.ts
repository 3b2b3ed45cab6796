import type { LearningMeasure } from '../../../electron/shared/figures/learningCurvesFigure.ts';
import type { EpochMetrics } from '../../../electron/shared/schemas/run.ts';

export type CurveMeasure = LearningMeasure;

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
