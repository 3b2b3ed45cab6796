import type { Evaluation, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import { prepareScores } from '../../../renderer/src/features/results/operating.ts';
import type { ViewProps } from '../../../renderer/src/features/results/view.ts';

export const anEvaluation = (over: Partial<Evaluation> = {}): Evaluation => ({
  id: 'evaluation1',
  runId: 'run1',
  name: 'ISIC 2017 – Recommended',
  origin: { kind: 'run' },
  source: { kind: 'split', split: 'valid' },
  createdAt: '2026-01-01T00:00:00.000Z',
  modelHash: 'a'.repeat(64),
  n: 600,
  unreadable: [],
  threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
  opened: true,
  ...over,
});

/** What a tab of the results is given, for these scores. */
export function viewOf(scores: EvaluationScores, over: Partial<Evaluation> = {}): ViewProps {
  const evaluation = anEvaluation({ n: scores.labels.length, ...over });
  return {
    run: null,
    detail: { evaluation, scores },
    prepared: prepareScores(scores),
    threshold: evaluation.threshold,
    recalibration: null,
  };
}
