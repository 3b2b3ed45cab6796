import { AppError } from '../../shared/errors.ts';
import type { Result } from '../protocol.ts';
import type { ViewedFeatures } from './cache.ts';
import { photoFeatures } from './pipeline.ts';
import type { PipelineDeps } from './pipeline.ts';

export interface ExtractDeps extends Omit<PipelineDeps, 'times' | 'whenDiskIsFull' | 'cached'> {
  cached: ViewedFeatures;
  report: (progress: { done: number; total: number; cached: number }) => void;
}

/** Photos after whose extraction the cache is brought within its limit, so that a long request does not outgrow the disk. */
const settleEvery = 1000;

/**
 * Makes sure that the features of all photos are in the cache; those that are there are not read. A photo that cannot be read, or whose bytes
 * are not those of its hash any more, is listed and the rest goes on. `decodeSeconds` is the time that the network had to wait for photos, not
 * that of all decoding.
 */
export async function extractFeatures(
  photos: readonly { path: string; sha256: string }[],
  deps: ExtractDeps,
): Promise<Result<'extract'>> {
  const { cached, report, clock } = deps;
  const startedAt = clock();
  const times = { decodeMs: 0, networkMs: 0 };
  const todo = photos.flatMap((photo, index) => (cached.missing(photo.sha256).length > 0 ? [{ ...photo, index }] : []));
  const cachedCount = photos.length - todo.length;
  const progress = { done: cachedCount, total: photos.length, cached: cachedCount };
  const failures: Result<'extract'>['failures'] = [];
  const settle = () => cached.settle(photos.map(({ sha256 }) => sha256));
  report({ ...progress });

  let sinceSettled = 0;
  try {
    let position = 0;
    for await (const outcomes of photoFeatures(todo, { ...deps, times, whenDiskIsFull: 'fail' })) {
      for (const outcome of outcomes) {
        const photo = todo[position];
        position += 1;
        if (outcome.status === 'ok' || photo === undefined) continue;
        failures.push({ index: photo.index, code: outcome.error.code, message: outcome.error.message });
      }
      report({ ...progress, done: cachedCount + position });
      sinceSettled += outcomes.length;
      if (sinceSettled >= settleEvery) {
        settle();
        sinceSettled = 0;
      }
    }
  } finally {
    settle();
  }
  return {
    failures,
    computed: todo.length - failures.length,
    cached: cachedCount,
    seconds: (clock() - startedAt) / 1000,
    decodeSeconds: times.decodeMs / 1000,
    networkSeconds: times.networkMs / 1000,
  };
}

/**
 * Cached features of photos as one matrix, row-major [photos, featureCount], averaged over the views.
 * @throws AppError CACHE_MISS with details {missing} when some are not there (any more).
 */
export function readMatrix(
  photos: readonly { sha256: string }[],
  cached: ViewedFeatures,
  featureCount: number,
): Float32Array {
  const matrix = new Float32Array(photos.length * featureCount);
  let missing = 0;
  photos.forEach(({ sha256 }, i) => {
    const row = cached.read(sha256);
    if (row === null) missing += 1;
    else matrix.set(row.features, i * featureCount);
  });
  if (missing > 0) {
    throw new AppError('CACHE_MISS', `${missing} of ${photos.length} photos have no cached features`, {
      details: { missing },
    });
  }
  return matrix;
}
