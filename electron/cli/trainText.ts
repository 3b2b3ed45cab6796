import { NOTICE } from '../shared/notice.ts';
import type { EvaluationSummary } from '../shared/schemas/evaluationSummary.ts';
import type { RunDetail, TrainConfig } from '../shared/schemas/run.ts';
import { noteText } from './noteText.ts';
import { aucText, formatSeconds } from './summaryText.ts';
import { decimals, keyValues } from './table.ts';

/** What `train --json` prints. */
export function trainDocument(
  { run, epochs, unreadable, tensorBoardDir, classes = [], notes = [] }: RunDetail,
  validation: EvaluationSummary,
  expectedModelHash: string | null,
): Record<string, unknown> {
  return {
    runId: run.id,
    name: run.name,
    datasetId: run.datasetId,
    config: run.config,
    classes,
    notes: notes.map((note) => ({ ...note, text: noteText(note) })),
    epochs,
    bestEpoch: run.bestEpoch,
    /** As the run scores: all of its networks and views. Epochs are of the first network and, in fine-tuning, of one view. */
    validation,
    threshold: run.threshold.value,
    modelHash: run.modelHash,
    /** With --from-manifest: what the model was there, and whether it is the same now. */
    expectedModelHash,
    reproduced: expectedModelHash === null ? null : expectedModelHash === run.modelHash,
    trainCount: run.trainCount,
    validCount: run.validCount,
    trainableParameters: run.trainableParameters,
    frozenParameters: run.frozenParameters,
    seconds: run.seconds,
    unreadable,
    tensorBoardDir,
    notice: NOTICE,
  };
}

const keptBy = { loss: 'lowest validation loss', auc: 'highest validation AUC', last: 'the last one is kept' } as const;

/** A finished run for people; the figures are of the run as it scores, as `evaluate --split valid` gives them. */
export function trainText(
  { run, epochs, tensorBoardDir, classes = [] }: RunDetail,
  validation: EvaluationSummary,
): string {
  const rule = keptBy[run.config.tuning?.keep ?? 'loss'];
  const pairs: [string, string][] = [
    ['photos', `${run.trainCount} to learn from, ${run.validCount} to check with`],
    ['parameters', `${run.trainableParameters} trained, ${run.frozenParameters} frozen`],
    ['best epoch', `${run.bestEpoch ?? '-'} of ${epochs.length} (${rule})`],
  ];
  if (classes.length > 0) pairs.push(['classes', classes.map(({ name }) => name).join(', ')]);
  pairs.push(['validation loss', `${decimals(validation.logLoss, 4)} (malignant or not)`]);
  pairs.push(['validation accuracy', decimals(validation.accuracy)]);
  pairs.push(['validation AUC', aucText(validation)]);
  if (run.seconds !== null) pairs.push(['time', formatSeconds(run.seconds)]);
  if (tensorBoardDir !== null) pairs.push(['TensorBoard', tensorBoardDir]);
  return `Run "${run.name}" (${run.id})\n${keyValues(pairs)}\n${NOTICE}`;
}

/** Why the figures of the epochs are not those of the run; null: they are. */
export function epochsText({ tuning, views }: TrainConfig): string | null {
  if (tuning === null || (tuning.members === 1 && views === 'one')) return null;
  const parts = [
    ...(tuning.members > 1 ? [`of the first of ${tuning.members} networks`] : []),
    ...(views === 'one' ? [] : ['of one view of each photo']),
  ];
  return `The figures of the epochs are ${parts.join(' and ')}; those of the run are of all, as it scores.`;
}
