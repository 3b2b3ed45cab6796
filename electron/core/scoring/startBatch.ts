import { access, constants, lstat, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, systemCode, toErrorBody } from '../../shared/errors.ts';
import { BatchOptions } from '../../shared/schemas/scoring.ts';
import type { Batch, BatchRequest } from '../../shared/schemas/scoring.ts';
import type { CoreContext } from '../context.ts';
import { batchModelHash, insertBatch, listBatches, updateBatch } from '../database/batches.ts';
import { getRun } from '../database/runs.ts';
import { stateOfFile } from './batchFile.ts';
import { refuseMissingSources } from './listInputs.ts';
import { scoringModel } from './model.ts';
import { foreignFile, ownerOf } from './outFile.ts';
import { formatOf } from './output/columns.ts';
import { refuseVanished } from './sources/vanished.ts';

interface Wanted {
  runId: string;
  runName: string;
  modelHash: string;
  threshold: number;
  inputs: string[];
  options: BatchOptions;
  out: string | null;
  resume: boolean;
}

/**
 * Begins a batch, or goes on with the one that has the same run, threshold, inputs and output file. A file that the database does
 * not know to the byte was made, or changed, by something else: it is never overwritten (ALREADY_EXISTS).
 */
export async function startBatch(
  context: CoreContext,
  request: BatchRequest,
): Promise<{ jobId: string; batchId: string }> {
  const run = getRun(context.database, request.runId);
  const { modelHash } = await scoringModel(context, run);
  const threshold = request.threshold ?? run.threshold.value;
  const wanted: Wanted = { ...request, options: BatchOptions.parse(request), runName: run.name, modelHash, threshold };
  if (wanted.out !== null && formatOf(wanted.out, wanted.options) === null) {
    throw new AppError('BAD_INPUT', `The output file must end in .csv or .jsonl, as its format has it: ${wanted.out}`, {
      details: { path: wanted.out },
    });
  }
  // The folder of the output file is not made: a slip in its name would hide the results.
  if (wanted.out !== null) await requireFolder(dirname(wanted.out));
  const former = await formerBatch(context, wanted);
  if (former !== null) await refuseVanished(context.database, former.id, former);
  await refuseMissingSources({ ...wanted.options, inputs: wanted.inputs });
  if (wanted.out !== null) await requireWritable(wanted.out);
  return former === null ? begin(context, wanted) : goOn(context, former);
}

async function requireFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw new AppError('NOT_FOUND', `${folder} is no folder`);
  } catch (cause) {
    const { code } = toErrorBody(cause);
    throw new AppError(code, `The folder of the output file is not there: ${folder}`, {
      cause,
      details: { path: folder, remedy: 'Make that folder first, or give another --out.' },
    });
  }
}

/** What speaks against writing the file is said at once, and not by a batch that fails after the network was loaded. */
async function requireWritable(out: string): Promise<void> {
  const { kind } = await stateOfFile(out);
  if (kind === 'missing') {
    const isLink = await lstat(out).then(
      () => true,
      () => false,
    );
    if (isLink) {
      throw new AppError('ALREADY_EXISTS', `${out} is a link to a file that is not there.`, {
        details: { path: out, remedy: 'Give another name with --out, or remove that link.' },
      });
    }
  }
  try {
    if (kind === 'missing') await access(dirname(out), constants.W_OK | constants.X_OK);
    if (kind === 'file') await (await open(out, 'r+')).close();
  } catch (cause) {
    const path = kind === 'missing' ? dirname(out) : out;
    // Windows lets no other program write what one has open.
    const { code } = systemCode(cause) === 'EBUSY' ? { code: 'NO_PERMISSION' as const } : toErrorBody(cause);
    throw new AppError(code, `${path} may not be written.`, {
      cause,
      details: {
        path,
        remedy: 'Give another --out; if the file is open in another program, close it there first.',
      },
    });
  }
}

/** The batch to go on with, or null for a new one. Fails when the output file belongs to neither. */
async function formerBatch(context: CoreContext, wanted: Wanted): Promise<Batch | null> {
  const { database } = context;
  const { out, resume } = wanted;
  const batches = listBatches(database).filter((batch) => batch.out === out);
  refuseRunning(batches, out);
  const differences = (batch: Batch): string[] => differencesOf(batch, batchModelHash(database, batch.id), wanted);
  const same = batches.find((batch) => differences(batch).length === 0) ?? null;
  if (out === null) return resume && same?.state !== 'finished' ? same : null;

  const file = await stateOfFile(out).catch((cause: unknown): never => {
    if (systemCode(cause) !== 'EISDIR') throw cause;
    throw new AppError('ALREADY_EXISTS', `${out} is a folder.`, { cause, details: { path: out } });
  });
  if (file.kind !== 'file' || file.sizeBytes === 0) return resume ? same : null;
  const owner = await ownerOf(context, batches, out);
  if (owner === null) throw foreignFile(out);
  if (!resume) return null;
  const other = differences(owner);
  if (other.length === 0) return owner;
  throw new AppError('ALREADY_EXISTS', `${out} holds scores made with ${other.join(' and ')}.`, {
    details: { path: out, remedy: 'Give another name with --out, or replace it with --no-resume.' },
  });
}

/** In which way the batch is another one than the wanted, in words. */
function differencesOf(batch: Batch, modelHash: string, wanted: Wanted): string[] {
  const differences: string[] = [];
  if (batch.runId !== wanted.runId) differences.push(`another run ("${batch.runName}")`);
  else if (modelHash !== wanted.modelHash) differences.push('another state of the run');
  if (batch.threshold !== wanted.threshold) differences.push(`another threshold (${batch.threshold})`);
  if (JSON.stringify(batch.inputs) !== JSON.stringify(wanted.inputs)) differences.push('other inputs');
  if (JSON.stringify(batch.request) !== JSON.stringify(wanted.options)) differences.push('other options');
  return differences;
}

/** Two jobs must not write one file. */
function refuseRunning(batches: Batch[], out: string | null): void {
  const running = batches.find(({ state }) => state === 'running');
  if (out === null || running === undefined) return;
  throw new AppError('ALREADY_EXISTS', `${out} is being written by a batch that is still running.`, {
    details: { path: out, batchId: running.id, remedy: 'Wait for it to end, or give another name with --out.' },
  });
}

function begin(context: CoreContext, wanted: Wanted): { jobId: string; batchId: string } {
  const { database, jobs } = context;
  const batchId = context.newId();
  const { runId, inputs, options, threshold, modelHash, out } = wanted;
  insertBatch(database, {
    id: batchId,
    runId,
    inputs,
    request: options,
    threshold,
    modelHash,
    out,
    createdAt: context.now().toISOString(),
    jobId: null,
  });
  const jobId = jobs.start('scoring', { batchId }, { title: titleOf(inputs), runId, batchId });
  updateBatch(database, batchId, { jobId });
  return { jobId, batchId };
}

function goOn(context: CoreContext, batch: Batch): { jobId: string; batchId: string } {
  const { database, jobs } = context;
  const { id: batchId, runId, inputs } = batch;
  const jobId =
    resumed(context, batch) ?? jobs.start('scoring', { batchId }, { title: titleOf(inputs), runId, batchId });
  updateBatch(database, batchId, { state: 'running', finishedAt: null, jobId });
  return { jobId, batchId };
}

/** The stopped job itself goes on where there is one, so that it is not offered for resuming any longer. */
function resumed({ jobs }: CoreContext, { jobId }: Batch): string | null {
  if (jobId === null) return null;
  try {
    return jobs.resume(jobId);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'NOT_RESUMABLE' || error.code === 'NOT_FOUND')) return null;
    throw error;
  }
}

const titleOf = (inputs: string[]): string =>
  inputs.length === 1 ? (inputs[0] ?? '') : `${inputs[0]} and ${inputs.length - 1} more`;
