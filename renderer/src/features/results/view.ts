import type { EvaluationDetail } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Run, Threshold } from '../../../../electron/shared/schemas/run.ts';
import type { PreparedScores } from './operating.ts';

/** What every tab of the results is given: one evaluation, sorted once, and the one threshold. */
export interface ViewProps {
  /** null: the scores were not made by a run of this data folder. */
  run: Run | null;
  detail: EvaluationDetail;
  prepared: PreparedScores;
  threshold: Threshold;
}
