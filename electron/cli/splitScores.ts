import type { Split } from '../shared/schemas/common.ts';
import type { EvaluationDetail } from '../shared/schemas/evaluation.ts';
import type { Run } from '../shared/schemas/run.ts';
import type { Session } from './session.ts';

/**
 * Scores of one split of a run. The stored ones of this very model are used when there are some: they can be read without
 * the photos, TensorFlow or the backbone; else the split is evaluated now. A test split is opened by it, which locks the threshold; under
 * the threshold that is locked already it is the same opening.
 */
export async function splitScores(session: Session, run: Run, split: Split): Promise<EvaluationDetail> {
  const { evaluations } = await session.call('evaluation.list', { runId: run.id });
  const stored = evaluations.find(
    ({ source, modelHash }) => source.kind === 'split' && source.split === split && modelHash === run.modelHash,
  );
  if (stored !== undefined) {
    if (!stored.opened) await session.call('evaluation.openTest', { id: stored.id });
    return session.call('evaluation.get', { id: stored.id });
  }
  const { jobId, evaluationId } = await session.call('evaluation.start', {
    runId: run.id,
    source: { kind: 'split', split },
  });
  await session.finishJob(jobId);
  return session.call('evaluation.get', { id: evaluationId });
}
