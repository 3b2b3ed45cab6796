import type { ErrorBody } from '../shared/errors.ts';
import { errorText } from './errorText.ts';

/** Where a command's words go: results on stdout, everything else on stderr. */
export interface Streams {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
}

export interface Output {
  readonly json: boolean;
  /** The one result: as JSON with --json, else the words. */
  result(document: Record<string, unknown>, words: () => string): void;
  /** A part of a result that is a stream (`score -`), line end included. Resolves when the reader has taken it. */
  line(text: string): Promise<void>;
  /** Progress, hints and warnings. */
  note(text: string): void;
  failure(error: ErrorBody): void;
  readonly stderr: Streams['stderr'];
}

export function createOutput({ stdout, stderr }: Streams, json: boolean): Output {
  return {
    json,
    stderr,
    result(document, words) {
      stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${words()}\n`);
    },
    line(text) {
      // A reader that is gone (EPIPE) ends the process by the stream's own error: this promise then never settles.
      return new Promise((resolve) => {
        stdout.write(text, (error) => {
          if (!error) resolve();
        });
      });
    },
    note(text) {
      stderr.write(`${text}\n`);
    },
    failure(error) {
      const { message, remedy } = errorText(error);
      if (json) {
        const { remedy: _shown, ...details } = error.details;
        const document = { error: { code: error.code, message, remedy, details } };
        stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      }
      stderr.write(`lesionlab: ${message}\n`);
      if (remedy !== '') stderr.write(`  ${remedy}\n`);
    },
  };
}
