import type { ExtrasRequest, Result } from '../../../engine/protocol.ts';
import { AppError } from '../../../shared/errors.ts';
import type { LikenessLimits } from '../../../shared/schemas/scoring.ts';
import type { CoreContext } from '../../context.ts';
import type { TrainingPhoto } from '../../database/explainRows.ts';
import { trainingPhotos } from '../../database/explainRows.ts';
import { getRunDetail } from '../../database/runs.ts';
import { bundledLikeness } from '../../export/bundled.ts';
import type { ScoringModel } from '../scorePhotos.ts';
import { NETWORK_BATCH_SIZE } from '../scorePhotos.ts';

export type Likeness = NonNullable<ExtrasRequest['likeness']>;

/** Features of training photos that are not cached any more are made again for so long; else nothing is said of likeness. */
const EXTRACT_MS = 120_000;

/**
 * By what photos are told to be unlike those that the run was trained on, as their explanations tell it; null with fewer than 12 training photos, or
 * when their features are gone and cannot be made again.
 */
export async function likenessOfRun(
  context: CoreContext,
  runId: string,
  model: ScoringModel,
  signal?: AbortSignal,
): Promise<Likeness | null> {
  const { database, paths } = context;
  const leftOut = new Set(getRunDetail(database, runId).unreadable.map(({ path }) => path));
  const photos = trainingPhotos(database, runId).filter(({ path }) => !leftOut.has(path));
  const features = { ...model.features, cacheDir: paths.featuresDir };
  const ask = async (among: readonly TrainingPhoto[]) => {
    const train = among.map(({ sha256 }) => sha256);
    const asked = { train, thumbnailDir: paths.thumbnailsDir };
    const found = await context.engines.compute.call(
      'likeness',
      { ...asked, features, runDir: model.runDir },
      options(signal),
    );
    return { found, likeness: likenessWith(found.limits, { ...asked, cacheDir: paths.featuresDir }) };
  };
  if (photos.length === 0) return bundledLikeness(model.runDir);
  const first = await ask(photos);
  if (first.likeness !== null || first.found.missing.length === 0) return first.likeness;
  const among = await withFeatures(context, { ...model, features }, photos, first.found, signal);
  return among === null || among.length === 0 ? null : (await ask(among)).likeness;
}

const options = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });

const likenessWith = (limits: LikenessLimits | null, asked: Omit<Likeness, 'limits'>): Likeness | null =>
  limits === null ? null : { ...asked, limits };

/** Those of the training photos that have cached features once missing ones were made again; null when that takes too long. */
async function withFeatures(
  { engines }: CoreContext,
  { features }: ScoringModel,
  photos: readonly TrainingPhoto[],
  { missing }: Result<'likeness'>,
  signal?: AbortSignal,
): Promise<TrainingPhoto[] | null> {
  const wanted = missing.flatMap((index) => photos[index] ?? []);
  const enough = AbortSignal.timeout(EXTRACT_MS);
  try {
    const { failures } = await engines.compute.call(
      'extract',
      { photos: wanted.map(({ path, sha256 }) => ({ path, sha256 })), features, batchSize: NETWORK_BATCH_SIZE },
      { signal: signal === undefined ? enough : AbortSignal.any([enough, signal]) },
    );
    const gone = new Set(failures.map(({ index }) => wanted[index]?.sha256));
    return photos.filter(({ sha256 }) => !gone.has(sha256));
  } catch (thrown) {
    signal?.throwIfAborted();
    if (enough.aborted || (thrown instanceof AppError && thrown.code === 'NO_SPACE')) return null;
    throw thrown;
  }
}
