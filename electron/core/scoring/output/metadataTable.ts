import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, relative, isAbsolute, sep } from 'node:path';
import { AppError, toErrorBody } from '../../../shared/errors.ts';
import type { BatchMetadata, MetadataMatch } from '../../../shared/schemas/scoring.ts';
import { applyRoles, columnIndex, guessRoles } from '../../datasets/csvColumns.ts';
import { matchRows } from '../../datasets/csvMatch.ts';
import type { CsvTable } from '../../datasets/importCsv.ts';
import { readCsv } from '../../datasets/importCsv.ts';

/** The user's own table: what it is, and its cells. */
export interface MetadataTable {
  path: string;
  sha256: string;
  nameColumn: string;
  labelColumn: string | null;
  groupColumn: string | null;
  /** All but the one that names the photos. */
  columns: string[];
  table: CsvTable;
}

/** Fails with BAD_CSV, or NOT_FOUND and NO_PERMISSION with the table's path. */
export async function readMetadata({ path, nameColumn, labelColumn }: BatchMetadata): Promise<MetadataTable> {
  const bytes = await readFile(path).catch((thrown: unknown): never => {
    const { code, message } = toErrorBody(thrown);
    const what = code === 'NOT_FOUND' ? `There is no table at ${path}` : message;
    throw new AppError(code, what, { cause: thrown, details: { path, remedy: 'Check the path of the table.' } });
  });
  const table = readCsv(bytes);
  const chosen = {
    ...(nameColumn === null ? {} : { image: nameColumn }),
    ...(labelColumn === null ? {} : { class: labelColumn }),
  };
  const roles = applyRoles(table, guessRoles(table), chosen);
  const name = roles.image ?? '';
  return {
    path,
    sha256: hash('sha256', bytes, 'hex'),
    nameColumn: name,
    labelColumn: labelColumn === null ? null : roles.class,
    groupColumn: roles.group,
    columns: table.columns.filter((column) => column !== name),
    table,
  };
}

const FIRST = 100;
const counted = (names: readonly string[]) => ({ count: names.length, first: names.slice(0, FIRST) });

export interface JoinedMetadata {
  /** Of the photo at a path: a value a column; none for a photo without a row of its own. */
  of(path: string): Record<string, string>;
  match: MetadataMatch;
}

/**
 * Finds the row of each photo by its full path, else by its file name with or without its ending. Where a name could mean several photos, or several rows that differ
 * claim one photo, nothing is joined: it is said, not guessed.
 */
export function joinMetadata(metadata: MetadataTable, paths: readonly string[]): JoinedMetadata {
  const { table, nameColumn, columns } = metadata;
  const cells = columnOf(table, nameColumn);
  // From above the folder that holds them all, so that none of them lies nearer than the others.
  const above = dirname(commonFolder(paths));
  const below = (path: string): string => belowFolder(above, path);
  const found = matchRows({ cells: cells.map(below), files: paths.map(below) });
  const indices = columns.map((name) => ({ name, index: columnIndex(table, name) }));
  const valuesOf = (row: number): Record<string, string> =>
    Object.fromEntries(indices.map(({ name, index }) => [name, table.rows[row]?.cells[index] ?? '']));

  const rows = new Map<number, number>();
  for (const [row, file] of found.fileOfRow.entries()) if (file !== null) rows.set(file, row);
  const contradicted = new Set<number>();
  for (const { row, firstRow } of found.repeatedRows) {
    const file = found.fileOfRow[firstRow];
    if (file !== null && file !== undefined && !isSame(valuesOf(row), valuesOf(firstRow))) contradicted.add(file);
  }
  for (const file of contradicted) rows.delete(file);

  const byPath = new Map([...rows].map(([file, row]) => [paths[file] ?? '', row]));
  const cellsAt = (list: readonly number[]) => list.map((row) => cells[row] ?? '');
  return {
    of(path) {
      const row = byPath.get(path);
      return row === undefined ? {} : valuesOf(row);
    },
    match: {
      path: metadata.path,
      nameColumn,
      labelColumn: metadata.labelColumn,
      columns,
      matched: rows.size,
      unmatchedPhotos: counted(paths.filter((_, file) => !rows.has(file))),
      unmatchedRows: counted(cellsAt(found.unmatchedRows)),
      ambiguous: counted([
        ...new Set([...cellsAt(found.ambiguousRows), ...[...contradicted].map((file) => paths[file] ?? '')]),
      ]),
    },
  };
}

function columnOf(table: CsvTable, name: string): string[] {
  const index = columnIndex(table, name);
  return table.rows.map((row) => row.cells[index] ?? '');
}

const isSame = (a: Record<string, string>, b: Record<string, string>): boolean =>
  Object.entries(a).every(([name, value]) => b[name] === value);

/** The deepest folder that holds all of them. */
export function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? sep);
  for (const path of paths) {
    while (!isBelow(folder, path) && dirname(folder) !== folder) folder = dirname(folder);
  }
  return folder;
}

const isBelow = (folder: string, path: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** A path that leads elsewhere, or is no full path, stays as it is. */
function belowFolder(folder: string, path: string): string {
  if (!isAbsolute(path)) return path;
  const rest = relative(folder, path);
  return rest === '' || rest.startsWith('..') || isAbsolute(rest) ? path : rest;
}
