import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import { Id } from '../../../shared/schemas/common.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../../context.ts';
import type { FileState, StoredTransfer } from '../../database/batchTransfers.ts';
import { countStates, getTransfer, nextFile } from '../../database/batchTransfers.ts';
import { toAppError } from '../../failure.ts';
import { systemCode } from '../../copying/systemCode.ts';
import { writeIndex } from './transferIndex.ts';
import { returnPhoto, takePhoto } from './transferPhoto.ts';

export const TransferParams = z.object({
  transferId: Id,
  /** Brings the photos of a move back. */
  undo: z.boolean(),
});

/**
 * Copies or moves the photos of a transfer to its folder, or brings moved ones back. Nothing is ever overwritten. Photos that cannot be taken are told of and
 * do not stop the others; a full or closed folder does. It goes on where it stood. index.csv tells of what stands in the folder whenever it ends.
 */
export function transferJob(context: CoreContext): JobDefinition<typeof TransferParams> {
  const { database, emit } = context;
  return {
    params: TransferParams,
    resumable: true,
    async run({ transferId, undo }, job) {
      const transfer = getTransfer(database, transferId);
      try {
        if (!undo) await makeFolder(transfer.folder);
        try {
          await carryAll(context, transfer, undo, job);
        } finally {
          await writeIndex(context, getTransfer(database, transferId));
        }
      } catch (thrown) {
        throw inFolder(thrown, transfer.folder);
      } finally {
        emit('data.changed', { kind: 'batch', id: transfer.batchId });
      }
    },
  };
}

async function carryAll(
  { database }: CoreContext,
  transfer: StoredTransfer,
  undo: boolean,
  { signal, report }: JobHandle,
): Promise<void> {
  const open: FileState[] = undo ? ['moved'] : transfer.move ? ['waiting', 'begun', 'copied'] : ['waiting', 'begun'];
  const counts = countStates(database, transfer.id);
  const total = open.reduce((sum, state) => sum + counts[state], 0);
  report('copying', 0, total);
  let afterId = 0;
  for (let done = 1; ; done += 1) {
    signal.throwIfAborted();
    const file = nextFile(database, transfer.id, open, afterId);
    if (file === null) return;
    const carrying = { database, signal };
    if (undo) await returnPhoto(carrying, file);
    else await takePhoto(carrying, file, transfer);
    afterId = file.id;
    report('copying', done, total);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (thrown) {
    if (!['EEXIST', 'ENOTDIR'].includes(systemCode(thrown))) throw thrown;
    throw new AppError('BAD_INPUT', `${folder} is no folder`, {
      cause: thrown,
      details: { path: folder, remedy: 'Choose a folder, or a name that is not taken yet.' },
    });
  }
}

/** The system names the photo that it was copying, but what is full or closed is the folder. */
function inFolder(thrown: unknown, folder: string): unknown {
  const { code, message } = toAppError(thrown);
  return code === 'NO_SPACE' || code === 'NO_PERMISSION'
    ? new AppError(code, message, { cause: thrown, details: { path: folder } })
    : thrown;
}
