import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import { readBackbone, readGraph } from '../backbones/registry.ts';
import { explainPhoto } from '../explain/explainPhoto.ts';
import { likenessLimits, openTrainingPhotos } from '../explain/likeness.ts';
import { writeReferenceFile } from '../explain/referenceFile.ts';
import { extractFeatures, readMatrix } from '../features/extract.ts';
import { featureVersions, imageVersions } from '../features/versions.ts';
import { viewsOf } from '../features/views.ts';
import { inspectPhotos } from '../images/inspect.ts';
import { scoringGraph } from '../graph/scoringGraph.ts';
import { writeJpeg, writeRendition } from '../images/jpeg.ts';
import { methods } from '../protocol.ts';
import type { ExtrasRequest, FeatureSource, MethodName, Methods } from '../protocol.ts';
import { openExtras } from '../scoring/extras.ts';
import type { Extras } from '../scoring/extras.ts';
import { scorePhotos } from '../scoring/scorePhotos.ts';
import { loadTensorFlow, tensorFlowVersion, usesOneDnn } from '../tensorflow.ts';
import { readHead } from '../training/headFile.ts';
import { trainHead } from '../training/trainHead.ts';
import { featureKey } from '../features/key.ts';
import { bind, openFeatures, requireCache } from './context.ts';
import { joinRuns, join } from './join.ts';
import { preview, tune, tuneMaps } from './tune.ts';
import type { BoundMethod, Method, RequestContext } from './context.ts';

const hello: Method<Methods['hello']> = async ({ loadTensorFlow: load }) => ({
  node: process.version,
  ...imageVersions(),
  tensorflow: load ? tensorFlowVersion() : null,
  oneDnn: usesOneDnn(),
  threads: availableParallelism(),
});

const extract: Method<Methods['extract']> = async ({ photos, features, batchSize }, context) => {
  const { manifest, cached } = await openFeatures(features, context);
  return extractFeatures(photos, {
    ...context,
    manifest,
    cached: requireCache(cached),
    views: viewsOf(features.views),
    loadBackbone: async () => context.backbones.load(features.backboneDir),
    batchSize,
  });
};

const cached: Method<Methods['cached']> = async ({ photos, features }, context) => {
  const { cached: store } = await openFeatures(features, context);
  if (store === null) return { cached: 0 };
  return { cached: photos.filter((sha256) => store.missing(sha256).length === 0).length };
};

const train: Method<Methods['trainHead']> = async ({ train: trainSet, valid, features, config, ...rest }, context) => {
  const { manifest, cached: store } = await openFeatures(features, context);
  const source = requireCache(store);
  const split = (photos: typeof trainSet) => ({
    matrix: readMatrix(photos, source, manifest.featureCount),
    labels: Uint8Array.from(photos, ({ label }) => label),
  });
  const facts = (photos: typeof trainSet) => photos.map(({ sha256, label }) => [sha256, label]);
  return trainHead(
    {
      train: split(trainSet),
      valid: split(valid),
      manifest,
      config: { ...config, views: features.views },
      dataFacts: {
        train: facts(trainSet),
        valid: facts(valid),
        features: viewsOf(features.views).map((view) => featureKey(manifest, view, featureVersions())),
      },
      ...rest,
    },
    { ...context, tf: loadTensorFlow() },
  );
};

const score: Method<Methods['score']> = async ({ photos, features, runDir, batchSize, ...options }, context) => {
  const startedAt = context.clock();
  const { fillBatches, modelHash, extras } = options;
  const { manifest, cached: store } = await openFeatures(features, context);
  const head = await readHead(runDir, manifest, features.views);
  if (modelHash !== null && modelHash !== head.modelHash) {
    throw new AppError('BACKBONE_MISSING', 'Network or head are not those that this run was trained with.', {
      details: { expected: modelHash, found: head.modelHash },
    });
  }
  const counts = await scorePhotos(photos, {
    ...context,
    head,
    manifest,
    cached: store,
    views: viewsOf(features.views),
    loadBackbone: async () => context.backbones.load(features.backboneDir),
    batchSize,
    fillBatches,
    extras: extras === null ? null : await extrasOf(extras, { features, manifest, batchSize, runDir }, context),
  });
  return { ...counts, modelHash: head.modelHash, seconds: (context.clock() - startedAt) / 1000 };
};

async function extrasOf(
  request: ExtrasRequest,
  { features, ...work }: { features: FeatureSource; manifest: BackboneManifest; batchSize: number; runDir: string },
  context: RequestContext<never>,
): Promise<Extras> {
  const { likeness: asked } = request;
  const cacheDir = asked === null || asked.file !== undefined ? null : asked.cacheDir;
  const { cached: ofTraining } = await openFeatures({ ...features, cacheDir }, context);
  return openExtras(request, { ...context, ...work, ...comparison(features, work.manifest), cached: ofTraining });
}

const likeness: Method<Methods['likeness']> = async ({ features, ...request }, context) => {
  const { manifest, cached: store } = await openFeatures(features, context);
  return likenessLimits(request, {
    ...context,
    ...comparison(features, manifest),
    manifest,
    cached: requireCache(store),
  });
};

const exportReference: Method<Methods['exportReference']> = async ({ features, outPath, ...request }, context) => {
  const { manifest, cached: store } = await openFeatures(features, context);
  const deps = { ...context, ...comparison(features, manifest), manifest, cached: requireCache(store) };
  return { written: await writeReferenceFile(outPath, await openTrainingPhotos(request, deps)) };
};

/** What features are compared by, and under which keys they are cached. */
const comparison = ({ views }: FeatureSource, manifest: BackboneManifest) => ({
  tf: loadTensorFlow(),
  keys: viewsOf(views).map((view) => featureKey(manifest, view, featureVersions())),
});

const explain: Method<Methods['explain']> = async ({ features, runDir, ...request }, context) => {
  const { manifest, cached: store } = await openFeatures(features, context);
  return explainPhoto(
    { ...request, runDir },
    {
      ...context,
      ...comparison(features, manifest),
      manifest,
      cached: requireCache(store),
      head: await readHead(runDir, manifest, features.views),
      views: viewsOf(features.views),
      loadBackbone: async () => context.backbones.load(features.backboneDir),
    },
  );
};

const exportGraph: Method<Methods['exportGraph']> = async ({ backboneDir, runDir, views, outPath }) => {
  const manifest = await readBackbone(backboneDir);
  const head = await readHead(runDir, manifest, views);
  const bytes = scoringGraph(await readGraph(backboneDir, manifest.graphSha256), manifest.imageSizePx, views, head);
  await writeFile(outPath, bytes, { flag: 'wx' });
  return { modelHash: head.modelHash, sizeBytes: bytes.byteLength };
};

/** Every method of the protocol. */
export const handlers: Record<MethodName, BoundMethod> = {
  hello: bind(methods.hello, hello),
  inspect: bind(methods.inspect, inspectPhotos),
  rendition: bind(methods.rendition, async (params, { gate }) => writeRendition(params, gate)),
  encodeJpeg: bind(methods.encodeJpeg, writeJpeg),
  extract: bind(methods.extract, extract),
  cached: bind(methods.cached, cached),
  trainHead: bind(methods.trainHead, train),
  tuneMaps: bind(methods.tuneMaps, tuneMaps),
  tune: bind(methods.tune, tune),
  joinBackbones: bind(methods.joinBackbones, join),
  joinRuns: bind(methods.joinRuns, joinRuns),
  augmentPreview: bind(methods.augmentPreview, preview),
  score: bind(methods.score, score),
  likeness: bind(methods.likeness, likeness),
  exportGraph: bind(methods.exportGraph, exportGraph),
  exportReference: bind(methods.exportReference, exportReference),
  explain: bind(methods.explain, explain),
};
