import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, toErrorBody } from '../../../shared/errors.ts';
import { readPathLine } from './pathLine.ts';
import type { PathLine } from './pathLine.ts';

const NEW_LINE = 0x0a;

/**
 * The paths that a list file names, one a line, made absolute: relative ones are below `root`, or else below the list's folder. Blank
 * lines are left out. Throws NOT_FOUND, NO_PERMISSION with details {path} for the list itself.
 */
export async function readList(path: string, root: string | null): Promise<PathLine[]> {
  const base = root ?? dirname(path);
  const absolute = (text: string): string => resolve(base, text);
  const lines: PathLine[] = [];
  for (const bytes of linesOf(await bytesOf(path))) {
    const line = readPathLine(bytes, absolute);
    if (line.path.trim() === '') continue;
    lines.push(line.path.includes('\0') ? line : { ...line, path: absolute(line.path) });
  }
  return lines;
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const bytes = await readFile(path);
    return bytes.subarray(bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0);
  } catch (cause) {
    const { code, message } = toErrorBody(cause);
    throw new AppError(code, code === 'NOT_FOUND' ? `There is no list at ${path}` : message, {
      cause,
      details: { path, remedy: 'Check the path that was given with --list.' },
    });
  }
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEW_LINE, start);
    const end = found < 0 ? bytes.length : found;
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}
