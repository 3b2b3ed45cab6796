import { AppError, toErrorBody } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { sqliteCode } from './database/open.ts';

/** SQLite's results that mean something to people: full disk, read-only file, no permission to open it. */
const SQLITE_MEANINGS = new Map<number | null, ErrorCode>([
  [13, 'NO_SPACE'],
  [8, 'NO_PERMISSION'],
  [14, 'NO_PERMISSION'],
]);

/** Whatever was thrown, with a code of the closed list: errors of the system and of SQLite keep their meaning. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { code, message, details } = toErrorBody(thrown);
  return new AppError(SQLITE_MEANINGS.get(sqliteCode(thrown)) ?? code, message, { cause: thrown, details });
}
