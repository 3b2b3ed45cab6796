import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { endingOf, isJunkFile, isJunkFolder, isPhotoName } from './fileNames.ts';
import { naturalOrder } from './naturalOrder.ts';

export interface FoundFile {
  /** Absolute. */
  path: string;
  /** Below the folder walked, with `/` between folders on every system; as named on disk, in whatever Unicode form. */
  relativePath: string;
}

export interface FolderWalk {
  /** Photos by their names, in natural order. They may still turn out to be none. */
  photos: FoundFile[];
  csvFiles: FoundFile[];
  /** Files of the system, skipped by name. */
  junkCount: number;
  /** Files that are neither photos nor junk; CSV files are not among them. */
  otherCount: number;
  /** Folders that could not be listed. */
  unreadableFolders: { path: string; message: string }[];
}

export interface WalkOptions {
  signal?: AbortSignal | undefined;
  /** Told now and then how many photos were found. */
  onFound?: ((photos: number) => void) | undefined;
}

interface Walk extends FolderWalk {
  visited: Set<string>;
  /** Links to folders: entered after all real folders, so that a photo goes by its real place. */
  links: { path: string; relativePath: string; isJunk: boolean }[];
}

/**
 * Every photo below a folder. Links are followed, each folder is entered once, so that loops end. Throws NOT_FOUND, NO_PERMISSION for the
 * folder itself, BAD_INPUT when it is none.
 */
export async function walkFolder(folder: string, { signal, onFound }: WalkOptions = {}): Promise<FolderWalk> {
  if (!(await stat(folder)).isDirectory()) {
    throw new AppError('BAD_INPUT', `${folder} is not a folder`, { details: { path: folder, reason: 'NOT_A_FOLDER' } });
  }
  const walk: Walk = {
    photos: [],
    csvFiles: [],
    junkCount: 0,
    otherCount: 0,
    unreadableFolders: [],
    visited: new Set(),
    links: [],
  };
  await enter(walk, { path: folder, relativePath: '', isJunk: false }, { signal, onFound }, true);
  for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) {
    await enter(walk, link, { signal, onFound }, false);
  }
  const { visited: _visited, links: _links, ...found } = walk;
  const byPath = (file: FoundFile): string => file.relativePath;
  return { ...found, photos: naturalOrder(found.photos, byPath), csvFiles: naturalOrder(found.csvFiles, byPath) };
}

interface Place {
  path: string;
  relativePath: string;
  isJunk: boolean;
}

async function enter(walk: Walk, place: Place, options: WalkOptions, isTop: boolean): Promise<void> {
  options.signal?.throwIfAborted();
  let entries: Dirent[];
  try {
    const real = await realpath(place.path);
    if (walk.visited.has(real)) return;
    walk.visited.add(real);
    entries = await readdir(place.path, { withFileTypes: true });
  } catch (thrown) {
    if (isTop) throw thrown;
    walk.unreadableFolders.push({ path: place.path, message: toErrorBody(thrown).message });
    return;
  }
  for (const entry of entries) {
    const { name } = entry;
    const path = join(place.path, name);
    const relativePath = place.relativePath === '' ? name : `${place.relativePath}/${name}`;
    const isFolder = entry.isDirectory();
    const isLink = entry.isSymbolicLink() && (await isFolderAt(path));
    if (isFolder || isLink) {
      const next = { path, relativePath, isJunk: place.isJunk || isJunkFolder(name) };
      if (isLink) walk.links.push(next);
      else await enter(walk, next, options, false);
    } else {
      sort(walk, { path, relativePath }, name, place.isJunk);
    }
  }
  options.onFound?.(walk.photos.length);
}

function sort(walk: Walk, file: FoundFile, name: string, inJunk: boolean): void {
  if (inJunk || isJunkFile(name)) walk.junkCount += 1;
  else if (isPhotoName(name)) walk.photos.push(file);
  else if (endingOf(name) === 'csv') walk.csvFiles.push(file);
  else walk.otherCount += 1;
}

/** A link to nothing is a file: reading it says what is wrong. */
async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
