import { at } from '../../shared/arrays.ts';

export interface RowMatches {
  /** [row] the index of its photo in `files`, or null. */
  fileOfRow: (number | null)[];
  /** Rows that fit no file. */
  unmatchedRows: number[];
  /** Rows that fit several files, or that claim one file under different folders: never guessed. */
  ambiguousRows: number[];
  /** Later rows for a file that already has one; `firstRow` keeps it. Whoever reads classes must compare the two. */
  repeatedRows: { row: number; firstRow: number }[];
  /** Files that no row fits. */
  unlabelledFiles: number[];
}

const IMAGE_EXTENSION = /\.(?:jpe?g|jpe|png|bmp|gif|tiff?|webp|heic|heif|avif|dcm)$/i;

/**
 * Finds the photo that each cell of an image column names. A cell is a path (of the source folder, or a longer or shorter
 * one: its folders must agree), a file name, or a name without its ending. Unicode form and kind of slash never matter,
 * case only where it decides between two files.
 *
 * A cell with folders in it is matched by its name alone only when not one such cell agrees with a file's folder: a CSV of
 * `train/x.jpg` and `valid/x.jpg` read for the folder `train` must not give the labels of `valid` to its photos.
 */
export function matchRows({ cells, files }: { cells: readonly string[]; files: readonly string[] }): RowMatches {
  const paths = files.map(cleanPath);
  const tails = createIndex();
  const stems = createIndex();
  for (const [index, path] of paths.entries()) {
    for (const tail of tailsOf(path)) tails.add(tail, index);
    stems.add(baseName(path).replace(/\.[^.]*$/, ''), index);
  }
  const cleaned = cells.map(cleanPath);
  const byName = (cell: string): number[] => {
    const name = baseName(cell);
    const exact = tails.find(name);
    return exact.length > 0 ? exact : stems.find(name.replace(IMAGE_EXTENSION, ''));
  };
  const inFolders = cleaned.map((cell) => cell.includes('/'));
  const byFolder = cleaned.map((cell, row) => (at(inFolders, row) ? tails.find(cell) : []));
  const byDroppedPrefix = matchBelowPrefix(cleaned, byFolder, paths, tails);
  const foldersAgree = byFolder.some((found) => found.length > 0) || byDroppedPrefix.size > 0;

  const candidates = cleaned.map((cell, row) => {
    if (cell === '') return [];
    if (!at(inFolders, row)) return preferRoot(byName(cell), paths);
    const found = at(byFolder, row).length > 0 ? at(byFolder, row) : (byDroppedPrefix.get(row) ?? []);
    return found.length > 0 || foldersAgree ? found : byName(cell);
  });
  return settle(cleaned, candidates, files.length);
}

/** Turns candidates into one file a row at most, and one row a file at most. */
function settle(cells: string[], candidates: number[][], fileCount: number): RowMatches {
  const result: RowMatches = {
    fileOfRow: candidates.map(() => null),
    unmatchedRows: [],
    ambiguousRows: [],
    repeatedRows: [],
    unlabelledFiles: [],
  };
  const rowsOf = new Map<number, number[]>();
  for (const [row, found] of candidates.entries()) {
    const [file, second] = found;
    if (file === undefined) result.unmatchedRows.push(row);
    else if (second !== undefined) result.ambiguousRows.push(row);
    else rowsOf.set(file, [...(rowsOf.get(file) ?? []), row]);
  }
  for (const [file, rows] of rowsOf) {
    const folders = new Set(rows.map((row) => folderOf(at(cells, row))));
    if (folders.size > 1) {
      result.ambiguousRows.push(...rows);
      continue;
    }
    const firstRow = at(rows, 0);
    result.fileOfRow[firstRow] = file;
    result.repeatedRows.push(...rows.slice(1).map((row) => ({ row, firstRow })));
  }
  result.ambiguousRows.sort((a, b) => a - b);
  result.repeatedRows.sort((a, b) => a.row - b.row);
  const labelled = new Set(result.fileOfRow);
  for (let file = 0; file < fileCount; file++) if (!labelled.has(file)) result.unlabelledFiles.push(file);
  return result;
}

/**
 * Cells that are longer than the files' paths (`/home/me/set/train/nevus/a.jpg` for `nevus/a.jpg`), by row: the prefix that
 * most cells share, and with which a file in a folder is left, is dropped; cells under another prefix are of another place.
 */
function matchBelowPrefix(
  cells: string[],
  byFolder: number[][],
  paths: string[],
  tails: NameIndex,
): Map<number, number[]> {
  const found = new Map<string, Map<number, number[]>>();
  for (const [row, cell] of cells.entries()) {
    if (at(byFolder, row).length > 0) continue;
    for (let slash = cell.indexOf('/'); slash >= 0; slash = cell.indexOf('/', slash + 1)) {
      const rest = cell.slice(slash + 1);
      if (!rest.includes('/')) break;
      const files = tails.find(rest).filter((file) => at(paths, file).length === rest.length);
      if (files.length === 0) continue;
      const prefix = cell.slice(0, slash);
      found.set(prefix, (found.get(prefix) ?? new Map<number, number[]>()).set(row, files));
    }
  }
  let best = new Map<number, number[]>();
  for (const rows of found.values()) if (rows.size > best.size) best = rows;
  return best;
}

/** `a.jpg` in the source folder itself is meant before one of the same name further down. */
function preferRoot(found: number[], paths: string[]): number[] {
  const atRoot = found.filter((file) => !at(paths, file).includes('/'));
  return atRoot.length > 0 ? atRoot : found;
}

interface NameIndex {
  add(key: string, file: number): void;
  /** Files of exactly that key, else those that differ in case only. */
  find(key: string): number[];
}

function createIndex(): NameIndex {
  const folded = new Map<string, { key: string; file: number }[]>();
  return {
    add: (key, file) => {
      const fold = key.toLowerCase();
      const entries = folded.get(fold);
      if (entries === undefined) folded.set(fold, [{ key, file }]);
      else entries.push({ key, file });
    },
    find: (key) => {
      const entries = folded.get(key.toLowerCase()) ?? [];
      const exact = entries.filter((entry) => entry.key === key);
      return (exact.length > 0 ? exact : entries).map((entry) => entry.file);
    },
  };
}

/** NFC (a Mac's disk and ZIP names are NFD), forward slashes, no `./` or slash in front. */
function cleanPath(path: string): string {
  return path
    .normalize('NFC')
    .trim()
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\.?\/)+/, '');
}

/** a/b/c.jpg: a/b/c.jpg, b/c.jpg, c.jpg. */
function tailsOf(path: string): string[] {
  const tails = [path];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1))
    tails.push(path.slice(slash + 1));
  return tails;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
