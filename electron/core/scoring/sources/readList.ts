import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, systemCode, toErrorBody } from '../../../shared/errors.ts';
import { readPathLine } from './pathLine.ts';
import type { PathLine } from './pathLine.ts';

const NEW_LINE = 0x0a;

/**
 * The paths that a list file names, one a line, made absolute: relative ones are below `root`, or else below the list's folder. Blank
 * lines are left out. Throws NOT_FOUND, NO_PERMISSION, BAD_INPUT with details {path} for the list itself.
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
    return asUtf8(await readFile(path), path);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (systemCode(cause) === 'EISDIR') throw noList(path, 'This is a folder, not a list of paths');
    const { code, message } = toErrorBody(cause);
    throw new AppError(code, code === 'NOT_FOUND' ? `There is no list at ${path}` : message, {
      cause,
      details: { path, remedy: 'Check the path that was given with --list.' },
    });
  }
}

/** Without the mark in front; UTF-16, as Windows writes it where nothing else is asked for, becomes UTF-8. */
function asUtf8(bytes: Buffer, path: string): Buffer {
  const [first, second, third] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  const text = utf16 === null ? bytes.subarray(isMarked ? 3 : 0) : Buffer.from(new TextDecoder(utf16).decode(bytes));
  // No path has a zero byte: a photo taken for a list, or paths that are parted by zeros.
  if (text.includes(0)) throw noList(path, 'This is no list of paths, one a line: it has zero bytes');
  return text;
}

const noList = (path: string, what: string): AppError =>
  new AppError('BAD_INPUT', `${what}: ${path}`, {
    details: { path, reason: 'BINARY', remedy: 'Give a text file, UTF-8, with the path of one photo a line.' },
  });

function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEW_LINE, start);
    const end = found < 0 ? bytes.length : found;
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}
