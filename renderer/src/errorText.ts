import { z } from 'zod';
import { toErrorBody, type ErrorBody, type ErrorCode, type PhotoErrorCode } from '../../electron/shared/errors.ts';
import { t, type PlainKey } from './i18n/index.svelte.ts';

export interface ErrorWords {
  /** What happened. */
  title: string;
  /** To which file, line or class; null when the error names none. */
  where: string | null;
  /** What to do. */
  remedy: string;
  /** For the log or a report: code, message and all details. */
  details: string;
}

interface Words {
  what: PlainKey;
  remedy: PlainKey;
}

/** The one table from code to words; a code without a row does not compile. */
export const errorTable: Readonly<Record<ErrorCode, Words>> = {
  BAD_INPUT: { what: 'errors.BAD_INPUT', remedy: 'errors.BAD_INPUT.remedy' },
  NOT_FOUND: { what: 'errors.NOT_FOUND', remedy: 'errors.NOT_FOUND.remedy' },
  ALREADY_EXISTS: { what: 'errors.ALREADY_EXISTS', remedy: 'errors.ALREADY_EXISTS.remedy' },
  LOCKED: { what: 'errors.LOCKED', remedy: 'errors.LOCKED.remedy' },
  UNMAPPED_CLASS: { what: 'errors.UNMAPPED_CLASS', remedy: 'errors.UNMAPPED_CLASS.remedy' },
  NO_PHOTOS: { what: 'errors.NO_PHOTOS', remedy: 'errors.NO_PHOTOS.remedy' },
  ONE_CLASS: { what: 'errors.ONE_CLASS', remedy: 'errors.ONE_CLASS.remedy' },
  TOO_FEW_PHOTOS: { what: 'errors.TOO_FEW_PHOTOS', remedy: 'errors.TOO_FEW_PHOTOS.remedy' },
  BAD_CSV: { what: 'errors.BAD_CSV', remedy: 'errors.BAD_CSV.remedy' },
  BACKBONE_MISSING: { what: 'errors.BACKBONE_MISSING', remedy: 'errors.BACKBONE_MISSING.remedy' },
  CACHE_MISS: { what: 'errors.CACHE_MISS', remedy: 'errors.CACHE_MISS.remedy' },
  ENGINE_CRASHED: { what: 'errors.ENGINE_CRASHED', remedy: 'errors.ENGINE_CRASHED.remedy' },
  CANCELLED: { what: 'errors.CANCELLED', remedy: 'errors.CANCELLED.remedy' },
  NO_SPACE: { what: 'errors.NO_SPACE', remedy: 'errors.NO_SPACE.remedy' },
  NO_PERMISSION: { what: 'errors.NO_PERMISSION', remedy: 'errors.NO_PERMISSION.remedy' },
  NOT_RESUMABLE: { what: 'errors.NOT_RESUMABLE', remedy: 'errors.NOT_RESUMABLE.remedy' },
  NAN_LOSS: { what: 'errors.NAN_LOSS', remedy: 'errors.NAN_LOSS.remedy' },
  INTERNAL: { what: 'errors.INTERNAL', remedy: 'errors.INTERNAL.remedy' },
};

export const photoErrorTable: Readonly<Record<PhotoErrorCode, Words>> = {
  NOT_FOUND: { what: 'errors.photo.NOT_FOUND', remedy: 'errors.photo.NOT_FOUND.remedy' },
  NO_PERMISSION: { what: 'errors.photo.NO_PERMISSION', remedy: 'errors.photo.NO_PERMISSION.remedy' },
  NOT_A_FILE: { what: 'errors.photo.NOT_A_FILE', remedy: 'errors.photo.NOT_A_FILE.remedy' },
  EMPTY_FILE: { what: 'errors.photo.EMPTY_FILE', remedy: 'errors.photo.EMPTY_FILE.remedy' },
  NOT_AN_IMAGE: { what: 'errors.photo.NOT_AN_IMAGE', remedy: 'errors.photo.NOT_AN_IMAGE.remedy' },
  UNSUPPORTED_FORMAT: { what: 'errors.photo.UNSUPPORTED_FORMAT', remedy: 'errors.photo.UNSUPPORTED_FORMAT.remedy' },
  TRUNCATED: { what: 'errors.photo.TRUNCATED', remedy: 'errors.photo.TRUNCATED.remedy' },
  TOO_LARGE: { what: 'errors.photo.TOO_LARGE', remedy: 'errors.photo.TOO_LARGE.remedy' },
  CHANGED: { what: 'errors.photo.CHANGED', remedy: 'errors.photo.CHANGED.remedy' },
  DECODE_FAILED: { what: 'errors.photo.DECODE_FAILED', remedy: 'errors.photo.DECODE_FAILED.remedy' },
};

const Places = z.object({
  path: z.string().optional().catch(undefined),
  classes: z.array(z.string()).optional().catch(undefined),
  line: z.number().optional().catch(undefined),
  column: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});

/** What the details of an error name: a file, classes, a line, a column. */
function placeOf(details: Record<string, unknown>): string | null {
  const { path, classes, line, column, reason } = Places.parse(details);
  const parts: string[] = [];
  if (path !== undefined) parts.push(path);
  if (classes !== undefined && classes.length > 0) parts.push(t('errors.whereClasses', { names: classes.join(', ') }));
  if (column !== undefined) parts.push(t('errors.whereColumn', { column }));
  if (line !== undefined) parts.push(t('errors.whereLine', { line: String(line), reason: reason ?? '' }));
  else if (reason !== undefined) parts.push(reason);
  return parts.length > 0 ? parts.join(' · ') : null;
}

export function errorBodyText(body: ErrorBody): ErrorWords {
  const words = errorTable[body.code];
  const details = Object.keys(body.details).length > 0 ? `\n${JSON.stringify(body.details, null, 2)}` : '';
  return {
    title: t(words.what),
    where: placeOf(body.details),
    remedy: t(words.remedy),
    details: `${body.code}: ${body.message}${details}`,
  };
}

/** Words for whatever was thrown, in the present language. */
export const errorText = (thrown: unknown): ErrorWords => errorBodyText(toErrorBody(thrown));

export function photoErrorText(code: PhotoErrorCode): { reason: string; remedy: string } {
  const words = photoErrorTable[code];
  return { reason: t(words.what), remedy: t(words.remedy) };
}
