import { createHash, randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { link, lstat, open, rename, rm, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toErrorBody } from '../../../shared/errors.ts';
import type { TransferFault } from '../../../shared/schemas/triage.ts';
import { systemCode } from './systemCode.ts';

const PIECE_BYTES = 1 << 20;

/** A photo that is to be copied to a place, and what is known of its bytes. */
export interface Copying {
  source: string;
  /** Of the photo as it was scored; null: it could not be read then. */
  sha256: string | null;
  signal: AbortSignal;
}

/** Where half a copy stands until it is whole: hidden, and plainly ours. */
export const partialName = (folder: string): string => join(folder, `.lesionlab-${randomUUID()}.part`);

/**
 * Copies a photo to `partial`, flushes it, reads it back and compares: null when both are, byte for byte, the photo that was scored. Otherwise nothing is
 * left at `partial` and the fault of the photo is told. What is wrong with the folder (full, closed) throws, and so does an aborted signal.
 */
export async function copyVerified(
  { source, sha256, signal }: Copying,
  partial: string,
): Promise<TransferFault | null> {
  let reading: FileHandle;
  try {
    reading = await open(source, 'r');
  } catch (thrown) {
    return faultOf(thrown);
  }
  try {
    const { atime, mtime } = await reading.stat();
    const written = await writeCopy(reading, partial, signal);
    if (written === null) return 'UNREADABLE';
    if (sha256 !== null && written !== sha256) return await discard(partial, 'CHANGED');
    if ((await hashOf(partial)) !== written) return await discard(partial, 'UNREADABLE');
    await utimes(partial, atime, mtime);
    return null;
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  } finally {
    await reading.close();
  }
}

/** The SHA-256 of what was read and written; null when the source cannot be read to its end. */
async function writeCopy(reading: FileHandle, partial: string, signal: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(PIECE_BYTES);
  const writing = await open(partial, 'wx');
  try {
    for (;;) {
      signal.throwIfAborted();
      let bytesRead: number;
      try {
        ({ bytesRead } = await reading.read(buffer, 0, buffer.length, null));
      } catch {
        await rm(partial, { force: true });
        return null;
      }
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      await writing.writeFile(piece);
    }
    await writing.sync();
  } finally {
    await writing.close();
  }
  return hash.digest('hex');
}

async function discard(partial: string, fault: TransferFault): Promise<TransferFault> {
  await rm(partial, { force: true });
  return fault;
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    for await (const piece of file.createReadStream({ autoClose: false, highWaterMark: PIECE_BYTES })) {
      if (piece instanceof Uint8Array) hash.update(piece);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** What a photo that cannot be opened, or looked at, is guilty of. */
export function faultOf(thrown: unknown): TransferFault {
  const { code } = toErrorBody(thrown);
  return code === 'NOT_FOUND' || code === 'NO_PERMISSION' ? code : 'UNREADABLE';
}

/** Whether the name itself is a link; null: nothing is there. */
export async function isLink(path: string): Promise<boolean | null> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (thrown) {
    if (faultOf(thrown) === 'NOT_FOUND') return null;
    throw thrown;
  }
}

/** Gives the whole copy its name, which must be free; false when it is not. It never replaces anything. */
export async function publishAs(partial: string, target: string): Promise<boolean> {
  try {
    await link(partial, target);
    await unlink(partial);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === 'EEXIST') return false;
    if (!NO_LINKS.has(systemCode(thrown))) throw thrown;
  }
  // Disks of cameras and sticks (FAT) know no links: an empty file takes the name first, and only that one is replaced.
  try {
    await (await open(target, 'wx')).close();
  } catch (thrown) {
    if (systemCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
  await rename(partial, target);
  return true;
}

const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EINVAL', 'EACCES', 'UNKNOWN']);

/** `lesion.jpg`, `lesion (2).jpg`, ... : the first name in the folder that is free. */
export async function publishIn(partial: string, folder: string, source: string): Promise<string> {
  const name = basename(source);
  for (let number = 1; ; number += 1) {
    const target = join(folder, number === 1 ? name : numbered(name, number));
    if (await publishAs(partial, target)) return target;
  }
}

export const numbered = (name: string, number: number): string => name.replace(/(\.[^.]*)?$/, ` (${number})$1`);

export const isIn = (folder: string, path: string): boolean => dirname(path) === folder;
