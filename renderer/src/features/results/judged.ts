import type { Split } from '../../../../electron/shared/schemas/common.ts';
import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../../electron/shared/schemas/run.ts';
import { evaluationOfSplit } from '../../state/splitEvaluation.ts';

/** What can be judged: a split, scored or not yet, or a labelled folder that was scored. */
export type Judged =
  { kind: 'split'; split: Split; evaluation: Evaluation | undefined } | { kind: 'folder'; evaluation: Evaluation };

/** As text, for a list of choices. */
export const judgedKey = (judged: Judged): string =>
  judged.kind === 'split' ? `split:${judged.split}` : judged.evaluation.id;

/** Validation first: the test split is for a last look, and nobody should land on it by chance. */
const splits: readonly Split[] = ['valid', 'test', 'train'];

/** The choices for a run; `evaluations` newest first, of any run; `inData` says which splits its data set has photos in. */
export function judgeable(run: Run, evaluations: readonly Evaluation[], inData: (split: Split) => boolean): Judged[] {
  const ofSplits = splits.flatMap((split): Judged[] => {
    const evaluation = evaluationOfSplit(evaluations, run, split);
    return evaluation !== undefined || inData(split) ? [{ kind: 'split', split, evaluation }] : [];
  });
  const ofFolders = evaluations
    .filter(({ runId, source }) => runId === run.id && source.kind === 'folder')
    .map((evaluation): Judged => ({ kind: 'folder', evaluation }));
  return [...ofSplits, ...ofFolders];
}
