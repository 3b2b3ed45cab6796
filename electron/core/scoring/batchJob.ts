import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { Batch, ScoredRow } from '../../shared/schemas/scoring.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { batchModelHash, updateBatch } from '../database/batches.ts';
import type { BatchLedgerRow, NewBatchRow } from '../database/batchRows.ts';
import { batchLedger, deleteBatchRows, eachScoredRow, insertBatchRows, noExtras } from '../database/batchRows.ts';
import { sqliteCode } from '../database/open.ts';
import { transaction } from '../database/rows.ts';
import { getRun } from '../database/runs.ts';
import type { BatchFile } from './batchFile.ts';
import { openBatchFile } from './batchFile.ts';
import type { InputPhoto } from './listInputs.ts';
import { listInputs } from './listInputs.ts';
import { scoringModel } from './model.ts';
import { formatOfFile, toScoredRow, toStoredScore } from './scoredRow.ts';
import type { ScoringModel } from './scorePhotos.ts';
import { CHUNK_SIZE, scoreChunk } from './scorePhotos.ts';

export const BatchParams = z.object({ batchId: Id });

/**
 * Scores a batch in the order of its inputs. Rows go to the database and then to the file, chunk by chunk; both are flushed. Whatever
 * stops it, the next start keeps the rows whose photo has the same path, size and time, so that the file ends up with the
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
  const { photos, skipped } = await listInputs({ ...batch.request, inputs: batch.inputs }, job.signal);
  const skippedJunk = skipped.hidden + skipped.system + skipped.otherFiles + skipped.excluded;
  updateBatch(database, batch.id, { total: photos.length, skippedJunk, skipped });

  const kept = await keepValidRows(context, batch, photos, job.signal);
  const file = batch.out === null ? null : await openFile(context, batch, batch.out);
  try {
    await scoreRest(context, { batch, model, photos, kept, file }, job);
  } finally {
    await file?.close();
  }
}

function openFile({ database }: CoreContext, batch: Batch, out: string): Promise<BatchFile> {
  const format = formatOfFile(out);
  if (format === null) throw new AppError('BAD_INPUT', `neither .csv nor .jsonl: ${out}`, { details: { path: out } });
  return openBatchFile(out, format, () => eachScoredRow(database, batch.id));
}

interface Kept {
  /** Rows at the head of the list that stand as they are. */
  count: number;
  /** Content hash by path of unchanged photos further on, whose rows lost their place: their cached features serve. */
  hashes: Map<string, string>;
}

/** Compares the rows there are with the photos as they are now, and takes out those that do not stand any longer. */
async function keepValidRows(
  context: CoreContext,
  batch: Batch,
  photos: InputPhoto[],
  signal: AbortSignal,
): Promise<Kept> {
  const { database } = context;
  const rows = batchLedger(database, batch.id);
  const valid: boolean[] = [];
  for (let start = 0; start < rows.length; start += CHUNK_SIZE) {
    signal.throwIfAborted();
    valid.push(...(await Promise.all(rows.slice(start, start + CHUNK_SIZE).map(isStillValid))));
  }
  const firstWrong = rows.findIndex(
    ({ path, position }, index) => position !== index || path !== photos[index]?.path || valid[index] !== true,
  );
  if (firstWrong < 0) return { count: rows.length, hashes: new Map() };
  const hashes = new Map<string, string>();
  for (const [index, { path, sha256 }] of rows.entries()) {
    if (index >= firstWrong && valid[index] === true && sha256 !== null) hashes.set(path, sha256);
  }
  transaction(database, () => deleteBatchRows(database, batch.id, firstWrong));
  return { count: firstWrong, hashes };
}

async function isStillValid(row: BatchLedgerRow): Promise<boolean> {
  // What could not be reached may be there by now: such photos are tried again.
  if (row.errorCode === 'NO_PERMISSION' || row.errorCode === 'NOT_FOUND') return false;
  const now = await fileFacts(row.path);
  return now.sizeBytes !== null && now.sizeBytes === row.sizeBytes && now.mtimeMs === row.mtimeMs;
}

interface FileFacts {
  sizeBytes: number | null;
  mtimeMs: number | null;
}

async function fileFacts(path: string): Promise<FileFacts> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, mtimeMs };
  } catch {
    return { sizeBytes: null, mtimeMs: null };
  }
}

interface Work {
  batch: Batch;
  model: ScoringModel;
  photos: InputPhoto[];
  kept: Kept;
  file: BatchFile | null;
}

/** Chunks begin at the same places whether or not the batch was stopped in between: the network sees the same batches. */
async function scoreRest(context: CoreContext, work: Work, job: JobHandle): Promise<void> {
  const { photos, kept } = work;
  let done = kept.count;
  job.report('scoring', done, photos.length);
  while (done < photos.length) {
    job.signal.throwIfAborted();
    const end = Math.min(photos.length, (Math.floor(done / CHUNK_SIZE) + 1) * CHUNK_SIZE);
    await scoreRange(context, work, { start: done, end }, job);
    done = end;
    job.report('scoring', done, photos.length);
  }
}

async function scoreRange(
  context: CoreContext,
  { batch, model, photos, kept, file }: Work,
  { start, end }: { start: number; end: number },
  job: JobHandle,
): Promise<void> {
  const { database, engines } = context;
  const chunk = photos.slice(start, end);
  // Before the photos are read: one that changes meanwhile is scored again the next time.
  const facts = await Promise.all(chunk.map(({ path }) => fileFacts(path)));
  const scored = await scoreChunk(
    engines.compute,
    model,
    chunk
      .filter(({ failure }) => failure === null)
      .map(({ path }) => ({ path, sha256: kept.hashes.get(path) ?? null })),
    { signal: job.signal, onProgress: (count) => job.report('scoring', start + count, photos.length) },
  );
  let next = 0;
  const added: NewBatchRow[] = [];
  const printed: ScoredRow[] = [];
  for (const [index, { path, failure }] of chunk.entries()) {
    const score = failure ?? scored[next++];
    if (score === undefined) throw new AppError('INTERNAL', `no score for ${path}`);
    const row = toScoredRow(
      { path, threshold: batch.threshold, runId: batch.runId, modelHash: model.modelHash },
      score,
    );
    added.push({
      ...toStoredScore(row, score),
      extras: noExtras,
      position: start + index,
      ...(facts[index] ?? { sizeBytes: null, mtimeMs: null }),
    });
    printed.push(row);
  }
  // The database first: a file that lacks rows is completed from it, while rows that only the file has would be lost.
  transaction(database, () => insertBatchRows(database, batch.id, added));
  await file?.append(printed);
}
