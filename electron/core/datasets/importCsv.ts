import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { detectDelimiter, type CsvDelimiter } from './csvDelimiter.ts';
import { decodeCsv, type CsvEncoding } from './csvEncoding.ts';
import { csvError } from './csvError.ts';

export interface CsvRow {
  /** The line of the file that the row begins on, from 1. */
  line: number;
  /** One cell a column; blanks around unquoted cells are gone. */
  cells: string[];
}

export interface CsvTable {
  encoding: CsvEncoding;
  delimiter: CsvDelimiter;
  /** Header names in NFC, all different. */
  columns: string[];
  rows: CsvRow[];
}

const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * A CSV file (RFC 4180, and what spreadsheets write: any of the encodings of `decodeCsv`, comma, semicolon or tab, any line
 * ending, a leading `sep=` line). Blank rows are skipped. Where the delimiter is no comma, columns of numbers with a decimal
 * comma get a point.
 * Throws BAD_CSV, with the line, on an empty file, a header that repeats or lacks a name, rows of another length than
 * the header, and quotes that do not pair.
 */
export function readCsv(bytes: Uint8Array): CsvTable {
  const { text, encoding } = decodeCsv(bytes);
  const hint = /^"?sep=([,;\t])"?(?:\r\n|\n|\r)/i.exec(text);
  const body = hint === null ? text : text.slice(hint[0].length);
  const delimiter = toDelimiter(hint?.[1]) ?? detectDelimiter(body);
  const [header, ...rows] = parseRows(body, delimiter, hint === null ? 0 : 1);
  if (header === undefined || rows.length === 0) {
    throw csvError('NO_ROWS', {
      line: null,
      what: 'the file has no rows below its header',
      remedy: 'Its first line names the columns; each further line is one photo.',
    });
  }
  const columns = header.cells.map((name) => name.normalize('NFC').trim());
  checkHeader(columns, header.line);
  for (const { line, cells } of rows) {
    if (cells.length !== columns.length) {
      throw csvError('RAGGED_ROW', {
        line,
        what: `${cells.length} cells where the header has ${columns.length}`,
        remedy: 'Give each row as many cells as the header; put cells that hold a delimiter in double quotes.',
      });
    }
  }
  if (delimiter !== ',') pointDecimals(rows, columns.length);
  return { encoding, delimiter, columns, rows };
}

function parseRows(text: string, delimiter: CsvDelimiter, linesBefore: number): CsvRow[] {
  try {
    const parsed = Parsed.parse(
      parse(text, {
        delimiter,
        record_delimiter: ['\r\n', '\n', '\r'],
        trim: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
      }),
    );
    let countedTwice = 0;
    const rows = parsed.map(({ record, info }) => {
      // the parser gives the line that a record ends on, and counts CR LF inside quotes as two
      const breaks = record.join('|').match(/\r\n|\n|\r/g) ?? [];
      const counted = breaks.join('').length;
      const line = info.lines - counted - countedTwice + linesBefore;
      countedTwice += counted - breaks.length;
      return { line, cells: record };
    });
    return rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = openQuoteLine(text) ?? z.object({ lines: z.int() }).safeParse(error).data?.lines ?? null;
    throw csvError('BAD_QUOTES', {
      line: line === null ? null : line + linesBefore,
      what: 'double quotes that do not pair',
      remedy: 'Put the whole cell in double quotes and double each quote inside it.',
      cause: error,
    });
  }
}

/** Where a quote opens that never closes (the parser names the file's last line); null when all close. */
function openQuoteLine(text: string): number | null {
  let line = 1;
  let openedOn: number | null = null;
  for (const [mark] of text.matchAll(/"|\r\n|\n|\r/g)) {
    if (mark !== '"') line++;
    else openedOn = openedOn === null ? line : null;
  }
  return openedOn;
}

function checkHeader(columns: string[], line: number): void {
  const empty = columns.indexOf('');
  // pandas leaves the name of its index column empty
  if (empty === 0 && columns.length > 1) columns[0] = 'index';
  else if (empty >= 0) {
    throw csvError('EMPTY_HEADER', {
      line,
      what: `column ${empty + 1} has no name`,
      remedy: 'Name every column in the first line.',
    });
  }
  const repeated = columns.find((name, i) => columns.indexOf(name) !== i);
  if (repeated !== undefined) {
    throw csvError('DUPLICATE_HEADER', {
      line,
      column: repeated,
      what: `two columns are named "${repeated}"`,
      remedy: 'Give each column a name of its own.',
    });
  }
}

/** 45,5 becomes 45.5 in columns that hold nothing but numbers, some of them with a decimal comma. */
function pointDecimals(rows: CsvRow[], columnCount: number): void {
  for (let column = 0; column < columnCount; column++) {
    const cells = rows.map((row) => row.cells[column] ?? '').filter((cell) => cell !== '');
    const numeric = cells.every((cell) => /^[+-]?\d+(?:,\d+)?(?:e[+-]?\d+)?$/i.test(cell));
    if (!numeric || !cells.some((cell) => cell.includes(','))) continue;
    for (const row of rows) row.cells[column] = (row.cells[column] ?? '').replace(',', '.');
  }
}

function toDelimiter(character: string | undefined): CsvDelimiter | null {
  return character === ',' || character === ';' || character === '\t' ? character : null;
}
