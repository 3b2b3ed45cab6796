import type { Run } from '../../shared/schemas/run.ts';
import type { CoreContext, JobHandle } from '../context.ts';
import { deleteEvaluation, listEvaluations } from '../database/evaluations.ts';
import { groupColumnOfRun, labelledSplit } from '../database/labelledSplit.ts';
import { evaluatePhotos } from '../evaluation/evaluatePhotos.ts';
import type { ScoringModel } from '../scoring/scorePhotos.ts';

/** Stores the scores of a run's validation photos, so that Results opens at once; returns the evaluation's id. */
export async function scoreValidation(
  context: CoreContext,
  run: Run,
  model: ScoringModel,
  job: JobHandle,
): Promise<string> {
  const evaluationId = context.newId();
  replaceOwnEvaluation(context, run.id);
  const photos = labelledSplit(context.database, run.id, 'valid');
  const groupColumn = groupColumnOfRun(context.database, run.id);
  const source = { kind: 'split', split: 'valid' } as const;
  await evaluatePhotos(context, { evaluationId, run, model, source, photos, groupColumn }, job);
  return evaluationId;
}

/** What an earlier attempt of the same run stored and did not get to finish. */
function replaceOwnEvaluation({ database }: CoreContext, runId: string): void {
  for (const { id, source } of listEvaluations(database, runId)) {
    if (source.kind === 'split' && source.split === 'valid') deleteEvaluation(database, id);
  }
}
