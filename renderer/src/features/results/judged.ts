import type { Split } from '../../../../electron/shared/schemas/common.ts';
import type { Evaluation } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../../electron/shared/schemas/run.ts';
import { evaluationOfSplit } from '../../state/splitEvaluation.ts';

/** What makes the scores: a finished run, or somebody else's program or reader, known by an evaluation alone. */
export type Subject = { kind: 'run'; run: Run } | { kind: 'imported'; evaluation: Evaluation };

/** What can be judged: a split, scored or not yet, or photos and rows that were scored. */
export type Judged =
  { kind: 'split'; split: Split; evaluation: Evaluation | undefined } | { kind: 'other'; evaluation: Evaluation };

/** As text, for a list of choices. */
export const subjectKey = (subject: Subject): string =>
  subject.kind === 'run' ? `run:${subject.run.id}` : `evaluation:${subject.evaluation.id}`;
export const judgedKey = (judged: Judged): string =>
  judged.kind === 'split' ? `split:${judged.split}` : judged.evaluation.id;

/** Validation first: the test split is for a last look, and nobody should land on it by chance. */
const splits: readonly Split[] = ['valid', 'test', 'train'];

/** Finished runs, then out-of-fold scores, then what was imported, each newest first as given. */
export function subjectsOf(runs: readonly Run[], evaluations: readonly Evaluation[]): Subject[] {
  return [
    ...runs.filter(({ state }) => state === 'finished').map((run): Subject => ({ kind: 'run', run })),
    ...[true, false].flatMap((outOfFold) =>
      evaluations
        .filter(({ runId, origin }) => runId === null && (origin.kind === 'crossValidation') === outOfFold)
        .map((evaluation): Subject => ({ kind: 'imported', evaluation })),
    ),
  ];
}

/** The one that was chosen by run, else by an evaluation without a run; else the first. */
export function chosenSubject(
  subjects: readonly Subject[],
  { runId, evaluationId }: { runId: string | null; evaluationId: string | null },
): Subject | undefined {
  const imported = subjects.find((subject) => subject.kind === 'imported' && subject.evaluation.id === evaluationId);
  return imported ?? subjects.find((subject) => subject.kind === 'run' && subject.run.id === runId) ?? subjects[0];
}

/** The choices for a run; `evaluations` newest first, of any run; `inData` says which splits its data set has photos in. */
export function judgeable(run: Run, evaluations: readonly Evaluation[], inData: (split: Split) => boolean): Judged[] {
  const ofSplits = splits.flatMap((split): Judged[] => {
    const evaluation = evaluationOfSplit(evaluations, run, split);
    return evaluation !== undefined || inData(split) ? [{ kind: 'split', split, evaluation }] : [];
  });
  const ofFolders = evaluations
    .filter(({ runId, source }) => runId === run.id && source.kind === 'folder')
    .map((evaluation): Judged => ({ kind: 'other', evaluation }));
  return [...ofSplits, ...ofFolders];
}
