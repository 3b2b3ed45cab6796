import { isAbsolute, relative } from 'node:path';
import { splitOfName } from '../../shared/classTerms.ts';
import type { Split } from '../../shared/schemas/common.ts';
import type { DatasetWarning, ScanRequest, SourceScan } from '../../shared/schemas/dataset.ts';
import type { CsvRoles } from './csvColumns.ts';
import { applyRoles, columnIndex, describeColumns, guessRoles } from './csvColumns.ts';
import { matchRows } from './csvMatch.ts';
import type { CsvTable } from './importCsv.ts';
import { readCsv } from './importCsv.ts';
import { warnOf } from './warnings.ts';

/** What one row says of its photo. */
export interface CsvLabel {
  /** In NFC; null for an empty cell. */
  className: string | null;
  split: Split | null;
  group: string | null;
  metadata: Record<string, string>;
}

export interface CsvLabels {
  columns: SourceScan['columns'];
  metadataColumns: string[];
  hasClasses: boolean;
  hasSplits: boolean;
  /** One a file, in the files' order; null: no row, or rows that contradict each other. */
  rowOfFile: (CsvLabel | null)[];
  /** The image cells of rows that fit no photo, or several. */
  unmatchedRows: string[];
  warnings: DatasetWarning[];
}

export interface CsvLabelsRequest {
  bytes: Uint8Array;
  /** The folder that was looked through, absolute, and its photos' paths below it. */
  source: string;
  files: readonly string[];
  columns: ScanRequest['columns'];
}

/**
 * Reads a CSV of labels and finds each row's photo. Rows of one photo that differ in class, split or group are not
 * decided between: the photo counts as unlabelled, and a warning CONFLICTING_ROWS names it. Throws BAD_CSV.
 */
export function readCsvLabels({ bytes, source, files, columns }: CsvLabelsRequest): CsvLabels {
  const table = readCsv(bytes);
  const roles = applyRoles(table, guessRoles(table), columns);
  const labelOf = rowReader(table, roles);
  const images = cellsOf(table, roles.image);
  const matches = matchRows({ cells: images.map((cell) => belowSource(cell, source)), files });

  const rowOfFile = new Array<CsvLabel | null>(files.length).fill(null);
  for (const [row, file] of matches.fileOfRow.entries()) if (file !== null) rowOfFile[file] = labelOf(row);
  const conflicting = new Set<number>();
  let repeated = 0;
  for (const { row, firstRow } of matches.repeatedRows) {
    const file = matches.fileOfRow[firstRow];
    if (file === null || file === undefined) continue;
    if (saysTheSame(labelOf(row), labelOf(firstRow))) repeated += 1;
    else conflicting.add(file);
  }
  for (const file of conflicting) rowOfFile[file] = null;

  const cellAt = (row: number): string => images[row] ?? '';
  return {
    columns: describeColumns(table, roles),
    metadataColumns: metadataColumns(table, roles),
    hasClasses: roles.class !== null,
    hasSplits: roles.split !== null,
    rowOfFile,
    unmatchedRows: [...matches.unmatchedRows, ...matches.ambiguousRows].sort((a, b) => a - b).map(cellAt),
    warnings: [
      ...warnOf('AMBIGUOUS_ROWS', matches.ambiguousRows.map(cellAt)),
      ...warnOf(
        'CONFLICTING_ROWS',
        [...conflicting].map((file) => files[file] ?? ''),
      ),
      ...(repeated === 0 ? [] : [{ code: 'REPEATED_ROWS', details: { count: repeated } }]),
    ],
  };
}

const metadataColumns = (table: CsvTable, roles: CsvRoles): string[] => {
  const used = new Set(Object.values(roles));
  return table.columns.filter((column) => !used.has(column));
};

function cellsOf(table: CsvTable, column: string | null): string[] {
  if (column === null) return table.rows.map(() => '');
  const index = columnIndex(table, column);
  return table.rows.map((row) => row.cells[index] ?? '');
}

/** An absolute path that leads into the source is meant from there; any other cell is left to the matching. */
function belowSource(cell: string, source: string): string {
  if (!isAbsolute(cell)) return cell;
  const below = relative(source.normalize('NFC'), cell.normalize('NFC'));
  return below === '' || below.startsWith('..') || isAbsolute(below) ? cell : below;
}

function rowReader(table: CsvTable, roles: CsvRoles): (row: number) => CsvLabel {
  const classes = cellsOf(table, roles.class);
  const splits = cellsOf(table, roles.split);
  const groups = cellsOf(table, roles.group);
  const metadata = metadataColumns(table, roles).map((name) => ({ name, index: columnIndex(table, name) }));
  const orNull = (text: string | undefined): string | null => {
    const trimmed = (text ?? '').normalize('NFC').trim();
    return trimmed === '' ? null : trimmed;
  };
  return (row) => ({
    className: orNull(classes[row]),
    split: splitOfName(splits[row] ?? ''),
    group: orNull(groups[row]),
    metadata: Object.fromEntries(metadata.map(({ name, index }) => [name, table.rows[row]?.cells[index] ?? ''])),
  });
}

const saysTheSame = (a: CsvLabel, b: CsvLabel): boolean =>
  a.className === b.className && a.split === b.split && a.group === b.group;
