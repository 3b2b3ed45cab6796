import type { DatabaseSync } from 'node:sqlite';
import type { FeatureSource } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import type { TrainingPhoto } from '../database/explainRows.ts';
import { trainingPhotos } from '../database/explainRows.ts';
import { getRunDetail } from '../database/runs.ts';
import { NETWORK_BATCH_SIZE } from '../scoring/scorePhotos.ts';

/** The photos that a run was trained on: those of its list that could be read then. */
export function trainedOn(database: DatabaseSync, runId: string): TrainingPhoto[] {
  const leftOut = new Set(getRunDetail(database, runId).unreadable.map(({ path }) => path));
  return trainingPhotos(database, runId).filter(({ path }) => !leftOut.has(path));
}

/**
 * Makes the features anew that are not cached any more (`missing` says which photos'), for `withinMs` at most. The photos that have features then; null when
 * that takes too long, or the disk is full, for now.
 */
export async function withFeatures(
  { engines }: CoreContext,
  {
    features,
    photos,
    missing,
  }: { features: FeatureSource; photos: readonly TrainingPhoto[]; missing: readonly number[] },
  { withinMs, signal, urgent = false }: { withinMs: number; signal?: AbortSignal | undefined; urgent?: boolean },
): Promise<TrainingPhoto[] | null> {
  const wanted = missing.flatMap((index) => photos[index] ?? []);
  const enough = AbortSignal.timeout(withinMs);
  try {
    const { failures } = await engines.compute.call(
      'extract',
      { photos: wanted.map(({ path, sha256 }) => ({ path, sha256 })), features, batchSize: NETWORK_BATCH_SIZE },
      { signal: signal === undefined ? enough : AbortSignal.any([enough, signal]), urgent },
    );
    const gone = new Set(failures.map(({ index }) => wanted[index]?.sha256));
    return photos.filter(({ sha256 }) => !gone.has(sha256));
  } catch (thrown) {
    signal?.throwIfAborted();
    if (enough.aborted || (thrown instanceof AppError && thrown.code === 'NO_SPACE')) return null;
    throw thrown;
  }
}
