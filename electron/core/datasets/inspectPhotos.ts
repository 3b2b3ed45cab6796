import type { PhotoInspection } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineClient } from '../context.ts';
import { THUMBNAIL_PX } from '../thumbnails.ts';

/** Photos that the engine is handed at once: short enough that a thumbnail asked for meanwhile comes within a second. */
const CHUNK = 32;
/** So many photos in a row that end the engine are not to blame: the engine is. */
const MAX_CRASHES = 3;

export interface InspectOptions {
  thumbnailDir: string | null;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number) => void) | undefined;
}

/**
 * Reads, hashes and decodes photos, in the order given; thumbnails come of the same decode. When the engine dies, the photos
 * of that chunk go in one by one, and one that kills it alone is unreadable: one bad photo never ends an import.
 */
export async function inspectPhotos(
  engine: EngineClient,
  paths: readonly string[],
  { thumbnailDir, signal, onProgress }: InspectOptions,
): Promise<PhotoInspection[]> {
  const inspections: PhotoInspection[] = [];
  let crashes = 0;

  async function ask(chunk: string[]): Promise<PhotoInspection[]> {
    const found = new Array<PhotoInspection | undefined>(chunk.length);
    let done = 0;
    await engine.call(
      'inspect',
      { paths: chunk, thumbnailDir, thumbnailSizePx: THUMBNAIL_PX },
      {
        ...(signal === undefined ? {} : { signal }),
        onEvent: ({ index, photo }) => {
          found[index] = photo;
          done += 1;
          onProgress?.(inspections.length + done);
        },
      },
    );
    return found.map((photo, index) => {
      if (photo === undefined) throw new AppError('INTERNAL', `the engine gave no answer for ${chunk[index] ?? index}`);
      return photo;
    });
  }

  for (let start = 0; start < paths.length; start += CHUNK) {
    const chunk = paths.slice(start, start + CHUNK);
    try {
      inspections.push(...(await ask(chunk)));
      continue;
    } catch (thrown) {
      if (!hasCrashed(thrown)) throw thrown;
    }
    // An engine that cannot even start says nothing about photos: this then fails, and with it the import.
    await engine.call('hello', { loadTensorFlow: false });
    for (const path of chunk) {
      try {
        inspections.push(...(await ask([path])));
        crashes = 0;
      } catch (thrown) {
        crashes += 1;
        if (!hasCrashed(thrown) || crashes === MAX_CRASHES) throw thrown;
        inspections.push({ status: 'error', code: 'DECODE_FAILED', message: 'decoding this photo ended the engine' });
        onProgress?.(inspections.length);
      }
    }
  }
  return inspections;
}

const hasCrashed = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'ENGINE_CRASHED';
