import {
  applyRecalibration,
  fitRecalibration,
  recalibrateTable,
  recommendedMethod,
} from '../../../../electron/shared/metrics/recalibration.ts';
import type { ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { summarizeRanking } from '../../../../electron/shared/metrics/summary.ts';
import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Recalibration } from '../../../../electron/shared/schemas/recalibration.ts';
import type { Run } from '../../../../electron/shared/schemas/run.ts';
import type { ProbabilityFigures } from './metricRows.ts';

export interface Calibrated {
  recalibration: Recalibration;
  table: ScoreTable;
  figures: ProbabilityFigures;
  /** In the order of the rows. */
  scores: Float64Array;
}

/**
 * The map from scores to probabilities: fitted on the run's validation photos, or brought along in a .lesionlab file. A file of
 * scores has none, for there is nothing apart from the photos judged that it could be fitted on.
 */
export function recalibrationFor(
  run: Run | null,
  validation: ScoreTable | null,
  { origin }: Pick<Evaluation, 'origin'>,
): Recalibration | null {
  if (origin.kind === 'package') return origin.provenance.recalibration;
  if (run === null || validation === null) return null;
  return fitRecalibration(validation, recommendedMethod(run.config.classWeights));
}

/** O(n), once an evaluation. */
export function calibrate(table: ScoreTable, scores: readonly number[], recalibration: Recalibration): Calibrated {
  const calibrated = recalibrateTable(table, recalibration);
  return {
    recalibration,
    table: calibrated,
    figures: summarizeRanking(calibrated),
    scores: Float64Array.from(scores, (score) => applyRecalibration(score, recalibration)),
  };
}
