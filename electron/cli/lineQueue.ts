import { createDeferred } from '../core/deferred.ts';

/** Lines read ahead of what is worked on; a writer that is faster than the engine is held back. */
const READ_AHEAD = 4096;
const NEW_LINE = 0x0a;

export interface LineQueue {
  /** What lines there are, at most so many, as soon as there is one; none at the end of the input. */
  take(most: number): Promise<Buffer[]>;
}

/** Lines as bytes, without the LF that ends them. A last line without LF counts. */
export function createLineQueue(input: NodeJS.ReadableStream, signal: AbortSignal): LineQueue {
  const lines: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let ended = false;
  let failure: Error | null = null;
  let wake = createDeferred();

  const tell = (): void => {
    wake.resolve();
    wake = createDeferred();
  };
  input.on('data', (chunk: Buffer | string) => {
    let bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE)) {
      lines.push(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
    }
    rest = bytes;
    if (lines.length >= READ_AHEAD) input.pause();
    tell();
  });
  input.once('end', () => {
    if (rest.length > 0) lines.push(rest);
    ended = true;
    tell();
  });
  input.once('error', (error: Error) => {
    failure = error;
    tell();
  });
  signal.addEventListener('abort', tell, { once: true });

  return {
    async take(most) {
      while (lines.length === 0 && !ended && failure === null && !signal.aborted) await wake.promise;
      signal.throwIfAborted();
      if (failure !== null) throw failure;
      const taken = lines.splice(0, most);
      if (lines.length < READ_AHEAD / 2) input.resume();
      return taken;
    },
  };
}
