import { createHash } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { EngineClient } from '../context.ts';
import { hashFile } from '../hashFile.ts';

export interface Renditions {
  /** Path of a JPEG of the photo, its longest side `sizePx` at most, oriented as seen; made when it is not there. */
  get(photo: { path: string; sha256: string | null }, sizePx: number): Promise<string>;
}

export interface RenditionDeps {
  dir: string;
  engine: Pick<EngineClient, 'call'>;
  now(): Date;
  /** Most that the folder may take; the longest unseen go first. */
  limitBytes: number;
}

/** After a clean-up so much is left, so that not each new one needs another. */
const LEFT_AFTER_CLEANUP = 0.8;

/**
 * Renditions on disk, named by the photo's path, time, size and content and by their own size. Throws NOT_FOUND when the photo is gone, and when
 * it is not the photo any more that was imported or scored (details.reason CHANGED): another picture must never stand beside its label.
 */
export function createRenditions({ dir, engine, now, limitBytes }: RenditionDeps): Renditions {
  const making = new Map<string, Promise<string>>();
  let bytes: number | null = null;

  async function make(
    photo: { path: string; sha256: string | null },
    sizePx: number,
    outPath: string,
  ): Promise<string> {
    if (photo.sha256 !== null && (await hashFile(photo.path)) !== photo.sha256) {
      throw new AppError('NOT_FOUND', `${photo.path} has changed`, {
        details: { path: photo.path, reason: 'CHANGED' },
      });
    }
    await engine.call('rendition', { path: photo.path, sizePx, outPath });
    bytes = (bytes ?? (await sizeOf(dir))) + (await stat(outPath)).size;
    if (bytes > limitBytes) bytes = await shrink(dir, limitBytes * LEFT_AFTER_CLEANUP, outPath);
    return outPath;
  }

  return {
    async get(photo, sizePx) {
      const { mtimeMs, size } = await stat(photo.path);
      const key = JSON.stringify([photo.path, photo.sha256, mtimeMs, size, sizePx]);
      const outPath = join(dir, `${createHash('sha256').update(key).digest('hex')}.jpg`);
      if (await touch(outPath, now())) return outPath;
      const already = making.get(outPath);
      if (already !== undefined) return already;
      const made = make(photo, sizePx, outPath).finally(() => making.delete(outPath));
      making.set(outPath, made);
      return made;
    },
  };
}

/** Marks a rendition as seen; false when it is not there. */
async function touch(path: string, at: Date): Promise<boolean> {
  try {
    await utimes(path, at, at);
    return true;
  } catch {
    return false;
  }
}

interface KeptFile {
  path: string;
  bytes: number;
  seenMs: number;
}

async function filesIn(dir: string): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  for (const name of await readdir(dir)) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() === true) files.push({ path, bytes: found.size, seenMs: found.mtimeMs });
  }
  return files;
}

const total = (files: readonly KeptFile[]): number => files.reduce((sum, file) => sum + file.bytes, 0);

const sizeOf = async (dir: string): Promise<number> => total(await filesIn(dir));

/** Removes the longest unseen until the folder is small enough, but never the one just made. Gives what is left, bytes. */
async function shrink(dir: string, toBytes: number, keep: string): Promise<number> {
  const files = (await filesIn(dir)).sort((a, b) => a.seenMs - b.seenMs);
  let left = total(files);
  for (const file of files) {
    if (left <= toBytes) break;
    if (file.path === keep) continue;
    await rm(file.path, { force: true });
    left -= file.bytes;
  }
  return left;
}
