import { z } from 'zod';
import { PhotoErrorCode, toErrorBody, type ErrorBody, type ErrorCode } from '../../electron/shared/errors.ts';
import { Split } from '../../electron/shared/schemas/common.ts';
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
  READ_FAILED: { what: 'errors.photo.READ_FAILED', remedy: 'errors.photo.READ_FAILED.remedy' },
  CHANGED: { what: 'errors.photo.CHANGED', remedy: 'errors.photo.CHANGED.remedy' },
  DECODE_FAILED: { what: 'errors.photo.DECODE_FAILED', remedy: 'errors.photo.DECODE_FAILED.remedy' },
  NO_SCORE: { what: 'errors.photo.NO_SCORE', remedy: 'errors.photo.NO_SCORE.remedy' },
};

/** Reasons that tell more than their code: their words stand in its place. */
const closerTable: Readonly<Record<string, Words>> = {
  NOT_A_PACKAGE: { what: 'errors.NOT_A_PACKAGE', remedy: 'errors.NOT_A_PACKAGE.remedy' },
  PACKAGE_NEWER: { what: 'errors.PACKAGE_NEWER', remedy: 'errors.PACKAGE_NEWER.remedy' },
  PACKAGE_DAMAGED: { what: 'errors.PACKAGE_DAMAGED', remedy: 'errors.PACKAGE_DAMAGED.remedy' },
  PACKAGE_TOO_LARGE: { what: 'errors.PACKAGE_TOO_LARGE', remedy: 'errors.PACKAGE_TOO_LARGE.remedy' },
  FOLDER_VANISHED: { what: 'errors.FOLDER_VANISHED', remedy: 'errors.FOLDER_VANISHED.remedy' },
  FOREIGN_FILE: { what: 'errors.FOREIGN_FILE', remedy: 'errors.FOREIGN_FILE.remedy' },
  ALL_EXCLUDED: { what: 'errors.ALL_EXCLUDED', remedy: 'errors.ALL_EXCLUDED.remedy' },
};

/** `details.reason`, where it is a code: said in words beside the place. A code without a row stays in the details only. */
const reasonTable: Readonly<Record<string, PlainKey>> = {
  EMPTY: 'errors.reason.EMPTY',
  EXCEL_WORKBOOK: 'errors.reason.EXCEL_WORKBOOK',
  BINARY: 'errors.reason.BINARY',
  NO_ROWS: 'errors.reason.NO_ROWS',
  EMPTY_HEADER: 'errors.reason.EMPTY_HEADER',
  DUPLICATE_HEADER: 'errors.reason.DUPLICATE_HEADER',
  RAGGED_ROW: 'errors.reason.RAGGED_ROW',
  BAD_QUOTES: 'errors.reason.BAD_QUOTES',
  MISSING_COLUMN: 'errors.reason.MISSING_COLUMN',
  BAD_VALUE: 'errors.reason.BAD_VALUE',
  DUPLICATE_ID: 'errors.reason.DUPLICATE_ID',
  NOT_A_FOLDER: 'errors.reason.NOT_A_FOLDER',
  NO_SPLITS: 'errors.reason.NO_SPLITS',
  RUN_TRAINING: 'errors.reason.RUN_TRAINING',
  DATABASE_NEWER: 'errors.reason.DATABASE_NEWER',
  DATABASE_DAMAGED: 'errors.reason.DATABASE_DAMAGED',
  CORE_CRASHED: 'errors.reason.CORE_CRASHED',
  CORE_NOT_STARTED: 'errors.reason.CORE_NOT_STARTED',
  CLOSING: 'errors.reason.CLOSING',
  CHANGED: 'errors.photo.CHANGED',
  PHOTO_MISSING: 'errors.photo.NOT_FOUND',
  NO_RUN: 'errors.reason.NO_RUN',
  TEST_CLOSED: 'errors.reason.TEST_CLOSED',
  DAMAGED: 'errors.reason.DAMAGED',
  OTHER_TRAINING: 'errors.reason.OTHER_TRAINING',
};

function reasonText(reason: string): string | null {
  if (!/^[A-Z][A-Z_]+$/.test(reason)) return reason;
  const key = Object.hasOwn(reasonTable, reason) ? reasonTable[reason] : undefined;
  return key === undefined ? null : t(key);
}

const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const Places = z.object({
  path: optional(z.string()),
  name: optional(z.string()),
  classes: optional(z.array(z.string())),
  split: optional(Split),
  line: optional(z.number()),
  column: optional(z.string()),
  reason: optional(z.string()),
  photoCode: optional(PhotoErrorCode),
  kind: optional(z.enum(['window', 'command'])),
  pid: optional(z.int()),
});
const splitNames = { train: 'common.train', valid: 'common.valid', test: 'common.test' } as const;

/** What the details of an error name: a file, classes, a line, a column, who holds the folder. */
function placeOf(details: Record<string, unknown>): string | null {
  const found = Places.parse(details);
  const parts: string[] = [];
  if (found.path !== undefined) parts.push(found.path);
  else if (found.name !== undefined) parts.push(found.name);
  if (found.classes !== undefined && found.classes.length > 0) {
    parts.push(t('errors.whereClasses', { names: found.classes.join(', ') }));
  }
  if (found.split !== undefined) parts.push(t(splitNames[found.split]));
  if (found.line !== undefined) parts.push(t('errors.whereLine', { line: String(found.line) }));
  if (found.column !== undefined) parts.push(t('errors.whereColumn', { column: found.column }));
  const reason = found.reason === undefined ? null : reasonText(found.reason);
  if (reason !== null) parts.push(reason);
  if (found.photoCode !== undefined) parts.push(photoErrorText(found.photoCode).reason);
  if (found.pid !== undefined) {
    const holder = t(found.kind === 'command' ? 'errors.holderCommand' : 'errors.holderWindow');
    parts.push(t('errors.whereHolder', { holder, pid: String(found.pid) }));
  }
  return parts.length > 0 ? parts.join(' · ') : null;
}

export function errorBodyText(body: ErrorBody): ErrorWords {
  const { reason } = Places.parse(body.details);
  const closer = reason !== undefined && Object.hasOwn(closerTable, reason) ? closerTable[reason] : undefined;
  const words = closer ?? errorTable[body.code];
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
