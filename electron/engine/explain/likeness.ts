import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { ViewedFeatures } from '../features/cache.ts';
import type { FeatureKey } from '../features/key.ts';
import type { Params, Result } from '../protocol.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { leastTrainCount, meanDistance, nearestCount } from './limit.ts';
import { nearest } from './nearest.ts';
import type { Neighbour } from './nearest.ts';
import { pictureDistance, referencePictures } from './pictures.ts';
import type { Reference, References } from './reference.ts';
import { toUnit } from './reference.ts';
import { readUsual, usualDistance, usualKey, writeUsual } from './usual.ts';
import type { Usual } from './usual.ts';

type Likeness = Pick<Result<'explain'>, 'likeness' | 'missing'>;
type LikenessRequest = Pick<Params<'explain'>, 'train' | 'runDir' | 'similarCount' | 'thumbnailDir'>;

export interface LikenessDeps {
  tf: TensorFlow;
  manifest: BackboneManifest;
  /** One a view: what features depend on beside the photo. */
  keys: readonly FeatureKey[];
  cached: ViewedFeatures;
  references: References;
  breathe: () => Promise<void>;
}

/** A photo as it is compared; its own row among the training photos, found by content, is left out. */
interface Compared {
  sha256: string;
  /** As a head takes them. */
  features: Float32Array;
  statistics: Float32Array;
}

/** The training photos, photos of equal content once, and what is usual among them. */
export interface TrainingPhotos {
  hashes: readonly string[];
  /** Place of each in the list that was given. */
  indexOf: ReadonlyMap<string, number>;
  reference: Reference;
  /** null with fewer than 12 different ones. */
  usual: Usual | null;
}

/** In memory for as long as the reference is. */
const usualBeside = new WeakMap<Reference, Usual>();

/**
 * Opens them. What is usual is read from beside the run, or remembered: a batch asks again with every chunk.
 * @throws AppError CACHE_MISS when not all of their features are cached.
 */
export async function openTrainingPhotos(
  { train, ...request }: Omit<LikenessRequest, 'similarCount'>,
  deps: LikenessDeps,
  { remembers = false }: { remembers?: boolean } = {},
): Promise<TrainingPhotos> {
  const { cached, manifest, references } = deps;
  const indexOf = new Map<string, number>();
  train.forEach((sha256, index) => {
    if (!indexOf.has(sha256)) indexOf.set(sha256, index);
  });
  const hashes = [...indexOf.keys()];
  const key = usualKey(deps.keys, hashes);
  const reference = references.open(key, hashes, cached, manifest.featureCount);
  if (hashes.length < leastTrainCount) return { hashes, indexOf, reference, usual: null };
  const usual = (remembers ? usualBeside.get(reference) : undefined) ?? (await usualOf(key, reference, request, deps));
  usualBeside.set(reference, usual);
  return { hashes, indexOf, reference, usual };
}

/** Places in `train` of the photos without cached features. */
const missingAmong = (train: readonly string[], cached: ViewedFeatures): number[] =>
  train.flatMap((sha256, index) => (cached.missing(sha256).length > 0 ? [index] : []));

/** How a photo compares with the training photos; null, and which are missing, when not all of their features are cached. */
export async function likenessOf(photo: Compared, request: LikenessRequest, deps: LikenessDeps): Promise<Likeness> {
  try {
    const { hashes, indexOf, reference, usual } = await openTrainingPhotos(request, deps);
    const own = hashes.indexOf(photo.sha256);
    const queries = { matrix: toUnit(photo.features), count: 1, own: [own] };
    const wanted = Math.max(request.similarCount, nearestCount);
    const [found = []] = await nearest(deps.tf, queries, reference, wanted, deps.breathe);
    const similar = found
      .slice(0, request.similarCount)
      .map(({ row, distance }) => ({ index: indexOf.get(hashes[row] ?? '') ?? 0, distance }));
    if (usual === null) return { likeness: { similar, unlike: null }, missing: [] };
    return { likeness: { similar, unlike: compare(photo, found, usual, own, hashes.length) }, missing: [] };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'CACHE_MISS') throw thrown;
    return { likeness: null, missing: missingAmong(request.train, deps.cached) };
  }
}

/** What is usual among the training photos, measured once a run. */
export async function likenessLimits(
  request: Omit<LikenessRequest, 'similarCount'>,
  deps: LikenessDeps,
): Promise<Result<'likeness'>> {
  try {
    const { hashes, usual } = await openTrainingPhotos(request, deps);
    if (usual === null) return { limits: null, missing: [] };
    const { limit: features, picture } = usual;
    return { limits: { features, pictures: picture?.limit ?? null, trainCount: hashes.length }, missing: [] };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'CACHE_MISS') throw thrown;
    return { limits: null, missing: missingAmong(request.train, deps.cached) };
  }
}

function compare(
  { statistics }: Compared,
  found: readonly Neighbour[],
  { limit, picture }: Usual,
  own: number,
  trainCount: number,
) {
  return {
    distance: meanDistance(found.slice(0, nearestCount)),
    limit,
    picture: picture === null ? null : { distance: pictureDistance(statistics, picture, own), limit: picture.limit },
    trainCount,
  };
}

/** What is kept beside the run, made now when it is not there. It is made again to be told more: as soon as thumbnails are there. */
async function usualOf(
  key: string,
  reference: Reference,
  { runDir, thumbnailDir }: Pick<LikenessRequest, 'runDir' | 'thumbnailDir'>,
  { tf, breathe }: LikenessDeps,
): Promise<Usual> {
  const kept = await readUsual(runDir, key);
  if (kept !== null && kept.picture !== null) return kept;
  const picture = await referencePictures(reference.hashes, thumbnailDir, breathe);
  if (kept !== null && picture === null) return kept;
  const made = { limit: kept?.limit ?? (await usualDistance(tf, reference, breathe)), picture };
  // What cannot be kept, for want of space or permission, is measured again next time.
  await writeUsual(runDir, key, made).catch((thrown: unknown) =>
    console.error('engine: usual distances are not kept', thrown),
  );
  return made;
}
