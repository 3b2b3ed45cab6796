import { z } from 'zod';
import { NOTICE } from '../notice.ts';
import { BackboneManifest } from './backbone.ts';
import { Id, Sha256, Timestamp } from './common.ts';
import { Recalibration } from './recalibration.ts';
import { RunEnvironment, Threshold, TrainConfig, Views } from './run.ts';
import { LikenessLimits } from './scoring.ts';

/** bundle: all that LesionLab needs to score elsewhere; savedmodel: one TensorFlow graph from pixels to score, for other programs. */
export const ExportFormat = z.enum(['bundle', 'savedmodel']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const RunExport = z.object({
  id: Id,
  format: ExportFormat,
  /** exactly: that folder, which must not be there; inside: a new folder in that one, named after the run. */
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('exactly'), path: z.string().min(1) }),
    z.object({ kind: z.literal('inside'), folder: z.string().min(1) }),
  ]),
});
export type RunExport = z.infer<typeof RunExport>;

/** A file of an exported folder; `path` is below it, with `/`. */
export const ExportedFile = z.object({
  path: z.string().regex(/^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/),
  sizeBytes: z.int().min(0),
  sha256: Sha256,
});
export type ExportedFile = z.infer<typeof ExportedFile>;

/** `manifest.json` of every exported folder. It names no folder and no photo of the computer that it was made on. */
export const ExportManifest = z.object({
  format: z.enum(['lesionlab-run-bundle', 'lesionlab-savedmodel']),
  /** Raised when an older LesionLab could misread the folder. */
  schemaVersion: z.literal(1),
  notice: z.literal(NOTICE),
  createdAt: Timestamp,
  /** Of the program that wrote it. */
  lesionlab: z.string(),
  run: z.object({
    id: Id,
    name: z.string(),
    datasetName: z.string(),
    createdAt: Timestamp,
    trainCount: z.int(),
    validCount: z.int(),
    config: TrainConfig,
  }),
  /** Over graph, preprocessing, views and head: equal hash, equal scores. */
  modelHash: Sha256,
  threshold: Threshold,
  /** null: the run has no fit, and scores stay raw. */
  recalibration: Recalibration.nullable(),
  /** By what photos are told to be unlike the training photos; null: the bundle does not hold what they are compared with. */
  likeness: LikenessLimits.nullable().default(null),
  /** What a score is, and which call it becomes. */
  classes: z.object({
    score: z.literal('probability of malignant'),
    positive: z.literal('malignant'),
    negative: z.literal('benign'),
    rule: z.literal('score >= threshold is malignant'),
  }),
  backbone: BackboneManifest.pick({
    id: true,
    name: true,
    featureCount: true,
    license: true,
    source: true,
    caveat: true,
    graphSha256: true,
    weightsSha256: true,
  }),
  /** How a photo becomes the network's input; `views` are averaged. */
  preprocessing: BackboneManifest.shape.preprocessing.extend({ imageSizePx: z.int().positive(), views: Views }),
  /** What the run was trained with; null in runs older than that record. */
  trainedWith: RunEnvironment.nullable(),
  files: z.array(ExportedFile),
});
export type ExportManifest = z.infer<typeof ExportManifest>;
