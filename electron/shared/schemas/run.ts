import { z } from 'zod';
import { BackboneId } from './backbone.ts';
import { Id, Probability, Sha256, Timestamp } from './common.ts';
import { UnreadablePhoto } from './dataset.ts';

export const OptimizerName = z.enum(['rmsprop', 'adam', 'sgd']);
export type OptimizerName = z.infer<typeof OptimizerName>;

/** none: every photo counts 1; sqrt, balanced: weights rise as the class gets rarer, mean weight 1. */
export const ClassWeights = z.enum(['none', 'sqrt', 'balanced']);
export type ClassWeights = z.infer<typeof ClassWeights>;

/** Views whose features are averaged: the photo alone, with its mirror images (left-right, top-bottom, both), or all 8 quarter turns and mirror images. */
export const Views = z.enum(['one', 'flips', 'turns']);
export type Views = z.infer<typeof Views>;

/** How photos are changed from epoch to epoch while a network learns. 0, or a smallest side of 1, leaves that part out. */
export const AugmentationSettings = z.object({
  /** Each of the 8 quarter turns and mirror images alike often: a lesion has no up and no left. */
  turnsAndMirrors: z.boolean(),
  /** The side of the square that is cut out and enlarged is drawn from here to 1, as a share of the photo's. */
  smallestCrop: z.number().min(0.1).max(1),
  /** Brightness is multiplied by 1 - gain to 1 + gain. */
  gain: z.number().min(0).max(0.9),
  /** Each channel, besides, by 1 - channelGain to 1 + channelGain. */
  channelGain: z.number().min(0).max(0.9),
  /** Added to all values (0 to 255): from -offset to offset. */
  offset: z.number().min(0).max(128),
  /** The largest side of a square that is blotted out, as a share of the photo's, with probability one half (DeVries and Taylor 2017). */
  cutOut: z.number().min(0).max(0.8),
});
export type AugmentationSettings = z.infer<typeof AugmentationSettings>;

/** How the learning rate moves over a training; factors of the one asked for. */
export const Schedule = z.discriminatedUnion('name', [
  z.object({ name: z.literal('constant') }),
  /** Rises in a line from 0 over the warm-up steps, then falls as half a cosine to `floor` at the last step (Loshchilov and Hutter 2017). */
  z.object({ name: z.literal('cosine'), warmupSteps: z.int().min(0), floor: z.number().min(0).max(1) }),
  /** Times `factor` after so many epochs in a row without a better validation loss, and never below `floor`. */
  z.object({
    name: z.literal('plateau'),
    factor: z.number().positive().max(1),
    patience: z.int().min(1),
    minimumGain: z.number().min(0),
    floor: z.number().min(0).max(1),
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

/**
 * What else there is to decide when layers of the backbone are trained too. optimizer, learningRate, batchSize, epochs, classWeights, seed, l2 and
 * earlyStoppingPatience are those of TrainConfig; featureScaling has no meaning then.
 */
export const TuningConfig = z.object({
  /** upper: the frozen layers before them are computed once a photo and view; all: every layer. */
  stages: z.enum(['upper', 'all']),
  /** What the network tells apart: malignant from benign, or the data set's own classes, malignancy being the sum of the malignant ones. */
  target: z.enum(['malignancy', 'classes']),
  /** Trainings that differ in their seed alone (seed, seed + 1, ...) and whose log-odds are averaged. */
  members: z.int().min(1).max(8),
  augmentation: AugmentationSettings,
  /** upper: so many views of each photo are kept, the first 8 of them its quarter turns and mirror images, the others with crop and colour besides. */
  cachedViews: z.int().min(1).max(64),
  labelSmoothing: z.number().min(0).max(0.5),
  /** Share of the pooled features that a step leaves out. */
  dropout: z.number().min(0).max(0.9),
  schedule: Schedule,
  /** Of sgd. */
  momentum: z.number().min(0).max(0.999),
  nesterov: z.boolean(),
  /** Decoupled: adam with it is AdamW (Loshchilov and Hutter 2019). */
  weightDecay: z.number().min(0).max(1),
  /** Largest norm of the gradient over all variables; null: any. */
  clipNorm: z.number().positive().nullable(),
  /** balanced: every class as often, photos of small classes come again. */
  sampling: z.enum(['all', 'balanced']),
  /** The epoch whose weights are kept: of the lowest validation loss, of the highest validation AUC (the earliest of equals), or the last. */
  keep: z.enum(['loss', 'auc', 'last']),
});
export type TuningConfig = z.infer<typeof TuningConfig>;

/** Everything that decides what a head becomes, given photos and a backbone. Defaults come from a preset. */
export const TrainConfig = z.object({
  preset: z.enum(['tutorial', 'recommended', 'best', 'custom']),
  backboneId: BackboneId,
  views: Views,
  /** standard: features are centred and scaled by the training split; folded into the head's weights when it is saved. */
  featureScaling: z.enum(['none', 'standard']),
  optimizer: OptimizerName,
  learningRate: z.number().positive().max(10),
  batchSize: z.int().min(1).max(4096),
  epochs: z.int().min(1).max(10_000),
  /** L2 penalty on the weights (not the bias), added to the loss as l2 * sum(w^2). */
  l2: z.number().min(0).max(10),
  classWeights: ClassWeights,
  seed: z.int().min(0).max(0xffffffff),
  /** Stop after so many epochs without a better validation loss; null: never. */
  earlyStoppingPatience: z.int().min(1).nullable(),
  tensorBoard: z.boolean(),
  /** null: a head on the frozen backbone. */
  tuning: TuningConfig.nullable().default(null),
  /**
   * Of an average of finished runs (or of the out-of-fold scores of recipes): those. Nothing is trained for it; the choices above, but for the views, are then
   * those of the first of them.
   */
  ensemble: z
    .array(z.object({ id: Id, name: z.string() }))
    .min(2)
    .optional(),
});
export type TrainConfig = z.infer<typeof TrainConfig>;

/** A class of the data set, as a run tells it apart. */
export const RunClass = z.object({ name: z.string(), malignant: z.boolean() });
export type RunClass = z.infer<typeof RunClass>;

/** One epoch's history row. AUC is null when a split holds one class only. */
export const EpochMetrics = z.object({
  epoch: z.int().min(1),
  loss: z.number(),
  accuracy: Probability,
  auc: Probability.nullable(),
  valLoss: z.number(),
  valAccuracy: Probability,
  valAuc: Probability.nullable(),
  seconds: z.number(),
});
export type EpochMetrics = z.infer<typeof EpochMetrics>;

export const ThresholdSource = z.enum([
  'default',
  'manual',
  'tutorial',
  'targetSensitivity',
  'targetSpecificity',
  'youden',
  'cost',
]);
export type ThresholdSource = z.infer<typeof ThresholdSource>;
export const Threshold = z.object({
  /** Decision: score >= value is malignant. */
  value: Probability,
  source: ThresholdSource,
  /** What was asked for: the sensitivity or specificity, or for cost how many needless excisions one missed melanoma is worth. */
  target: z.number().min(0).nullable(),
  setAt: Timestamp.nullable(),
  /** Since when it may not be moved, so that the test split is opened with a decision made before; null: not locked. */
  lockedAt: Timestamp.nullable(),
});
export type Threshold = z.infer<typeof Threshold>;

/** One look at the figures of a test split: counted, dated and shown in every report. */
export const TestOpening = z.object({
  id: Id,
  runId: Id,
  runName: z.string(),
  datasetId: Id,
  evaluationId: Id,
  openedAt: Timestamp,
  /** The threshold that was locked then; null for evaluations older than the count. */
  threshold: Probability.nullable(),
  by: z.enum(['window', 'command', 'sample', 'earlier']),
});
export type TestOpening = z.infer<typeof TestOpening>;

/** What a run was trained with; null in a run older than the record. */
export const RunEnvironment = z.object({
  lesionlab: z.string(),
  node: z.string(),
  tensorflow: z.string().nullable(),
  sharp: z.string(),
  vips: z.string(),
  oneDnn: z.boolean(),
  platform: z.string(),
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
});
export type RunEnvironment = z.infer<typeof RunEnvironment>;

export const RunState = z.enum(['training', 'interrupted', 'failed', 'cancelled', 'finished']);
export type RunState = z.infer<typeof RunState>;

export const Run = z.object({
  id: Id,
  name: z.string(),
  datasetId: Id,
  datasetName: z.string(),
  state: RunState,
  config: TrainConfig,
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  /** From 1; the epoch whose weights the run keeps (lowest validation loss, the earliest of equals). */
  bestEpoch: z.int().nullable(),
  threshold: Threshold,
  /** SHA-256 over backbone graph, preprocessing, views and head weights: equal hash, equal scores. */
  modelHash: Sha256.nullable(),
  trainCount: z.int(),
  validCount: z.int(),
  trainableParameters: z.int(),
  frozenParameters: z.int(),
  seconds: z.number().nullable(),
  jobId: Id.nullable(),
  error: z.string().nullable(),
});
export type Run = z.infer<typeof Run>;

/**
 * Why a run is as it is, one reason each: a code that the window and the command line have words for, and the figures in them. A code that a
 * program does not know yet is left out.
 */
export const RunNote = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.number(), z.string()])) });
export type RunNote = z.infer<typeof RunNote>;

/** Choices that were fitted to a time: asked for, and what they are expected to take. */
export const RunPlan = z.object({ minutes: z.number().positive(), seconds: z.number().min(0) });
export type RunPlan = z.infer<typeof RunPlan>;

export const RunDetail = z.object({
  run: Run,
  epochs: z.array(EpochMetrics),
  /** Photos of the run's list that could not be read when it trained: they were left out. */
  unreadable: z.array(UnreadablePhoto).default([]),
  layers: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      outputShape: z.array(z.int()),
      parameters: z.int(),
      trainable: z.boolean(),
    }),
  ),
  tensorBoardDir: z.string().nullable(),
  environment: RunEnvironment.nullable(),
  /** Of a run that tells classes apart: those, in the order of a score's `classes`. */
  classes: z.array(RunClass).optional(),
  /** Why these choices. */
  notes: z.array(RunNote).optional(),
});
export type RunDetail = z.infer<typeof RunDetail>;
