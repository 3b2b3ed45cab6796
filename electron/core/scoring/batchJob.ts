import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { Batch } from '../../shared/schemas/scoring.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { batchModelHash, updateBatch } from '../database/batches.ts';
import { changeLedger } from '../database/batchLedger.ts';
import { eachScoredRow } from '../database/batchRows.ts';
import { sqliteCode } from '../database/open.ts';
import { transaction } from '../database/rows.ts';
import { getRun } from '../database/runs.ts';
import { compareJoined, rejoinRows } from '../database/batchOutput.ts';
import type { BatchFile } from './batchFile.ts';
import { openBatchFile } from './batchFile.ts';
import { compareLedger } from './compareLedger.ts';
import { listInputs } from './listInputs.ts';
import { fixManifest } from './madeWith.ts';
import { scoringModel } from './model.ts';
import { refuseForeignFile } from './outFile.ts';
import { formatOf, layoutOf } from './output/columns.ts';
import { evaluateBatch } from './output/evaluateBatch.ts';
import type { OutputRules } from './output/rules.ts';
import { fixRules } from './output/rules.ts';
import { createRowWriter } from './rowWriter.ts';
import { NETWORK_BATCH_SIZE } from './scorePhotos.ts';
import { scoreTodo } from './scoreTodo.ts';
import { watchFolders } from './sources/folders.ts';
import { refuseEmptied, refuseVanished } from './sources/vanished.ts';

export const BatchParams = z.object({ batchId: Id });

/**
 * Scores a batch in the order of its inputs. Rows go to the database and then to the file, 64 by 64; both are flushed. Whatever
 * stops it, the next start keeps the rows whose photo is the same and scores the others only, so that the file ends up with the
 * bytes that an uninterrupted batch writes.
 */
export function batchJob(context: CoreContext): JobDefinition<typeof BatchParams> {
  const { database, emit } = context;
  return {
    params: BatchParams,
    resumable: true,
    async run({ batchId }, job) {
      const batch = updateBatch(database, batchId, { state: 'running', finishedAt: null, jobId: job.id });
      emit('data.changed', { kind: 'batch', id: batchId });
      try {
        await scoreBatch(context, batch, job);
      } catch (error) {
        throw isFullDatabase(error) ? new AppError('NO_SPACE', 'the disk is full', { cause: error }) : error;
      }
      updateBatch(database, batchId, { state: 'finished', finishedAt: context.now().toISOString() });
      emit('data.changed', { kind: 'batch', id: batchId });
    },
    ended({ batchId }, state) {
      updateBatch(database, batchId, { state, finishedAt: context.now().toISOString() });
      emit('data.changed', { kind: 'batch', id: batchId });
    },
  };
}

const SQLITE_FULL = 13;
const isFullDatabase = (error: unknown): boolean => sqliteCode(error) === SQLITE_FULL;

async function scoreBatch(context: CoreContext, batch: Batch, job: JobHandle): Promise<void> {
  const { database } = context;
  const model = await scoringModel(context, getRun(database, batch.runId));
  if (model.modelHash !== batchModelHash(database, batch.id)) {
    throw new AppError('NOT_RESUMABLE', 'The run has changed since this batch was begun.', {
      details: { batchId: batch.id, remedy: 'Score again from the start, with --no-resume.' },
    });
  }
  job.report('scanning', 0, 0);
  await refuseVanished(database, batch.id, batch);
  const { photos, skipped } = await listInputs({ ...batch.request, inputs: batch.inputs }, job.signal);
  refuseEmptied(database, batch.id, batch.inputs, photos);
  const paths = photos.map(({ path }) => path);
  const folders = await watchFolders(paths);
  const begun = { id: batch.id, begunMs: Date.parse(batch.createdAt) };
  const { standing, standingCount, unchanged, changes } = await compareLedger(database, begun, photos, job.signal);
  await refuseForeignFile(context, batch);
  const rules = await fixRules(context, batch, model, { paths, signal: job.signal });
  const rejoined = compareJoined(database, batch.id, rules.metadataOf);
  const written = Math.min(unchanged, rejoined.first ?? unchanged);
  const isDone = standingCount === photos.length;
  const networkBatch = isDone ? NETWORK_BATCH_SIZE : (await fixManifest(context, batch.id)).networkBatch;

  const skippedJunk = skipped.hidden + skipped.system + skipped.otherFiles + skipped.excluded;
  updateBatch(database, batch.id, { total: photos.length, skippedJunk, skipped });
  // The file is cut before rows go: it must never hold a row that the database does not know, or it would pass for somebody else's.
  const file = await openFile(context, batch, rules, written);
  try {
    transaction(database, () => {
      rejoinRows(database, rejoined);
      changeLedger(database, changes);
    });
    const writer = createRowWriter(database, batch.id, { file, written });
    await scoreTodo(context, {
      batch,
      model: { ...model, extras: rules.extras },
      rules,
      photos,
      standing,
      folders,
      writer,
      networkBatch,
      job,
    });
  } finally {
    await file?.close();
  }
  const isAsBefore = isDone && [changes.moved, changes.removed, rejoined.changed].every((list) => list.length === 0);
  if (!isAsBefore || batch.evaluationId === null) evaluateBatch(context, batch, rules.output);
}

function openFile(
  { database }: CoreContext,
  batch: Batch,
  { output }: OutputRules,
  rows: number,
): Promise<BatchFile> | null {
  const { out } = batch;
  if (out === null) return null;
  const format = formatOf(out, batch.request);
  if (format === null) throw new AppError('BAD_INPUT', `neither .csv nor .jsonl: ${out}`, { details: { path: out } });
  return openBatchFile(out, layoutOf(format, output), () => eachScoredRow(database, batch.id, { to: rows }));
}
