import type { Handlers } from '../../shared/contract.ts';
import type { CoreContext } from '../context.ts';
import { scoredEvaluationRow, scoredPrediction } from '../database/explainRows.ts';
import { createExplainer } from './explain.ts';

export function explanationHandlers(context: CoreContext): Pick<Handlers, 'explanation.get'> {
  const { database } = context;
  const explain = createExplainer(context);
  return {
    'explanation.get': ({ kind, id }) =>
      explain(kind === 'prediction' ? scoredPrediction(database, id) : scoredEvaluationRow(database, id)),
  };
}
