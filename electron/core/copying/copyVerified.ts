import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rm, utimes } from 'node:fs/promises';
import { toErrorBody } from '../../shared/errors.ts';
import type { TransferFault } from '../../shared/schemas/triage.ts';
import { hashFile } from '../hashFile.ts';

const PIECE_BYTES = 1 << 20;

export interface Copying {
  source: string;
  /** Of the photo as it was scored; null: it could not be read then. */
  sha256: string | null;
  signal: AbortSignal;
}

export type Copied = { fault: TransferFault } | { fault: null; sha256: string };

/**
 * Copies a photo to `partial`, which must be free, flushes it, reads it back and compares: without a fault both are, byte for byte, the photo that was
 * scored, with its times. With one, nothing is left at `partial`. What is wrong with the folder (full, closed) throws, and so does an aborted signal.
 */
export async function copyVerified({ source, sha256, signal }: Copying, partial: string): Promise<Copied> {
  let reading: FileHandle;
  try {
    reading = await open(source, 'r');
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  }
  try {
    const { atime, mtime } = await reading.stat();
    const written = await writeCopy(reading, partial, signal);
    const fault =
      written === null || (await hashFile(partial)) !== written
        ? 'UNREADABLE'
        : sha256 !== null && written !== sha256
          ? 'CHANGED'
          : null;
    if (fault !== null || written === null) {
      await rm(partial, { force: true });
      return { fault: fault ?? 'UNREADABLE' };
    }
    await utimes(partial, atime, mtime);
    return { fault: null, sha256: written };
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
      const bytesRead = await readPiece(reading, buffer);
      if (bytesRead === null) return null;
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

/** null: the disk, or a folder in the photo's place, cannot be read. */
async function readPiece(reading: FileHandle, buffer: Buffer): Promise<number | null> {
  try {
    return (await reading.read(buffer, 0, buffer.length, null)).bytesRead;
  } catch {
    return null;
  }
}

/** What a photo that cannot be opened, or looked at, is guilty of. */
export function faultOf(thrown: unknown): TransferFault {
  const { code } = toErrorBody(thrown);
  return code === 'NOT_FOUND' || code === 'NO_PERMISSION' ? code : 'UNREADABLE';
}
