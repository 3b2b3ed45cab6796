import { z } from 'zod';
import { PhotoErrorCode } from '../shared/errors.ts';
import { BackboneId } from '../shared/schemas/backbone.ts';
import { Probability, Sha256 } from '../shared/schemas/common.ts';
import { ActivationMap, QualityWarning } from '../shared/schemas/explanation.ts';
import {
  AugmentationSettings,
  EpochMetrics,
  RunClass,
  TrainConfig,
  TuningConfig,
  Views,
} from '../shared/schemas/run.ts';
import { LikenessLimits } from '../shared/schemas/scoring.ts';

/**
 * What the core may ask of an engine process. The engine knows photos by path and content hash, backbones and heads by
 * folder: nothing of data sets, runs or the database. One request runs at a time; others wait in order, except that an urgent one is done in
 * between two batches of the present one.
 */

/** A photo that was read whole: every byte of it was decoded, so it is neither half nor broken. */
export const PhotoFacts = z.object({
  status: z.literal('ok'),
  sha256: Sha256,
  sizeBytes: z.int(),
  mtimeMs: z.number(),
  format: z.string(),
  /** As seen: after the EXIF orientation is applied. */
  widthPx: z.int(),
  heightPx: z.int(),
});
export const PhotoFailure = z.object({ status: z.literal('error'), code: PhotoErrorCode, message: z.string() });
export const PhotoInspection = z.discriminatedUnion('status', [PhotoFacts, PhotoFailure]);
export type PhotoInspection = z.infer<typeof PhotoInspection>;

export const PhotoRef = z.object({ path: z.string(), sha256: Sha256.nullable() });
export type PhotoRef = z.infer<typeof PhotoRef>;

/** Where features come from and are kept. sha256 of a photo, backbone graph, views and versions make the key. */
export const FeatureSource = z.object({
  backboneDir: z.string(),
  views: Views,
  /** null: nothing is cached. */
  cacheDir: z.string().nullable(),
  cacheLimitBytes: z.number(),
});
export type FeatureSource = z.infer<typeof FeatureSource>;

/** What a batch is told of a photo besides its score. The same, and by the same rules, as its explanation says. */
export const PhotoExtras = z.object({
  quality: z.array(QualityWarning.shape.code),
  /** EXIF DateTimeOriginal: 2024-05-06T07:08:09. */
  takenAt: z.string().nullable(),
  /** null: not asked for. */
  unlike: z.boolean().nullable(),
});
export type PhotoExtras = z.infer<typeof PhotoExtras>;

/** Which photos a run was trained on, and where its usual distances and the photos' thumbnails are kept. */
const TrainedOn = z.object({ train: z.array(Sha256), thumbnailDir: z.string() });
/** likeness null: nothing is said of it. The limits decide, so that they are the same for all photos of a batch however often it is stopped. */
export const ExtrasRequest = z.object({
  /** cacheDir: where the training photos' features are, which may be cached while those of the batch are not. */
  likeness: TrainedOn.extend({
    limits: LikenessLimits,
    cacheDir: z.string(),
    /** A bundle's file of all that is compared with, which then stands for the photos and the cache. */
    file: z.string().optional(),
  }).nullable(),
});
export type ExtrasRequest = z.infer<typeof ExtrasRequest>;

export const PhotoScore = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ok'),
    /** Probability of malignant; logit is its log-odds in float64. */
    score: Probability,
    logit: z.number(),
    /** Of a run that tells classes apart: the probability of each, in the run's order; their malignant ones sum to about the score. */
    classes: z.array(Probability).optional(),
    sha256: Sha256,
    sizeBytes: z.int(),
    mtimeMs: z.number(),
    widthPx: z.int().nullable(),
    heightPx: z.int().nullable(),
    /** When they were asked for. */
    extras: PhotoExtras.optional(),
  }),
  PhotoFailure,
]);
export type PhotoScore = z.infer<typeof PhotoScore>;

const trainingResult = z.object({
  bestEpoch: z.int(),
  epochsRun: z.int(),
  stoppedEarly: z.boolean(),
  modelHash: Sha256,
  trainableParameters: z.int(),
  frozenParameters: z.int(),
  seconds: z.number(),
});

/** Photos as fine-tuning takes them: `classIndex` is a place in its `classes`, 0 where there are none. */
const tunedPhoto = PhotoRef.extend({
  sha256: Sha256,
  label: z.union([z.literal(0), z.literal(1)]),
  classIndex: z.int().min(0),
});
/** Where the maps of frozen layers are kept, in float16, for training only. */
const MapSource = z.object({
  backboneDir: z.string(),
  mapsDir: z.string(),
  mapsLimitBytes: z.number(),
});

const labelled = PhotoRef.extend({ sha256: Sha256, label: z.union([z.literal(0), z.literal(1)]) });
export const ExtractProgress = z.object({ done: z.int(), total: z.int(), cached: z.int() });

const method = <P extends z.ZodType, E extends z.ZodType, R extends z.ZodType>(params: P, event: E, result: R) => ({
  params,
  event,
  result,
});

export const methods = {
  hello: method(
    z.object({ loadTensorFlow: z.boolean() }),
    z.never(),
    z.object({
      node: z.string(),
      sharp: z.string(),
      vips: z.string(),
      tensorflow: z.string().nullable(),
      oneDnn: z.boolean(),
      threads: z.int(),
    }),
  ),
  /** Reads, hashes and fully decodes photos; one event a photo, in any order. Thumbnails go to thumbnailDir/<2 hex>/<sha256>.jpg. */
  inspect: method(
    z.object({ paths: z.array(z.string()), thumbnailDir: z.string().nullable(), thumbnailSizePx: z.int() }),
    z.object({ index: z.int(), photo: PhotoInspection }),
    z.object({ read: z.int(), failed: z.int() }),
  ),
  /** Writes a JPEG of at most sizePx a side, oriented as seen, atomically. */
  rendition: method(
    z.object({ path: z.string(), sizePx: z.int(), outPath: z.string() }),
    z.never(),
    z.object({ widthPx: z.int(), heightPx: z.int() }),
  ),
  /** Encodes raw RGB bytes as JPEG files (the drawn sample). */
  encodeJpeg: method(
    z.object({ widthPx: z.int(), heightPx: z.int(), rgb: z.instanceof(Uint8Array), outPath: z.string() }),
    z.never(),
    z.object({ sizeBytes: z.int() }),
  ),
  /** Makes sure that the features of all photos are in the cache. */
  extract: method(
    z.object({ photos: z.array(PhotoRef.extend({ sha256: Sha256 })), features: FeatureSource, batchSize: z.int() }),
    ExtractProgress,
    z.object({
      failures: z.array(z.object({ index: z.int(), code: PhotoErrorCode, message: z.string() })),
      computed: z.int(),
      cached: z.int(),
      seconds: z.number(),
      decodeSeconds: z.number(),
      networkSeconds: z.number(),
    }),
  ),
  /** How many of these photos have cached features. */
  cached: method(
    z.object({ photos: z.array(Sha256), features: FeatureSource }),
    z.never(),
    z.object({ cached: z.int() }),
  ),
  /**
   * Trains a head on cached features (CACHE_MISS when some are gone); an event an epoch. runDir holds checkpoint, head
   * and TensorBoard files. resume goes on from the checkpoint, to the same bytes as a run never stopped.
   */
  trainHead: method(
    z.object({
      train: z.array(labelled),
      valid: z.array(labelled),
      features: FeatureSource,
      config: TrainConfig,
      runDir: z.string(),
      tensorBoardDir: z.string().nullable(),
      resume: z.boolean(),
    }),
    EpochMetrics,
    trainingResult,
  ),
  /**
   * Sees to it that fine-tuning finds what it needs of each photo: for upper stages the maps of the layers before them, training photos in so many views,
   * validation photos as they are; for all stages it only reads the photos through. Which ones cannot be used, it says: an index counts train, then valid.
   * Where the maps fit neither the limit nor the disk, the views of each photo are halved (not below 4), and the result's `cachedViews` says so: `tune` then
   * wants that number as its config.tuning.cachedViews. Where that does not help it fails with NO_SPACE before it begins; details: {neededBytes,
   * availableBytes, cachedViews}.
   */
  tuneMaps: method(
    MapSource.extend({
      train: z.array(tunedPhoto),
      valid: z.array(tunedPhoto),
      tuning: TuningConfig,
      seed: z.int(),
      batchSize: z.int(),
    }),
    ExtractProgress,
    z.object({
      failures: z.array(z.object({ index: z.int(), code: PhotoErrorCode, message: z.string() })),
      computed: z.int(),
      cached: z.int(),
      /** Of each photo: as asked for, or fewer. */
      cachedViews: z.int(),
      /** What the maps of all training photos take. */
      mapBytes: z.number(),
      seconds: z.number(),
    }),
  ),
  /**
   * Trains backbone and head together (config.tuning is not null); CACHE_MISS when maps are gone. runDir then holds checkpoints, TensorBoard files, `network/`
   * (the trained backbone, with its own graph and manifest: score, explain and exportGraph take it as their backboneDir) and the head. Without
   * `classes` the target is malignancy. resume goes on from the checkpoint, to the same bytes as a run never stopped. Epochs are the first member's.
   */
  tune: method(
    MapSource.extend({
      train: z.array(tunedPhoto),
      valid: z.array(tunedPhoto),
      classes: z.array(RunClass),
      config: TrainConfig,
      runDir: z.string(),
      tensorBoardDir: z.string().nullable(),
      resume: z.boolean(),
    }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('epoch'), epoch: EpochMetrics }),
      /** At most 4 a second. done and total are photos of this epoch; photosASecond of the last few steps. */
      z.object({
        kind: z.literal('step'),
        member: z.int(),
        members: z.int(),
        epoch: z.int(),
        epochs: z.int(),
        done: z.int(),
        total: z.int(),
        photosASecond: z.number(),
        residentBytes: z.number(),
      }),
    ]),
    trainingResult,
  ),
  /**
   * Writes several backbones as one whose features are theirs side by side; `layer` null takes a backbone's own features, else those pooled over that layer's map.
   * Fails with BAD_INPUT when one cannot be cut there; details.layers are the layers where it can. TensorFlow is not loaded.
   */
  joinBackbones: method(
    z.object({
      parts: z.array(z.object({ backboneDir: z.string(), layer: z.string().nullable() })).min(1),
      id: BackboneId,
      outDir: z.string(),
    }),
    z.never(),
    z.object({ graphSha256: Sha256, featureCount: z.int(), parameterCount: z.int() }),
  ),
  /**
   * Makes one model of trained ones, whose log-odds are the mean of theirs, each counting the same: runDir then holds `network/` (their networks joined,
   * equal ones once) and a head, as after `tune`. views: how photos are looked at from now on, by all of them. TensorFlow is not loaded.
   */
  joinRuns: method(
    z.object({
      models: z
        .array(z.object({ backboneDir: z.string(), runDir: z.string(), views: Views, modelHash: Sha256 }))
        .min(1),
      views: Views,
      backboneId: BackboneId,
      names: z.array(z.string()),
      runDir: z.string(),
    }),
    z.never(),
    z.object({ modelHash: Sha256 }),
  ),
  /** Writes a photo as `count` JPEG files of sizePx a side below outDir, as a network of that size would see it in its first epochs of fine-tuning. */
  augmentPreview: method(
    z.object({
      path: z.string(),
      sizePx: z.int().min(8).max(1024),
      augmentation: AugmentationSettings,
      seed: z.int().min(0).max(0xffffffff),
      count: z.int().min(1).max(64),
      outDir: z.string(),
    }),
    z.never(),
    z.object({ paths: z.array(z.string()) }),
  ),
  /**
   * Scores photos in the order given, one event a photo. A cached photo is not decoded again when its sha256 is given, unless extras are asked
   * for. Fails with CACHE_MISS when the likeness that was asked for cannot be told any more.
   */
  score: method(
    z.object({
      photos: z.array(PhotoRef),
      features: FeatureSource,
      runDir: z.string(),
      batchSize: z.int(),
      /** Whether the network sees batchSize photos also where fewer are left: then no score depends on how many there were. */
      fillBatches: z.boolean().default(false),
      /** The model that is meant: another one fails with BACKBONE_MISSING before a photo is scored. */
      modelHash: Sha256.nullable().default(null),
      extras: ExtrasRequest.nullable().default(null),
    }),
    z.object({ index: z.int(), photo: PhotoScore }),
    z.object({ scored: z.int(), failed: z.int(), modelHash: Sha256, seconds: z.number() }),
  ),
  /** Writes backbone and head as one SavedModel file (`outPath`, which must not be there): uint8 photos in, scores out. TensorFlow is not loaded. */
  exportGraph: method(
    z.object({ backboneDir: z.string(), runDir: z.string(), views: Views, outPath: z.string() }),
    z.never(),
    z.object({ modelHash: Sha256, sizeBytes: z.int() }),
  ),
  /** What is usual among a run's training photos. limits null: fewer than 12 of them, or features are not cached; `missing` says of which of `train`. */
  likeness: method(
    TrainedOn.extend({ features: FeatureSource, runDir: z.string() }),
    z.never(),
    z.object({ limits: LikenessLimits.nullable(), missing: z.array(z.int()) }),
  ),
  /** Writes what `likeness` compares with as one file; written false: fewer than 12 training photos, or very many. Fails with CACHE_MISS. */
  exportReference: method(
    TrainedOn.extend({ features: FeatureSource, runDir: z.string(), outPath: z.string() }),
    z.never(),
    z.object({ written: z.boolean() }),
  ),
  /**
   * Why one photo scores as it does, and how it compares with the photos that the run was trained on (by content hash). A photo that cannot be
   * used fails the request, with its code as details.photoCode.
   */
  explain: method(
    z.object({
      photo: PhotoRef,
      features: FeatureSource,
      runDir: z.string(),
      train: z.array(Sha256),
      similarCount: z.int(),
      thumbnailDir: z.string(),
      thumbnailSizePx: z.int(),
    }),
    z.never(),
    z.object({
      sha256: Sha256,
      modelHash: Sha256,
      score: Probability,
      logit: z.number(),
      map: ActivationMap,
      quality: z.array(QualityWarning),
      /** null when the features of training photos are not cached; `missing` says which of `train`. */
      likeness: z
        .object({
          /** index is a place in `train`; photos of equal content appear once. */
          similar: z.array(z.object({ index: z.int(), distance: z.number() })),
          /** null with fewer than 12 different training photos. */
          unlike: z
            .object({
              distance: z.number(),
              limit: z.number(),
              picture: z.object({ distance: z.number(), limit: z.number() }).nullable(),
              trainCount: z.int(),
            })
            .nullable(),
        })
        .nullable(),
      missing: z.array(z.int()),
    }),
  ),
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type Params<M extends MethodName> = z.input<Methods[M]['params']>;
export type Progress<M extends MethodName> = z.output<Methods[M]['event']>;
export type Result<M extends MethodName> = z.output<Methods[M]['result']>;
