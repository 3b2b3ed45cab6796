import { z } from 'zod';
import { BackboneId } from './backbone.ts';
import { Id, Probability, Sha256, Timestamp } from './common.ts';
import { UnreadablePhoto } from './dataset.ts';

export const OptimizerName = z.enum(['rmsprop', 'adam', 'sgd']);
export type OptimizerName = z.infer<typeof OptimizerName>;

/** none: every photo counts 1; sqrt, balanced: weights rise as the class gets rarer, mean weight 1. */
export const ClassWeights = z.enum(['none', 'sqrt', 'balanced']);
export type ClassWeights = z.infer<typeof ClassWeights>;

/** Views whose features are averaged: the photo alone, or with its mirror images (left-right, top-bottom, both). */
export const Views = z.enum(['one', 'flips']);
export type Views = z.infer<typeof Views>;

/** Everything that decides what a head becomes, given photos and a backbone. Defaults come from a preset. */
export const TrainConfig = z.object({
  preset: z.enum(['tutorial', 'recommended', 'custom']),
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
});
export type TrainConfig = z.infer<typeof TrainConfig>;

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
});
export type RunDetail = z.infer<typeof RunDetail>;
