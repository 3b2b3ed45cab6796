import { z } from 'zod';

/** Every failure a call can end with. Words and remedies for people stand in the renderer's errorText and the command line's. */
export const ErrorCode = z.enum([
  'BAD_INPUT', // the request breaks the contract or a value is out of range
  'NOT_FOUND', // a data set, run, file ... that does not exist (any more)
  'ALREADY_EXISTS', // a name or output file that is taken
  'LOCKED', // another LesionLab holds this data folder
  'UNMAPPED_CLASS', // a class name is neither benign nor malignant nor excluded; details.classes
  'NO_PHOTOS', // nothing readable where photos were expected
  'ONE_CLASS', // training or a split would see one class only
  'TOO_FEW_PHOTOS', // a class has fewer photos than splits
  'BAD_CSV', // details.line, details.column, details.reason
  'BACKBONE_MISSING', // weights are not installed or damaged
  'CACHE_MISS', // cached features are gone; extract again
  'ENGINE_CRASHED', // the engine process ended by itself
  'CANCELLED',
  'NO_SPACE', // the disk is full
  'NO_PERMISSION',
  'NOT_RESUMABLE',
  'NAN_LOSS', // training diverged
  'INTERNAL',
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Why one photo cannot be used. A photo with a code never gets a score. */
export const PhotoErrorCode = z.enum([
  'NOT_FOUND',
  'NO_PERMISSION',
  'NOT_A_FILE',
  'EMPTY_FILE',
  'NOT_AN_IMAGE',
  'UNSUPPORTED_FORMAT', // details in the message: HEIC, DICOM, RAW ...
  'TRUNCATED',
  'TOO_LARGE', // over the pixel limit
  'READ_FAILED', // the system could not read its bytes: a drive, a share, a bad sector
  'CHANGED', // its bytes are not those that were imported
  'DECODE_FAILED',
  'NO_SCORE', // a file of scores has none for it
]);
export type PhotoErrorCode = z.infer<typeof PhotoErrorCode>;

export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** A failure with a code of the closed list; `message` is for logs, `details` feeds the words people read. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }

  toBody(): ErrorBody {
    return { code: this.code, message: this.message, details: this.details };
  }
}

const SystemError = z.object({ code: z.string() });

/** The code of an operating system's error (`ENOENT`), or '' for what the system did not throw. */
export function systemCode(thrown: unknown): string {
  const parsed = SystemError.safeParse(thrown);
  return parsed.success ? parsed.data.code : '';
}

/** Turns whatever was thrown into a body that crosses process borders; system errors keep their meaning. */
export function toErrorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof AppError) return thrown.toBody();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const system = z.object({ code: z.string(), path: z.string().optional() }).safeParse(thrown);
  const details = system.success && system.data.path !== undefined ? { path: system.data.path } : {};
  switch (system.success ? system.data.code : '') {
    case 'ENOSPC':
      return { code: 'NO_SPACE', message, details };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { code: 'NO_PERMISSION', message, details };
    case 'ENOENT':
      return { code: 'NOT_FOUND', message, details };
    default:
      if (thrown instanceof Error && thrown.name === 'AbortError') return { code: 'CANCELLED', message, details };
      return { code: 'INTERNAL', message, details };
  }
}

/** The end of a switch that must stay exhaustive. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
