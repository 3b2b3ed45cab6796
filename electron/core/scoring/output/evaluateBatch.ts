import type { Batch } from '../../../shared/schemas/scoring.ts';
import type { CoreContext } from '../../context.ts';
import type { BatchOutput } from '../../database/batchOutput.ts';
import { eachRowToEvaluate } from '../../database/batchSummary.ts';
import { batchModelHash, updateBatch } from '../../database/batches.ts';
import { deleteEvaluation, getEvaluation, insertEvaluation, listEvaluations } from '../../database/evaluations.ts';
import type { NewEvaluationRow } from '../../database/evaluations.ts';
import { transaction } from '../../database/rows.ts';
import { openTest, showsTestOfRun } from '../../evaluation/openings.ts';
import { commonFolder } from './metadataTable.ts';
import { truthOf } from './truth.ts';

/**
 * Stores the evaluation of a batch whose photos have labels, as one of a folder: it opens like any other, shares of its photos with the run's own
 * splits are found and told, and a look at the run's test photos is counted as it is wherever they lie. A batch that is scored again replaces
 * its own. Nothing is stored when no labelled photo has a score.
 */
export function evaluateBatch(context: CoreContext, batch: Batch, output: BatchOutput | null): void {
  const { database, emit } = context;
  const metadata = output?.metadata ?? null;
  const truth = truthOf(batch.request, metadata?.labelColumn ?? null);
  if (truth === null) return;
  const { mapping } = truth;
  const group = metadata?.groupColumn ?? null;
  const rows: NewEvaluationRow[] = [];
  for (const row of eachRowToEvaluate(database, batch.id)) {
    const known = truth.classOf(row.path, row.metadata);
    if (known === null) continue;
    const groupName = group === null ? '' : (row.metadata[group] ?? '').trim();
    rows.push({ ...row, ...known, group: groupName === '' ? null : groupName });
  }
  const former = listEvaluations(database, batch.runId).find(({ id }) => id === batch.evaluationId) ?? null;
  const evaluationId = rows.every(({ score }) => score === null) ? null : context.newId();
  transaction(database, () => {
    updateBatch(database, batch.id, { evaluationId });
    // Before the former one goes: what it showed of these photos was seen, and its successor says since when.
    if (evaluationId !== null) insertNew(evaluationId);
    if (former !== null) deleteEvaluation(database, former.id);
  });
  for (const id of [former?.id, evaluationId]) if (id) emit('data.changed', { kind: 'evaluation', id });

  function insertNew(id: string): void {
    const added = {
      id,
      runId: batch.runId,
      source: { kind: 'folder' as const, path: placeOf(batch, rows), mapping },
      createdAt: context.now().toISOString(),
      modelHash: batchModelHash(database, batch.id),
      groupColumn: group,
    };
    insertEvaluation(database, added, rows);
    if (showsTestOfRun(getEvaluation(database, id))) openTest(context, id);
  }
}

/** The folder that was given, or the one that holds all the photos. */
const placeOf = ({ inputs, request }: Batch, rows: readonly NewEvaluationRow[]): string =>
  inputs.length === 1 && request.lists.length === 0 ? (inputs[0] ?? '') : commonFolder(rows.map(({ path }) => path));
