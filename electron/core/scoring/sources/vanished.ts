import { opendir, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../shared/errors.ts';
import type { Batch } from '../../../shared/schemas/scoring.ts';
import { countScoredBelow } from '../../database/batchLedger.ts';
import type { InputPhoto } from '../listInputs.ts';

/** What a pulled drive or a lost share ends a batch with: its rows stay as they are, and it goes on when the folder is back. */
export const vanishedFolder = (folder: string): AppError =>
  new AppError('NOT_FOUND', `${folder} is not there any more: a drive or a network share that is not connected?`, {
    details: {
      path: folder,
      reason: 'FOLDER_VANISHED',
      remedy: 'Connect it again, then go on with the same command: what was scored is kept.',
    },
  });

/** Throws when the folder of a photo cannot be listed any more. */
export async function requireFolderOf(photoPath: string): Promise<void> {
  const folder = dirname(photoPath);
  try {
    const listing = await opendir(folder);
    await listing.close();
  } catch {
    throw vanishedFolder(folder);
  }
}

/** Throws for a folder in which photos were scored before and which is not there now: it was there, so no path is wrong. */
export async function refuseVanished(
  database: DatabaseSync,
  batchId: string,
  { inputs, request }: Pick<Batch, 'inputs' | 'request'>,
): Promise<void> {
  const { root } = request;
  for (const folder of root === null ? inputs : [...inputs, root]) {
    if (countScoredBelow(database, batchId, below(folder)) === 0) continue;
    if ((await stat(folder).catch(() => null)) === null) throw vanishedFolder(folder);
  }
}

const below = (folder: string): string => (folder.endsWith(sep) ? folder : `${folder}${sep}`);

/**
 * Throws for an input in which photos were scored before and which holds none now: an empty mount point looks like an empty folder, and rows must not be thrown
 * away for it.
 */
export function refuseEmptied(
  database: DatabaseSync,
  batchId: string,
  inputs: readonly string[],
  photos: readonly InputPhoto[],
): void {
  for (const input of inputs) {
    const prefix = below(input);
    if (countScoredBelow(database, batchId, prefix) === 0) continue;
    if (!photos.some(({ path }) => path.startsWith(prefix))) throw vanishedFolder(input);
  }
}
