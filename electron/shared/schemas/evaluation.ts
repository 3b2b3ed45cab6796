import { z } from 'zod';
import { columnOf, isId, isLabel, isProbability, isText, orNull } from './columns.ts';
import { Id, Sha256, Split, Timestamp } from './common.ts';
import { ClassMapping, UnreadablePhoto } from './dataset.ts';
import { Provenance } from './provenance.ts';
import { RunClass, Threshold } from './run.ts';

/** What a run can be asked to score. */
export const EvaluationSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('split'), split: Split }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1), mapping: ClassMapping }),
]);
export type EvaluationSource = z.infer<typeof EvaluationSource>;

/** What an evaluation is of: photos that a run scored, or the rows of somebody's file of scores. */
export const JudgedSource = z.discriminatedUnion('kind', [
  ...EvaluationSource.options,
  z.object({ kind: z.literal('scores'), path: z.string() }),
  /** The train and valid photos of a data set, each scored by a model that saw neither it nor its group. */
  z.object({ kind: z.literal('outOfFold'), datasetId: Id, folds: z.int() }),
]);
export type JudgedSource = z.infer<typeof JudgedSource>;

/** What a folder shares with the run that scored it. */
export const Overlap = z.object({
  /** How many of its scored photos are, byte for byte, the run's own, by split. */
  train: z.int(),
  valid: z.int(),
  test: z.int(),
  /** When figures of any of its photos, in this folder or another, were first there for this run: it is no later than the evaluation. */
  seenAt: Timestamp,
});
export type Overlap = z.infer<typeof Overlap>;

/** Where the scores come from. */
export const EvaluationOrigin = z.discriminatedUnion('kind', [
  /** A run in this data folder. */
  z.object({ kind: z.literal('run') }),
  /** A CSV of labels and scores: another program, or a reader. */
  z.object({
    kind: z.literal('scores'),
    path: z.string(),
    sha256: Sha256,
    scoreColumn: z.string(),
    scale: z.enum(['probability', 'percent']),
  }),
  /** The models of a cross-validation in this data folder, which are gone; it may be removed by now. */
  z.object({ kind: z.literal('crossValidation'), crossValidationId: Id }),
  /** A .lesionlab file from another computer; what was known there of run and data set is carried along. */
  z.object({
    kind: z.literal('package'),
    path: z.string(),
    sha256: Sha256,
    provenance: Provenance,
    overlap: Overlap.optional(),
  }),
]);
export type EvaluationOrigin = z.infer<typeof EvaluationOrigin>;

/** A finished evaluation is its stored scores: it opens without the photos, TensorFlow or the backbone. */
export const Evaluation = z.object({
  id: Id,
  /** null: the scores were not made by a run of this data folder. */
  runId: Id.nullable(),
  /** The run's name, or the reader's or program's. */
  name: z.string(),
  origin: EvaluationOrigin,
  source: JudgedSource,
  createdAt: Timestamp,
  modelHash: Sha256.nullable(),
  n: z.int(),
  unreadable: z.array(UnreadablePhoto),
  /** The run's, or the evaluation's own where there is no run. */
  threshold: Threshold,
  /** Whether its figures may be seen: false for a test split that is not opened since the threshold was locked. */
  opened: z.boolean(),
  /** Of a folder that a run scored, here or on the computer that a file came from; nothing else has it. */
  overlap: Overlap.optional(),
  /** true: nothing of the run's training was chosen on its validation photos (validationUse.ts). Absent: something was, or no run is known. */
  epochFixed: z.literal(true).optional(),
});
export type Evaluation = z.infer<typeof Evaluation>;

/** Columns of equal length n, in the data set's order. */
export const EvaluationScores = z.object({
  rowIds: columnOf(isId),
  labels: columnOf(isLabel),
  scores: columnOf(isProbability),
  /** Paths of photos; in a file of scores the ids. */
  paths: columnOf(isText),
  classNames: columnOf(isText),
});
export type EvaluationScores = z.infer<typeof EvaluationScores>;

/** Of a model that tells classes apart: how often photos of each class were taken for each, by the highest probability (the first of equals). */
export const FineMatrix = z.object({
  classes: z.array(RunClass),
  /** [true class][named class] */
  counts: z.array(z.array(z.int())),
  /** Photos with a score whose own class is none of these. */
  others: z.int(),
});
export type FineMatrix = z.infer<typeof FineMatrix>;

export const EvaluationDetail = z.object({
  evaluation: Evaluation,
  scores: EvaluationScores,
  /** null or absent: only malignancy was told. */
  fine: FineMatrix.nullable().optional(),
});
export type EvaluationDetail = z.infer<typeof EvaluationDetail>;

/** What else is known of the rows, in the order of EvaluationScores; read apart, since it can be large. */
export const EvaluationColumns = z.object({
  /** The photo of the data set, where it still is in it: reviews need it. */
  photoIds: columnOf(orNull(isId)),
  /** Patient or lesion, by the data set's group column; null: unknown. */
  groups: columnOf(orNull(isText)),
  groupColumn: z.string().nullable(),
  /** '' where a row has no value. */
  metadata: z.array(z.object({ name: z.string(), values: columnOf(isText) })),
});
export type EvaluationColumns = z.infer<typeof EvaluationColumns>;

/** What a look at a file of scores says before anything is written. */
export const ScoresPreview = z.object({
  path: z.string(),
  rowCount: z.int(),
  columns: z.array(
    z.object({
      name: z.string(),
      samples: z.array(z.string()),
      /** What the column seems to be, by its name and values. */
      role: z.enum(['id', 'label', 'score', 'group', 'metadata']),
      /** Of a score column: 0..1 or per cent. */
      scale: z.enum(['probability', 'percent']).nullable(),
    }),
  ),
  /** Values of the guessed label column with what they seem to mean. */
  labelValues: z.array(
    z.object({ value: z.string(), count: z.int(), proposal: z.enum(['benign', 'malignant', 'ask']) }),
  ),
});
export type ScoresPreview = z.infer<typeof ScoresPreview>;

/** One evaluation comes to be per score column: several readers of the same photos stand side by side in one file. */
export const ScoresImport = z.object({
  path: z.string().min(1),
  idColumn: z.string(),
  labelColumn: z.string(),
  /** What the label column's values mean; rows of excluded values are left out. */
  mapping: ClassMapping,
  readers: z
    .array(
      z.object({
        column: z.string(),
        name: z.string().trim().min(1).max(200),
        scale: z.enum(['probability', 'percent']),
      }),
    )
    .min(1),
  groupColumn: z.string().nullable(),
});
export type ScoresImport = z.infer<typeof ScoresImport>;
