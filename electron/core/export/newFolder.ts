import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import type { ExportedFile } from '../../shared/schemas/bundle.ts';

/** A folder while it is filled, under a name that nobody takes for it. */
export interface NewFolder {
  readonly dir: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  copy(from: string, path: string): Promise<void>;
  /** A file that was written by something else at `dir`/`path`. */
  wrote(path: string): Promise<void>;
  /** What has been put in so far, each flushed to the disk, in the order of its path. */
  files(): ExportedFile[];
}

/**
 * Makes a folder that appears whole or not at all. Throws ALREADY_EXISTS when anything has that name, NOT_FOUND without the folder that it is
 * to stand in, NO_SPACE, NO_PERMISSION. Leaves nothing behind when it fails.
 */
export async function makeFolder(target: string, fill: (folder: NewFolder) => Promise<void>): Promise<void> {
  await refuseTaken(target);
  await requireFolder(dirname(target));
  const dir = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  try {
    await mkdir(dir);
    await fill(newFolder(dir));
    await syncFolder(dir);
    // Whoever came first keeps the name.
    await refuseTaken(target);
    await rename(dir, target);
    await syncFolder(dirname(target));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (toErrorBody(thrown).code === 'NOT_FOUND') return false;
    throw thrown;
  }
}

async function refuseTaken(target: string): Promise<void> {
  if (!(await isTaken(target))) return;
  throw new AppError('ALREADY_EXISTS', `${target} exists already, and nothing is ever written over it.`, {
    details: { path: target, remedy: 'Give the name of a folder that is not there yet.' },
  });
}

async function requireFolder(folder: string): Promise<void> {
  const is = await stat(folder).catch((cause: unknown) => {
    throw new AppError(toErrorBody(cause).code, `The folder to write in is not there: ${folder}`, {
      cause,
      details: { path: folder, remedy: 'Make that folder first, or give another one.' },
    });
  });
  if (!is.isDirectory()) throw new AppError('BAD_INPUT', `${folder} is no folder`, { details: { path: folder } });
}

function newFolder(dir: string): NewFolder {
  const files = new Map<string, ExportedFile>();

  async function wrote(path: string): Promise<void> {
    const file = await open(join(dir, path), 'r+');
    try {
      const hash = createHash('sha256');
      for await (const piece of file.createReadStream({ autoClose: false, start: 0 })) hash.update(piece as Buffer);
      await file.sync();
      const { size } = await file.stat();
      files.set(path, { path, sizeBytes: size, sha256: hash.digest('hex') });
    } finally {
      await file.close();
    }
  }

  const place = async (path: string): Promise<string> => {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    return join(dir, path);
  };

  return {
    dir,
    wrote,
    async write(path, content) {
      const file = await open(await place(path), 'wx');
      try {
        await file.writeFile(content);
      } finally {
        await file.close();
      }
      await wrote(path);
    },
    async copy(from, path) {
      await copyFile(from, await place(path), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await wrote(path);
    },
    files: () => [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** Names are kept by the folder; systems that cannot flush one (Windows) keep them by themselves. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
