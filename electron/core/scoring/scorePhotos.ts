import type { ExtrasRequest, FeatureSource, PhotoRef, PhotoScore } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { EngineClient } from '../context.ts';
import { createArrivals } from './arrivals.ts';
import { THUMBNAIL_PX } from '../thumbnails.ts';

export type { PhotoScore };

/** What a trained run scores with. */
export interface ScoringModel {
  features: FeatureSource;
  runDir: string;
  /** A replaced network or head gives other scores under the run's name: the engine refuses to score with such. */
  modelHash: string;
  /** What else is asked of the photos; absent: scores alone. */
  extras?: ExtrasRequest | null;
}

/** Photos that the engine is handed at once: decoding goes ahead of the network within them, and stops at their end. */
export const CALL_SIZE = 2048;
/** Photos that the network sees at once: for the small one the fastest number, for the large one it does not matter. */
export const NETWORK_BATCH_SIZE = 8;
/** Photos that may be with the engine when it ends: being read and decoded, in the network, or with the others that they are told with. */
const IN_FLIGHT = 96;
/** So many photos in a row that end the engine are not to blame: the engine is. */
const MAX_CRASHES = 3;

export interface ScoreOptions {
  signal?: AbortSignal | undefined;
  /** Called as photos are scored, with the number done. */
  onProgress?: ((done: number) => void) | undefined;
  /** Somebody waits for this photo: it does not wait for a training or a batch. */
  urgent?: boolean;
  /** Photos that the network sees at once. */
  networkBatch?: number;
  /** Whether it sees as many where fewer are left, so that no score depends on how many there were. */
  fillBatches?: boolean;
  /** Whether features are looked up in the cache and kept there: for photos that are asked for again, not for the many of a batch. */
  usesCache?: boolean;
}

/** Scores photos in the order given, as scoreStream does. */
export async function scorePhotos(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  { onProgress, ...options }: ScoreOptions = {},
): Promise<PhotoScore[]> {
  const scores: PhotoScore[] = [];
  for (let start = 0; start < photos.length; start += CALL_SIZE) {
    for await (const group of scoreStream(engine, model, photos.slice(start, start + CALL_SIZE), options)) {
      scores.push(...group);
      onProgress?.(scores.length);
    }
  }
  return scores;
}

/**
 * Scores at most CALL_SIZE photos in the order given, and hands them on as they come. A photo that cannot be used has its error in place of a
 * score. When the engine dies, the photos that it had go in again one by one, and one that kills it whenever it is read is an error row: one bad photo
 * never ends a batch. An engine that cannot start or ends by itself fails the whole: that is no photo's fault.
 */
export async function* scoreStream(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  options: ScoreOptions = {},
): AsyncGenerator<PhotoScore[]> {
  for (let done = 0; done < photos.length;) {
    options.signal?.throwIfAborted();
    try {
      for await (const group of askEngine(engine, model, photos.slice(done), options)) {
        done += group.length;
        yield group;
      }
    } catch (error) {
      if (!hasCrashed(error)) throw error;
      for await (const score of oneByOne(engine, model, photos.slice(done, done + IN_FLIGHT), options)) {
        done += 1;
        yield [score];
      }
    }
  }
}

async function* oneByOne(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  options: ScoreOptions,
): AsyncGenerator<PhotoScore> {
  const { urgent = false, signal } = options;
  // An engine that cannot even start, or load TensorFlow, says nothing about photos: this then fails, and with it the batch.
  await engine.call('hello', { loadTensorFlow: true }, { urgent });
  let crashes = 0;
  for (const photo of photos) {
    signal?.throwIfAborted();
    try {
      for await (const group of askEngine(engine, model, [photo], options)) yield* group;
      crashes = 0;
    } catch (error) {
      if (!hasCrashed(error) || ++crashes === MAX_CRASHES || (await canBeRead(engine, photo, urgent))) throw error;
      yield { status: 'error', code: 'DECODE_FAILED', message: 'decoding this photo ended the engine' };
    }
  }
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

async function* askEngine(
  engine: EngineClient,
  model: ScoringModel,
  photos: PhotoRef[],
  { signal, urgent = false, networkBatch = NETWORK_BATCH_SIZE, fillBatches = false, usesCache = true }: ScoreOptions,
): AsyncGenerator<PhotoScore[]> {
  const features = usesCache ? model.features : { ...model.features, cacheDir: null };
  const { runDir, modelHash } = model;
  const arrivals = createArrivals<PhotoScore>();
  // A reader that stops reading stops the engine too.
  const stop = new AbortController();
  let count = 0;
  const asked = engine
    .call(
      'score',
      { photos, features, runDir, modelHash, batchSize: networkBatch, fillBatches, extras: model.extras ?? null },
      {
        signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
        urgent,
        onEvent: ({ index, photo }) => {
          if (index !== count)
            stop.abort(new AppError('INTERNAL', `the engine answered ${index} in place of ${count}`));
          count += 1;
          arrivals.push(photo);
        },
      },
    )
    .then(() => {
      if (count !== photos.length) throw new AppError('INTERNAL', `${count} answers for ${photos.length} photos`);
    })
    .then(
      () => arrivals.end(null),
      (error: unknown) => arrivals.end(error),
    );
  try {
    yield* arrivals.groups();
  } finally {
    stop.abort(new AppError('CANCELLED', 'no more scores are wanted'));
    await asked;
  }
}
