import { existsSync } from 'node:fs';
import { shownText, textOf } from '../../datasets/oddNames.ts';

export interface PathLine {
  /** As given; for bytes that are no text, what a person can recognise. */
  path: string;
  /** null, or why no file can be opened by it. */
  fault: string | null;
}

export const NOT_UTF8 = 'its name is not UTF-8, so it cannot be opened: rename it';

/**
 * The path on a line (without its LF) of a list or of stdin: the path as it is; or a JSON string, for names with line breaks. A line
 * end of Windows is taken off, unless there is a file of that name. `resolve` makes a path absolute.
 */
export function readPathLine(line: Uint8Array, resolve: (path: string) => string): PathLine {
  const text = textOf(line);
  if (text === null) return { path: shownText(line), fault: NOT_UTF8 };
  const path = unquoted(text) ?? withoutReturn(text, resolve);
  if (path === '') return { path, fault: 'the line is empty' };
  return { path, fault: path.includes('\0') ? 'no path has a zero byte' : null };
}

function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'string' ? parsed : null;
  } catch {
    return null; // a name that begins with a quote
  }
}

function withoutReturn(text: string, resolve: (path: string) => string): string {
  if (!text.endsWith('\r')) return text;
  const isName = !text.includes('\0') && existsSync(resolve(text));
  return isName ? text : text.slice(0, -1);
}
