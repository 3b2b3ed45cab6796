import type { ExtrasRequest } from '../../../engine/protocol.ts';
import type { LikenessLimits } from '../../../shared/schemas/scoring.ts';
import type { CoreContext } from '../../context.ts';
import type { TrainingPhoto } from '../../database/explainRows.ts';
import { trainedOn, withFeatures } from '../../explain/trainedOn.ts';
import { bundledLikeness } from '../../export/bundled.ts';
import type { ScoringModel } from '../scorePhotos.ts';

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
  const photos = trainedOn(database, runId);
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
  const { missing } = first.found;
  const among = await withFeatures(context, { features, photos, missing }, { withinMs: EXTRACT_MS, signal });
  return among === null || among.length === 0 ? null : (await ask(among)).likeness;
}

const options = (signal?: AbortSignal) => (signal === undefined ? {} : { signal });

const likenessWith = (limits: LikenessLimits | null, asked: Omit<Likeness, 'limits'>): Likeness | null =>
  limits === null ? null : { ...asked, limits };
