import { basename } from 'node:path';
import type { BatchOptions, RowExtras, RowFormat, ScoredRow } from '../../../shared/schemas/scoring.ts';
import type { BatchOutput } from '../../database/batchOutput.ts';
import type { CsvCell } from '../../datasets/writeCsv.ts';
import { csvRow } from '../../datasets/writeCsv.ts';

/** A line of a scored file: the row of the contract, and what else is known of the photo. */
export interface FileRow {
  row: ScoredRow;
  extras: RowExtras;
}

/** How a scored file is written. */
export interface FileLayout {
  format: RowFormat;
  /** Of the user's own columns, in their order; null: a file with scores alone, as older versions wrote it. */
  metadataColumns: readonly string[] | null;
}

/** The columns of the contract but for the banner, which stands last. */
const scoreColumns = ['path', 'score', 'threshold', 'label', 'runId', 'modelHash', 'status', 'error'] as const;
const extraColumns = ['calibrated', 'quality', 'unlike', 'takenAt'] as const;
const ownNames: ReadonlySet<string> = new Set([...scoreColumns, ...extraColumns, 'metadata', 'notice']);

/** By what was asked for, else by the file's ending; null when it is neither .csv nor .jsonl, or the two contradict each other. */
export function formatOf(out: string, { format = null }: Partial<Pick<BatchOptions, 'format'>> = {}): RowFormat | null {
  const ending = /\.(csv|jsonl)$/i.exec(basename(out))?.[1]?.toLowerCase();
  if (ending === 'csv') return format === 'jsonl' ? null : (format ?? 'csv');
  if (ending === 'jsonl') return format === null || format === 'jsonl' ? 'jsonl' : null;
  return null;
}

export const layoutOf = (format: RowFormat, output: BatchOutput | null): FileLayout => ({
  format,
  metadataColumns: output === null ? null : (output.metadata?.columns ?? []),
});

/** A user's column whose name is one of ours gets a prefix, so that no name stands twice. */
export function printedNames(columns: readonly string[]): string[] {
  const taken = new Set([...ownNames, ...columns.filter((name) => !ownNames.has(name))]);
  return columns.map((name) => {
    if (!ownNames.has(name)) return name;
    let printed = `metadata.${name}`;
    while (taken.has(printed)) printed = `metadata.${printed}`;
    taken.add(printed);
    return printed;
  });
}

/** What stands before the first row. */
export function headerOf({ format, metadataColumns }: FileLayout): string {
  if (format === 'jsonl') return '';
  const extras = metadataColumns === null ? [] : [...extraColumns, ...printedNames(metadataColumns)];
  return `${format === 'excel' ? BYTE_ORDER_MARK : ''}${line([...scoreColumns, ...extras, 'notice'], format)}`;
}

/** One row with its line end. */
export function formatRow({ row, extras }: FileRow, layout: FileLayout): string {
  if (layout.format === 'jsonl') return `${JSON.stringify(lineObject(row, extras, layout))}\n`;
  const own = scoreColumns.map((column) => row[column]);
  return line([...own, ...extraCells(extras, layout), row.notice], layout.format);
}

function extraCells(extras: RowExtras, { metadataColumns }: FileLayout): CsvCell[] {
  if (metadataColumns === null) return [];
  const { calibrated, quality, unlike, takenAt, metadata } = extras;
  return [calibrated, quality.join(';'), unlike, takenAt, ...metadataColumns.map((name) => metadata[name] ?? null)];
}

function lineObject(row: ScoredRow, extras: RowExtras, { metadataColumns }: FileLayout): Record<string, unknown> {
  const own = scoreColumns.map((column): [string, unknown] => [column, row[column]]);
  if (metadataColumns === null) return { ...Object.fromEntries(own), notice: row.notice };
  const metadata = Object.fromEntries(metadataColumns.map((name) => [name, extras.metadata[name] ?? null]));
  const quality = extras.quality.length === 0 ? null : extras.quality.join(';');
  const more = extraColumns.map((column): [string, unknown] => [
    column,
    column === 'quality' ? quality : extras[column],
  ]);
  return { ...Object.fromEntries([...own, ...more]), metadata, notice: row.notice };
}

const BYTE_ORDER_MARK = '\u{FEFF}';

/** A spreadsheet gets what it expects: CRLF, and no cell that it would take for a formula. */
function line(cells: readonly CsvCell[], format: 'csv' | 'excel'): string {
  return format === 'csv' ? csvRow(cells) : `${csvRow(cells.map(formulaSafe)).slice(0, -1)}\r\n`;
}

/** What spreadsheets begin a formula with, the full-width forms of East Asian keyboards too; a tab or line end in front is dropped by some. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?%?$/i;

/** Text that a spreadsheet would calculate gets an apostrophe in front; numbers, signs and all, stay numbers. */
export function formulaSafe(cell: CsvCell): CsvCell {
  return typeof cell === 'string' && FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}
