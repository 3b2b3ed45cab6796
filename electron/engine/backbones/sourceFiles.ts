import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

export const sha256 = (...parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

export const badSource = (path: string, reason: string, cause?: unknown): AppError =>
  new AppError('BAD_INPUT', `cannot import a backbone from ${path}: ${reason}`, { cause, details: { path, reason } });

export function readSource(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw badSource(path, 'the file cannot be read', cause);
  }
}

/** Bytes whose hash is not the expected one were cut short, altered, or belong to another version. */
export function requireHash(path: string, actual: string, expected: string): void {
  if (actual === expected) return;
  throw badSource(path, `its SHA-256 is ${actual}; the weights that LesionLab knows have ${expected}`);
}
