import { optimismOf } from '../core/evaluation/optimism.ts';
import { summarize } from '../shared/metrics/summary.ts';
import type { Run } from '../shared/schemas/run.ts';
import type { Batch } from '../shared/schemas/scoring.ts';
import { optimismText } from './optimismText.ts';
import type { Output } from './output.ts';
import type { Session } from './session.ts';
import { summaryText } from './summaryText.ts';
import { noteOpenings, noteOverlap, testOpenings } from './testSplit.ts';

/** What a batch's labels say of its calls: the figures of `evaluate` at the batch's threshold. */
export interface BatchEvaluation {
  json: Record<string, unknown>;
  text: string;
}

/** Says as `evaluate` does which photos are the run's own, and what makes the figures flattering. null: its photos have no labels. */
export async function batchEvaluation(
  session: Session,
  output: Output,
  { run, batch }: { run: Run; batch: Batch },
): Promise<BatchEvaluation | null> {
  if (batch.evaluationId === null) return null;
  const { evaluation, scores } = await session.call('evaluation.get', { id: batch.evaluationId });
  const openings = await testOpenings(session, run);
  const { overlap = null } = evaluation;
  if (overlap !== null) noteOverlap(output, run, overlap);
  if (overlap !== null && overlap.test > 0) noteOpenings(output, run, openings);
  const optimism = optimismOf(evaluation, openings);
  if (optimism !== null) output.note(`! ${optimismText(optimism)}`);
  const figures = summarize({ labels: scores.labels, scores: scores.scores, threshold: batch.threshold });
  return {
    json: {
      ...figures,
      evaluationId: evaluation.id,
      overlap,
      optimistic: optimism !== null,
      optimisticReason: optimism === null ? null : { code: optimism, message: optimismText(optimism) },
    },
    text: summaryText(figures),
  };
}
