import { AppError } from '../../shared/errors.ts';
import type { LikenessLimits } from '../../shared/schemas/scoring.ts';
import { meanDistance, nearestCount } from '../explain/limit.ts';
import { openTrainingPhotos } from '../explain/likeness.ts';
import type { LikenessDeps, TrainingPhotos } from '../explain/likeness.ts';
import { nearest } from '../explain/nearest.ts';
import { pictureDistance } from '../explain/pictures.ts';
import { toUnit } from '../explain/reference.ts';
import type { ReferenceFiles } from '../explain/referenceFile.ts';
import type { ViewedFeatures } from '../features/cache.ts';
import type { Judgement, Outcome, Seen } from '../features/pipeline.ts';
import { qualityOf, qualityWarnings } from '../images/quality.ts';
import { pictureStatistics } from '../images/statistics.ts';
import { takenAt } from '../images/takenAt.ts';
import type { ExtrasRequest, PhotoExtras } from '../protocol.ts';

/** What is said of photos besides their scores, many at once. */
export interface Extras {
  /** So many photos are handed in at once: a larger reference is read anew each time. */
  readonly atOnce: number;
  /** Content hashes of the photos whose cached features must not be cleared away meanwhile. */
  readonly needs: readonly string[];
  /** What can be said of a photo by itself, while the network has others. */
  judge(seen: Seen): Judgement;
  /** One for each outcome; null for a photo that could not be read. The same for a photo whichever stand beside it. */
  of(outcomes: readonly Outcome[]): Promise<(PhotoExtras | null)[]>;
}

interface Judged {
  sha256: string;
  features: Float32Array;
  judgement: Judgement;
}

const keptAtOnce = 32;
const readAtOnce = 64;

export interface ExtrasDeps extends Omit<LikenessDeps, 'cached'> {
  /** Of the training photos; null where nothing is said of likeness. */
  cached: ViewedFeatures | null;
  batchSize: number;
  runDir: string;
  referenceFiles: ReferenceFiles;
}

/** @throws AppError CACHE_MISS when likeness is asked for and the training photos' features or pictures are gone. */
export async function openExtras(
  { likeness }: ExtrasRequest,
  { batchSize, runDir, cached, ...deps }: ExtrasDeps,
): Promise<Extras> {
  const training = likeness === null ? null : await openTraining(likeness, { ...deps, runDir, cached });
  // Whole batches: a reference in memory costs a copy each time, another one is read anew.
  const least = training === null ? 1 : training.reference.isKept ? keptAtOnce : readAtOnce;
  const atOnce = batchSize * Math.ceil(least / batchSize);
  const { imageSizePx } = deps.manifest;
  return {
    atOnce,
    needs: training?.hashes ?? [],
    judge({ picture, shorterSidePx, exif }) {
      const isCompared = training !== null && training.limits.pictures !== null;
      const warnings = qualityWarnings(qualityOf(picture, shorterSidePx), imageSizePx);
      return {
        quality: warnings.map(({ code }) => code),
        takenAt: takenAt(exif),
        statistics: isCompared ? pictureStatistics(picture) : null,
      };
    },
    async of(outcomes) {
      const photos = outcomes.map((outcome) => (outcome.status === 'ok' ? requireJudged(outcome) : null));
      const usable = photos.filter((photo) => photo !== null);
      const unlike = training === null ? null : await unlikenessOf(usable, training, atOnce, deps);
      let next = 0;
      return photos.map((photo) => {
        if (photo === null) return null;
        const { quality, takenAt: taken } = photo.judgement;
        return {
          quality,
          takenAt: taken,
          unlike: unlike === null ? null : (unlike[next++] ?? null),
        };
      });
    },
  };
}

async function openTraining(
  { limits, file, ...photos }: NonNullable<ExtrasRequest['likeness']>,
  { runDir, cached, ...deps }: Omit<ExtrasDeps, 'batchSize'>,
): Promise<Training | null> {
  if (file !== undefined) return withLimits(await deps.referenceFiles.open(file, deps.manifest.featureCount), limits);
  if (cached === null) return null;
  return withLimits(await openTrainingPhotos({ ...photos, runDir }, { ...deps, cached }, { remembers: true }), limits);
}

interface Training extends TrainingPhotos {
  rowOf: ReadonlyMap<string, number>;
  limits: LikenessLimits;
}

const withLimits = (training: TrainingPhotos, limits: LikenessLimits): Training => ({
  ...training,
  rowOf: new Map(training.hashes.map((sha256, row) => [sha256, row])),
  limits,
});

function requireJudged({ photo, judgement }: Extract<Outcome, { status: 'ok' }>): Judged {
  if (judgement === null) throw new AppError('INTERNAL', 'a photo was not judged');
  return { sha256: photo.sha256, features: photo.features, judgement };
}

/** The rule of Explanation.unlike (shared/schemas/explanation.ts), for many photos in one product of matrices. */
async function unlikenessOf(
  photos: readonly Judged[],
  { reference, rowOf, usual, limits }: Training,
  atOnce: number,
  { tf, manifest, breathe }: Pick<LikenessDeps, 'tf' | 'manifest' | 'breathe'>,
): Promise<boolean[]> {
  const { featureCount } = manifest;
  const own = photos.map(({ sha256 }) => rowOf.get(sha256) ?? -1);
  // Always as many rows: the last bits of a product depend on its shape.
  const matrix = new Float32Array(atOnce * featureCount);
  photos.forEach(({ features }, i) => matrix.set(toUnit(features), i * featureCount));
  const queries = { matrix, count: atOnce, own: Array.from({ length: atOnce }, (_, i) => own[i] ?? -1) };
  const found = await nearest(tf, queries, reference, nearestCount, breathe);
  return photos.map(({ judgement }, i) => {
    if (meanDistance(found[i] ?? []) > limits.features) return true;
    const numbers = judgement.statistics;
    if (limits.pictures === null || numbers === null) return false;
    const picture = usual?.picture ?? null;
    if (picture === null) throw new AppError('CACHE_MISS', 'the pictures of the training photos are gone');
    return pictureDistance(numbers, picture, own[i] ?? -1) > limits.pictures;
  });
}
