import type { FeatureSource, PhotoRef, PhotoScore } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineClient } from '../context.ts';
import { THUMBNAIL_PX } from '../thumbnails.ts';

export type { PhotoScore };

/** What a trained run scores with. */
export interface ScoringModel {
  features: FeatureSource;
  runDir: string;
  modelHash: string;
}

/** Photos that the engine is handed at once: rows are kept after each chunk, so this much work is lost by a kill. */
export const CHUNK_SIZE = 64;
/** Photos that the network sees at once. A chunk is a whole number of them, so a resumed batch is cut at the same places. */
export const NETWORK_BATCH_SIZE = 16;
/** So many photos in a row that end the engine are not to blame: the engine is. */
const MAX_CRASHES = 3;

export interface ScoreOptions {
  signal?: AbortSignal | undefined;
  /** Called as photos are scored, with the number done. */
  onProgress?: ((done: number) => void) | undefined;
  /** Somebody waits for this photo: it does not wait for a training or a batch. */
  urgent?: boolean;
}

/**
 * Scores photos in the order given. A photo that cannot be used has its error in place of a score. When the engine dies,
 * the photos go in again one by one, and one that kills it whenever it is read is an error row: one bad photo never ends a
 * batch. An engine that cannot start or ends by itself fails the whole: that is no photo's fault.
 */
export async function scorePhotos(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  { signal, onProgress }: ScoreOptions = {},
): Promise<PhotoScore[]> {
  const scores: PhotoScore[] = [];
  for (let start = 0; start < photos.length; start += CHUNK_SIZE) {
    signal?.throwIfAborted();
    const chunk = photos.slice(start, start + CHUNK_SIZE);
    scores.push(
      ...(await scoreChunk(engine, model, chunk, { signal, onProgress: (done) => onProgress?.(start + done) })),
    );
    onProgress?.(scores.length);
  }
  return scores;
}

/** At most CHUNK_SIZE photos: what the engine is asked for at once. */
export async function scoreChunk(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  options: ScoreOptions = {},
): Promise<PhotoScore[]> {
  try {
    return await askEngine(engine, model, photos, options);
  } catch (error) {
    if (!hasCrashed(error)) throw error;
  }
  // An engine that cannot even start, or load TensorFlow, says nothing about photos: this then fails, and with it the batch.
  const { urgent = false } = options;
  await engine.call('hello', { loadTensorFlow: true }, { urgent });
  const scores: PhotoScore[] = [];
  let crashes = 0;
  for (const photo of photos) {
    options.signal?.throwIfAborted();
    try {
      scores.push(...(await askEngine(engine, model, [photo], { signal: options.signal, urgent })));
      crashes = 0;
    } catch (error) {
      if (!hasCrashed(error) || ++crashes === MAX_CRASHES || (await canBeRead(engine, photo, urgent))) throw error;
      scores.push({ status: 'error', code: 'DECODE_FAILED', message: 'decoding this photo ended the engine' });
    }
    options.onProgress?.(scores.length);
  }
  return scores;
}

/** A photo that can be read did not end the engine: the network did, say for want of memory. */
async function canBeRead(engine: EngineClient, { path }: PhotoRef, urgent: boolean): Promise<boolean> {
  try {
    const request = { paths: [path], thumbnailDir: null, thumbnailSizePx: THUMBNAIL_PX };
    await engine.call('inspect', request, { urgent });
    return true;
  } catch (error) {
    if (!hasCrashed(error)) throw error;
    return false;
  }
}

const hasCrashed = (error: unknown): boolean => error instanceof AppError && error.code === 'ENGINE_CRASHED';

async function askEngine(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  { signal, onProgress, urgent = false }: ScoreOptions,
): Promise<PhotoScore[]> {
  if (photos.length === 0) return [];
  const scores = new Array<PhotoScore | undefined>(photos.length);
  let done = 0;
  const { modelHash } = await engine.call(
    'score',
    { photos, features: model.features, runDir: model.runDir, batchSize: NETWORK_BATCH_SIZE },
    {
      ...(signal === undefined ? {} : { signal }),
      urgent,
      onEvent: ({ index, photo }) => {
        scores[index] = photo;
        onProgress?.(++done);
      },
    },
  );
  // A replaced backbone or head gives other scores under the run's name: that must never pass.
  if (modelHash !== model.modelHash) {
    throw new AppError('BACKBONE_MISSING', 'Network or head are not those that this run was trained with.', {
      details: { expected: model.modelHash, found: modelHash },
    });
  }
  return Array.from(scores, (score, index) => {
    if (score === undefined) throw new AppError('INTERNAL', `the engine gave no answer for ${photos[index]?.path}`);
    return score;
  });
}
