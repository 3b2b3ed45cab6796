import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { scoredBatchRow, scoredEvaluationRow, scoredPrediction } from '../database/explainRows.ts';
import { createExplainer } from './explain.ts';

const scoredOf = { prediction: scoredPrediction, evaluationRow: scoredEvaluationRow, batchRow: scoredBatchRow };

export function explanationHandlers(context: CoreContext): Pick<Handlers, 'explanation.get'> {
  const { database } = context;
  const explain = createExplainer(context);
  return {
    'explanation.get': ({ kind, id }) => explain(scoredOf[kind](database, id)),
  };
}
