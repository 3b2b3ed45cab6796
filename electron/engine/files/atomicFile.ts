import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, systemCode } from '../../shared/errors.ts';

/**
 * Writes a file so that its name never stands for a part of it: under a temporary name in the same folder, flushed to the disk, renamed. A
 * failure leaves nothing behind; a full disk is NO_SPACE with the path. `flush: false` is for what can be made again at any time (a thumbnail).
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array,
  { flush = true }: { flush?: boolean } = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(bytes);
      if (flush) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    const isFull = ['ENOSPC', 'EDQUOT'].includes(systemCode(thrown));
    throw isFull ? new AppError('NO_SPACE', `no space left for ${path}`, { cause: thrown, details: { path } }) : thrown;
  }
}
