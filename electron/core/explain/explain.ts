import type { Result } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import { applyRecalibration } from '../../shared/metrics/recalibration.ts';
import type { Explanation } from '../../shared/schemas/explanation.ts';
import type { CoreContext } from '../context.ts';
import { getEvaluation } from '../database/evaluations.ts';
import type { ScoredPhoto, TrainingPhoto } from '../database/explainRows.ts';
import { runPhotoId } from '../database/explainRows.ts';
import { getRun } from '../database/runs.ts';
import { refuseClosed } from '../evaluation/openings.ts';
import { recalibrationOfRun } from '../evaluation/recalibration.ts';
import { scoringModel } from '../scoring/model.ts';
import type { ScoringModel } from '../scoring/scorePhotos.ts';
import { THUMBNAIL_PX } from '../thumbnails.ts';
import { photoFailure, refuseUnexplained } from './failures.ts';
import { trainedOn, withFeatures } from './trainedOn.ts';

const SIMILAR_COUNT = 5;
/** Features of training photos that are not cached any more are made again for so long; the next explanation goes on from there. */
const EXTRACT_MS = 20_000;

type Explained = Result<'explain'>;

/** Explains stored scores: score and map are computed anew from the photo, which must still be the one that was scored. */
export function createExplainer(context: CoreContext): (scored: ScoredPhoto) => Promise<Explanation> {
  const { database } = context;
  let last: { runId: string; photos: TrainingPhoto[] } | null = null;

  /** Explanations come in series for one run, and what a run was trained on does not change. */
  function trainingOf(runId: string): TrainingPhoto[] {
    if (last?.runId !== runId) last = { runId, photos: trainedOn(database, runId) };
    return last.photos;
  }

  return async (scored) => {
    if (scored.evaluationId !== null) refuseClosed(getEvaluation(database, scored.evaluationId));
    const runId = refuseUnexplained(scored);
    const run = getRun(database, runId);
    const model = await scoringModel(context, run);
    requireModel(model, scored.modelHash);
    const photos = trainingOf(runId);
    const { explained, among } = await askEngine(context, model, scored, photos);
    const recalibration = await recalibrationOfRun(context, runId);
    const { score } = explained;
    return {
      path: scored.path,
      sha256: explained.sha256,
      score,
      logit: explained.logit,
      calibrated: recalibration === null ? null : { value: applyRecalibration(score, recalibration), recalibration },
      map: explained.map,
      similar: similarOf(explained, among, runId),
      unlike: unlikeOf(explained),
      quality: explained.quality,
    };
  };
}

/** Asks once more with those training photos whose features could be had, when some were not cached. */
async function askEngine(context: CoreContext, model: ScoringModel, scored: ScoredPhoto, photos: TrainingPhoto[]) {
  const ask = (among: TrainingPhoto[]) => explainByEngine(context, model, scored, among);
  const explained = await ask(photos);
  if (explained.likeness !== null) return { explained, among: photos };
  const among = await withFeatures(
    context,
    { features: model.features, photos, missing: explained.missing },
    { withinMs: EXTRACT_MS, urgent: true },
  );
  return among === null || among.length === 0 ? { explained, among: photos } : { explained: await ask(among), among };
}

async function explainByEngine(
  { engines, paths }: CoreContext,
  model: ScoringModel,
  { path, sha256 }: ScoredPhoto,
  photos: TrainingPhoto[],
): Promise<Explained> {
  try {
    const explained = await engines.compute.call(
      'explain',
      {
        photo: { path, sha256 },
        features: model.features,
        runDir: model.runDir,
        train: photos.map((photo) => photo.sha256),
        similarCount: SIMILAR_COUNT,
        thumbnailDir: paths.thumbnailsDir,
        thumbnailSizePx: THUMBNAIL_PX,
      },
      { urgent: true },
    );
    requireModel(model, explained.modelHash);
    return explained;
  } catch (thrown) {
    throw photoFailure(thrown, path);
  }
}

/** A replaced backbone or head would explain a score that it did not give. */
function requireModel({ modelHash }: ScoringModel, found: string | null): void {
  if (found === modelHash) return;
  throw new AppError('BACKBONE_MISSING', 'Network or head are not those that gave this score.', {
    details: { expected: found, found: modelHash, remedy: 'Score the photo again.' },
  });
}

function similarOf({ likeness }: Explained, photos: TrainingPhoto[], runId: string): Explanation['similar'] {
  return (likeness?.similar ?? []).map(({ index, distance }) => {
    const photo = photos[index];
    if (photo === undefined) throw new AppError('INTERNAL', `the engine named training photo ${index}`);
    const { position, path, label, className } = photo;
    return { pictureId: runPhotoId(runId, position), path, label, className, distance };
  });
}

function unlikeOf({ likeness }: Explained): Explanation['unlike'] {
  const unlike = likeness?.unlike ?? null;
  if (unlike === null) return null;
  const { distance, limit, picture } = unlike;
  return { ...unlike, isUnlike: distance > limit || (picture !== null && picture.distance > picture.limit) };
}
