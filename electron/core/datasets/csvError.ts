import { AppError } from '../../shared/errors.ts';

/** Why a CSV file cannot be read; stands in a BAD_CSV error's details. */
export type CsvProblem =
  | 'EMPTY' // no bytes, or blanks only
  | 'EXCEL_WORKBOOK'
  | 'BINARY'
  | 'NO_ROWS' // a header and nothing below
  | 'EMPTY_HEADER' // a column without a name
  | 'DUPLICATE_HEADER'
  | 'RAGGED_ROW' // more or fewer cells than the header
  | 'BAD_QUOTES'
  | 'MISSING_COLUMN'
  | 'BAD_VALUE'
  | 'DUPLICATE_ID';

/**
 * A BAD_CSV error. `line` counts the file's lines from 1 (the line a row begins on), `column` is a header; either may be
 * null. The message says what is wrong and where; the remedy, a sentence in English, is a detail beside it.
 */
export function csvError(
  reason: CsvProblem,
  problem: { line: number | null; column?: string | null; what: string; remedy: string; cause?: unknown },
): AppError {
  const { line, column = null, what, remedy, cause } = problem;
  const where = line === null ? '' : `line ${line}: `;
  const options = { details: { line, column, reason, remedy } };
  return new AppError('BAD_CSV', `${where}${what}`, cause === undefined ? options : { ...options, cause });
}
