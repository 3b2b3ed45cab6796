import { z } from 'zod';
import { Id } from '../../../shared/schemas/common.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../../context.ts';
import type { FileState, StoredTransfer } from '../../database/batchTransfers.ts';
import { countStates, getTransfer, nextFile } from '../../database/batchTransfers.ts';
import { inTargetFolder, makeTargetFolder } from '../../copying/targetFolder.ts';
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
        if (!undo) await makeTargetFolder(transfer.folder);
        try {
          await carryAll(context, transfer, undo, job);
        } finally {
          await writeIndex(context, getTransfer(database, transferId));
        }
      } catch (thrown) {
        throw inTargetFolder(thrown, transfer.folder);
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
