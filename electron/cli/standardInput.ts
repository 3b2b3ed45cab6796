import { fstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import { AppError } from '../shared/errors.ts';

/** What the process reads. Node makes an empty stream of a folder (`score - < FOLDER`): here it fails as soon as it is read. */
export function standardInput(): NodeJS.ReadableStream {
  if (!isFolder()) return process.stdin;
  const remedy = 'Name it as an argument, or send the paths of its photos, one a line.';
  return new Readable({
    read() {
      this.destroy(new AppError('BAD_INPUT', 'standard input is a folder', { details: { remedy } }));
    },
  });
}

function isFolder(): boolean {
  try {
    return fstatSync(0).isDirectory();
  } catch {
    // Not every kind of input of every system can be asked.
    return false;
  }
}
