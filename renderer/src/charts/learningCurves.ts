import type { LearningMeasure } from '../../../electron/shared/figures/learningCurvesFigure.ts';
import type { EpochMetrics, TuningConfig } from '../../../electron/shared/schemas/run.ts';

export type CurveMeasure = LearningMeasure;

/**
 * The epoch whose weights would be kept if training ended now: of the lowest validation loss or of the highest validation AUC, the earliest of equals;
 * null before there is one, and where the last is kept, which is not known before the end.
 */
export function keptEpochOf(epochs: readonly EpochMetrics[], keep: TuningConfig['keep'] = 'loss'): number | null {
  if (keep === 'last') return null;
  const badness = ({ valLoss, valAuc }: EpochMetrics): number => (keep === 'loss' ? valLoss : -(valAuc ?? -1));
  let kept: EpochMetrics | null = null;
  for (const row of epochs) if (kept === null || badness(row) < badness(kept)) kept = row;
  return kept?.epoch ?? null;
}

/** Rows by epoch, the later word on an epoch winning: what was read and what was heard since, in one. */
export function mergeEpochs(read: readonly EpochMetrics[], heard: readonly EpochMetrics[]): EpochMetrics[] {
  const byEpoch = new Map<number, EpochMetrics>();
  for (const row of [...read, ...heard]) byEpoch.set(row.epoch, row);
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}
