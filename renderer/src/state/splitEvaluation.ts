import type { Evaluation } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../electron/shared/schemas/run.ts';

/** The newest evaluation of a run on a split, by the model that the run has now; undefined when it was never scored. */
export function evaluationOfSplit(
  evaluations: readonly Evaluation[],
  run: Pick<Run, 'id' | 'modelHash'>,
  split: 'train' | 'valid' | 'test',
): Evaluation | undefined {
  return evaluations.find(
    ({ runId, source, modelHash }) =>
      runId === run.id && modelHash === run.modelHash && source.kind === 'split' && source.split === split,
  );
}
