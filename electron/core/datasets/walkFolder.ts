import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toErrorBody } from '../../shared/errors.ts';
import { endingOf, isPhotoName, junkKindOfFile, junkKindOfFolder } from './fileNames.ts';
import type { JunkKind } from './fileNames.ts';
import { naturalOrder } from './naturalOrder.ts';
import { oddNamesIn } from './oddNames.ts';

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
  /** Files of the system and hidden ones, skipped by name. */
  junk: Record<JunkKind, number>;
  /** Files that are neither photos nor junk; CSV files are not among them. */
  otherCount: number;
  /** Folders that could not be listed. */
  unreadableFolders: (FoundFile & { message: string })[];
  /** Folders named like a photo (`x.jpg`) in which there is none. */
  foldersNamedLikePhotos: FoundFile[];
  /** Photos by their names, and folders, whose names are not UTF-8: they are shown with `\xe4` for such a byte and cannot be opened by that. */
  oddlyNamed: FoundFile[];
}

export interface WalkOptions {
  signal?: AbortSignal | undefined;
  /** Told now and then how many photos were found. */
  onFound?: ((photos: number) => void) | undefined;
  /** false: folders within are not entered. */
  recursive?: boolean | undefined;
}

interface Walk extends FolderWalk {
  visited: Set<string>;
  /** Links to folders: entered after all real folders, so that a photo goes by its real place. */
  links: Place[];
  options: WalkOptions;
}

/**
 * Every photo below a folder. Links are followed, each folder is entered once, so that loops end. Throws NOT_FOUND, NO_PERMISSION for the
 * folder itself, BAD_INPUT when it is none.
 */
export async function walkFolder(folder: string, options: WalkOptions = {}): Promise<FolderWalk> {
  if (!(await stat(folder)).isDirectory()) {
    throw new AppError('BAD_INPUT', `${folder} is not a folder`, { details: { path: folder, reason: 'NOT_A_FOLDER' } });
  }
  const walk: Walk = {
    photos: [],
    csvFiles: [],
    junk: { hidden: 0, system: 0 },
    otherCount: 0,
    unreadableFolders: [],
    foldersNamedLikePhotos: [],
    oddlyNamed: [],
    visited: new Set(),
    links: [],
    options,
  };
  await enter(walk, { path: folder, relativePath: '', name: '', junk: null }, true);
  for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) await enterNamed(walk, link);
  const { visited: _visited, links: _links, options: _options, ...found } = walk;
  const byPath = (file: FoundFile): string => file.relativePath;
  return { ...found, photos: naturalOrder(found.photos, byPath), csvFiles: naturalOrder(found.csvFiles, byPath) };
}

interface Place extends FoundFile {
  name: string;
  junk: JunkKind | null;
}

async function enter(walk: Walk, place: Place, isTop = false): Promise<void> {
  const { signal, onFound, recursive = true } = walk.options;
  signal?.throwIfAborted();
  let entries: Dirent[];
  try {
    const real = await realpath(place.path);
    if (walk.visited.has(real)) return;
    walk.visited.add(real);
    entries = await readdir(place.path, { withFileTypes: true });
  } catch (thrown) {
    if (isTop) throw thrown;
    const { path, relativePath } = place;
    walk.unreadableFolders.push({ path, relativePath, message: toErrorBody(thrown).message });
    return;
  }
  const odd = await oddNamesIn(
    place.path,
    entries.map(({ name }) => name),
  );
  const oddNames = new Set(odd.map(({ decoded }) => decoded));
  for (const { shown } of odd) sortOdd(walk, place, shown);
  for (const entry of entries) {
    const { name } = entry;
    if (oddNames.has(name)) continue;
    const next = below(place, name);
    const isFolder = entry.isDirectory();
    const isLink = entry.isSymbolicLink() && (await isFolderAt(next.path));
    if (!isFolder && !isLink) sort(walk, next, place.junk);
    else if (recursive && isLink) walk.links.push(next);
    else if (recursive) await enterNamed(walk, next);
  }
  onFound?.(walk.photos.length);
}

function below(place: Place, name: string): Place {
  const relativePath = place.relativePath === '' ? name : `${place.relativePath}/${name}`;
  return { path: join(place.path, name), relativePath, name, junk: place.junk ?? junkKindOfFolder(name) };
}

/** A folder that is named like a photo and holds none was meant as one: it must not pass unseen. */
async function enterNamed(walk: Walk, place: Place): Promise<void> {
  const before = walk.photos.length + walk.unreadableFolders.length;
  await enter(walk, place);
  const isEmpty = walk.photos.length + walk.unreadableFolders.length === before;
  const { path, relativePath, name, junk } = place;
  if (isEmpty && junk === null && isPhotoName(name)) walk.foldersNamedLikePhotos.push({ path, relativePath });
}

function sort(walk: Walk, { path, relativePath, name }: Place, inJunk: JunkKind | null): void {
  const file = { path, relativePath };
  const junk = inJunk ?? junkKindOfFile(name);
  if (junk !== null) walk.junk[junk] += 1;
  else if (isPhotoName(name)) walk.photos.push(file);
  else if (endingOf(name) === 'csv') walk.csvFiles.push(file);
  else walk.otherCount += 1;
}

/** A folder of such a name may hold photos, so it is told of whatever its name. Which of the two it is, its name cannot be asked. */
function sortOdd(walk: Walk, place: Place, shown: string): void {
  const junk = place.junk ?? junkKindOfFile(shown);
  const { path, relativePath } = below(place, shown);
  if (junk !== null) walk.junk[junk] += 1;
  else if (isPhotoName(shown) || endingOf(shown) === '') walk.oddlyNamed.push({ path, relativePath });
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
