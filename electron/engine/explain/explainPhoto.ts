import type { Backbone } from '../backbones/registry.ts';
import { averageViews, writeView } from '../features/views.ts';
import type { View } from '../features/views.ts';
import { recognise } from '../images/decode.ts';
import type { Gate } from '../images/gate.ts';
import { lookAt } from '../images/look.ts';
import { PhotoError } from '../images/photoError.ts';
import { readPhotoFile } from '../images/photoFile.ts';
import { qualityOf, qualityWarnings } from '../images/quality.ts';
import { pictureStatistics } from '../images/statistics.ts';
import type { Params, PhotoRef, Result } from '../protocol.ts';
import { logOdds } from '../training/head.ts';
import type { Head } from '../training/headFile.ts';
import { sigmoid } from '../training/splitMetrics.ts';
import { activationMap } from './activationMap.ts';
import { likenessOf } from './likeness.ts';
import type { LikenessDeps } from './likeness.ts';

export interface ExplainDeps extends LikenessDeps {
  head: Head;
  views: readonly View[];
  loadBackbone: () => Promise<Backbone>;
  gate: Gate;
  signal: AbortSignal;
}

/**
 * Explains the score of one photo. Score and map come from one pass of the network, over all views at once; they do not depend on the cache.
 * @throws PhotoError when the photo cannot be used, or is not the one of the given content hash (CHANGED).
 */
export async function explainPhoto(
  request: Omit<Params<'explain'>, 'features'>,
  deps: ExplainDeps,
): Promise<Result<'explain'>> {
  const { manifest, head, views, gate } = deps;
  const photo = await openUnchanged(request.photo);
  const { imageSizePx, preprocessing } = manifest;
  const { input: rgb, picture } = await lookAt(photo, imageSizePx, preprocessing.resize, gate);
  const quality = qualityOf(picture, Math.min(photo.widthPx, photo.heightPx));
  const statistics = pictureStatistics(picture);
  deps.signal.throwIfAborted();

  const backbone = await deps.loadBackbone();
  const input = new Uint8Array(views.length * rgb.length);
  views.forEach((view, i) => writeView(view, rgb, imageSizePx, input, i * rgb.length));
  const seen = backbone.explain(input, views.length);
  const { featureCount } = manifest;
  const features = averageViews(views.map((_, i) => seen.features.subarray(i * featureCount, (i + 1) * featureCount)));
  const logit = logOdds(head, features);

  const { sha256 } = photo.file;
  const { likeness, missing } = await likenessOf({ sha256, features, statistics }, request, deps);
  return {
    sha256,
    modelHash: head.modelHash,
    score: sigmoid(logit),
    logit,
    map: activationMap(seen, views, head),
    quality: qualityWarnings(quality, imageSizePx),
    likeness,
    missing,
  };
}

async function openUnchanged({ path, sha256 }: PhotoRef) {
  const file = await readPhotoFile(path);
  if (sha256 !== null && sha256 !== file.sha256) {
    throw new PhotoError('CHANGED', 'the file is no longer the one that was scored');
  }
  return recognise(file);
}
