import { AppError } from '../../shared/errors.ts';

export type CsvCell = string | number | boolean | null;

/**
 * One line of RFC 4180 CSV with its line end. Values stay exact: a number is the shortest text that reads back as the same
 * float64, text is only quoted where it must be (delimiter, quote, line break, blanks at an end), null is an empty cell. The
 * line end is LF, not the RFC's CRLF, so that line-by-line tools see no stray CR in the last column; every CSV reader takes both.
 * Throws BAD_INPUT on NaN and infinite numbers, which no reader agrees on.
 */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(toCell).join(',')}\n`;
}

/** A header and rows, line by line, for a stream or a file. */
export function* csvTable(header: readonly string[], rows: Iterable<readonly CsvCell[]>): Generator<string> {
  yield csvRow(header);
  for (const row of rows) yield csvRow(row);
}

/** The tutorial's metadata CSV of one split: `filepath,label`, label 1 for malignant. */
export function* tutorialMetadataCsv(photos: Iterable<{ path: string; label: 0 | 1 }>): Generator<string> {
  yield csvRow(['filepath', 'label']);
  for (const { path, label } of photos) yield csvRow([path, label]);
}

function toCell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AppError('BAD_INPUT', `${value} cannot be written to a CSV file`);
  }
  // String(-0) is "0"
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
