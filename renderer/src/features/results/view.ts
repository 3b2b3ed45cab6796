import type { EvaluationColumns, EvaluationDetail } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Recalibration } from '../../../../electron/shared/schemas/recalibration.ts';
import type { Run, Threshold } from '../../../../electron/shared/schemas/run.ts';
import type { Resource } from '../../state/resource.svelte.ts';
import type { Cell, PreparedScores } from './operating.ts';

/** What every tab of the results is given: one evaluation, sorted once, and the one threshold. */
export interface ViewProps {
  /** null: the scores were not made by a run of this data folder. */
  run: Run | null;
  detail: EvaluationDetail;
  prepared: PreparedScores;
  threshold: Threshold;
  /** From raw scores to calibrated probabilities, fitted on validation photos; null while there are none, or none fits. */
  recalibration: Recalibration | null;
}

/** The photos' tab also follows the field of the matrix that was opened; null: none yet. */
export interface ErrorsViewProps extends ViewProps {
  cell: Cell | null;
  /** Which photo of the data set a row is. */
  columns: Resource<EvaluationColumns>;
  onchoose: (cell: Cell) => void;
}

export type ChartName = 'roc' | 'pr' | 'calibration' | 'decision' | 'scores' | 'learning';
