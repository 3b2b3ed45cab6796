import { systemCode, type PhotoErrorCode } from '../../shared/errors.ts';

/** Why one photo cannot be used. It becomes a row of its own; it never ends the work on the others. */
export class PhotoError extends Error {
  readonly code: PhotoErrorCode;

  constructor(code: PhotoErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PhotoError';
    this.code = code;
  }
}

/**
 * A failure to open or read a file, as a photo's own failure; null when it is not the photo's fault (too many open files, no memory) and the
 * whole request has to fail rather than call a good photo bad.
 */
export function photoErrorOfSystem(thrown: unknown): PhotoError | null {
  const code = systemCode(thrown);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE': // a path with a NUL byte
      return new PhotoError('NOT_FOUND', 'the file does not exist (any more)', { cause: thrown });
    case 'EACCES':
    case 'EPERM':
      return new PhotoError('NO_PERMISSION', 'this user may not read the file', { cause: thrown });
    case 'EISDIR':
    case 'ENXIO': // a socket
    case 'ENODEV':
      return new PhotoError('NOT_A_FILE', 'this is not a regular file', { cause: thrown });
    case '':
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOMEM':
      return null;
    default:
      return new PhotoError('READ_FAILED', `the file cannot be read (${code})`, { cause: thrown });
  }
}
