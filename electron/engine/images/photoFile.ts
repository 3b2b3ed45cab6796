import { hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { PhotoError, photoErrorOfSystem } from './photoError.ts';

/** The bytes of one photo, read once. */
export interface PhotoFile {
  bytes: Buffer;
  /** Of the bytes that were read, lower-case hex. */
  sha256: string;
  sizeBytes: number;
  mtimeMs: number;
}

const maxFileBytes = 1024 ** 3;

/**
 * Reads a photo whole and hashes it.
 *
 * A pipe or device of that name is refused and never waited for: it is looked at before it is opened, opened without
 * blocking, and looked at again, since it may have been swapped in between.
 */
export async function readPhotoFile(path: string): Promise<PhotoFile> {
  try {
    requireRegularFile(await stat(path));
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const facts = await handle.stat();
      requireRegularFile(facts);
      const bytes = await handle.readFile();
      if (bytes.length === 0) throw new PhotoError('EMPTY_FILE', 'the file has 0 bytes');
      return { bytes, sha256: hash('sha256', bytes, 'hex'), sizeBytes: bytes.length, mtimeMs: facts.mtimeMs };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof PhotoError) throw thrown;
    throw photoErrorOfSystem(thrown) ?? thrown;
  }
}

/** Size and time of a photo that need not be read (its features are known by content hash). */
export async function statPhotoFile(path: string): Promise<{ sizeBytes: number; mtimeMs: number }> {
  try {
    const facts = await stat(path);
    requireRegularFile(facts);
    return { sizeBytes: facts.size, mtimeMs: facts.mtimeMs };
  } catch (thrown) {
    if (thrown instanceof PhotoError) throw thrown;
    throw photoErrorOfSystem(thrown) ?? thrown;
  }
}

function requireRegularFile(facts: Stats): void {
  if (facts.isDirectory()) throw new PhotoError('NOT_A_FILE', 'this is a folder, not a photo');
  if (!facts.isFile()) throw new PhotoError('NOT_A_FILE', 'this is a pipe, socket or device, not a photo');
  if (facts.size > maxFileBytes) {
    throw new PhotoError('TOO_LARGE', `the file has ${facts.size} bytes, the limit is ${maxFileBytes}`);
  }
}
