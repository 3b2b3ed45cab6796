import { z } from 'zod';
import { PhotoErrorCode } from '../errors.ts';
import { NOTICE } from '../notice.ts';
import { Id, Label, Page, Probability, Sha256, Timestamp } from './common.ts';
import { ClassMapping } from './dataset.ts';
import { QualityWarning } from './explanation.ts';

/** One line of every scored file, in this column order; the banner is the last column. */
export const ScoredRow = z.object({
  path: z.string(),
  score: Probability.nullable(),
  threshold: Probability,
  /** From the score as printed: score >= threshold is malignant; null for an error row. */
  label: Label.nullable(),
  runId: Id,
  modelHash: Sha256,
  status: z.enum(['ok', 'error']),
  /** `CODE: message` for an error row, else empty. */
  error: z.string(),
  notice: z.literal(NOTICE),
});
export type ScoredRow = z.infer<typeof ScoredRow>;

/** One photo scored by hand: the prediction card. */
export const Prediction = z.object({
  id: Id,
  runId: Id,
  runName: z.string(),
  row: ScoredRow,
  errorCode: PhotoErrorCode.nullable(),
  widthPx: z.int().nullable(),
  heightPx: z.int().nullable(),
  createdAt: Timestamp,
});
export type Prediction = z.infer<typeof Prediction>;

/** excel: CSV with a byte order mark, CRLF, and no cell that a spreadsheet takes for a formula. */
export const RowFormat = z.enum(['csv', 'excel', 'jsonl']);
export type RowFormat = z.infer<typeof RowFormat>;

/** The user's own table, joined to the photos by file name. */
export const BatchMetadata = z.object({
  path: z.string().min(1),
  /** null: found by itself, as in an import. */
  nameColumn: z.string().nullable().default(null),
  /** With a mapping of its values the batch is evaluated as well. */
  labelColumn: z.string().nullable().default(null),
  mapping: ClassMapping.nullable().default(null),
});
export type BatchMetadata = z.infer<typeof BatchMetadata>;

/** What may be asked for besides the run, its threshold and the inputs. */
export const BatchOptions = z.object({
  /** Whether the folders in the inputs' folders are looked into. */
  recursive: z.boolean().default(true),
  /** Globs against the path below the input, `/`-separated; none: every photo. */
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  /** Files with one path a line, UTF-8; blank lines are ignored. */
  lists: z.array(z.string().min(1)).default([]),
  /** Relative lines of the lists are below it; null: below the list file's folder. */
  root: z.string().nullable().default(null),
  /** null: by the ending of `out`. */
  format: RowFormat.nullable().default(null),
  metadata: BatchMetadata.nullable().default(null),
  /** What the class folders' names mean, where the photos lie in such: the batch is evaluated as well. */
  mapping: ClassMapping.nullable().default(null),
});
export type BatchOptions = z.infer<typeof BatchOptions>;

/** At least one of inputs and lists is given. */
export const BatchRequest = BatchOptions.extend({
  runId: Id,
  inputs: z.array(z.string().min(1)),
  /** null: the run's own threshold at the time of the start. */
  threshold: Probability.nullable(),
  /** CSV or JSONL by its ending; null: kept in the data folder only. */
  out: z.string().nullable(),
  resume: z.boolean(),
}).refine(({ inputs, lists }) => inputs.length + lists.length > 0, { path: ['inputs'], error: 'nothing to score' });
export type BatchRequest = z.infer<typeof BatchRequest>;

export const SkippedFiles = z.object({
  hidden: z.int(),
  /** .DS_Store, ._x.jpg, Thumbs.db ... */
  system: z.int(),
  /** No photos by their name. */
  otherFiles: z.int(),
  /** By the globs. */
  excluded: z.int(),
});
export type SkippedFiles = z.infer<typeof SkippedFiles>;

export const Batch = z.object({
  id: Id,
  runId: Id,
  runName: z.string(),
  inputs: z.array(z.string()),
  request: BatchOptions,
  threshold: Probability,
  out: z.string().nullable(),
  state: z.enum(['running', 'interrupted', 'cancelled', 'failed', 'finished']),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  total: z.int(),
  scored: z.int(),
  failed: z.int(),
  malignant: z.int(),
  skippedJunk: z.int(),
  /** What skippedJunk consists of; null: not known yet, or a batch of an older LesionLab. */
  skipped: SkippedFiles.nullable(),
  /** Of a batch whose photos have labels, once it is finished. */
  evaluationId: Id.nullable(),
  jobId: Id.nullable(),
});
export type Batch = z.infer<typeof Batch>;

export const QualityCode = QualityWarning.shape.code;
export type QualityCode = z.infer<typeof QualityCode>;

/**
 * How far from the training photos is unusual (Explanation.unlike); pictures: by colours and structure, null while no thumbnails of the training
 * photos are there.
 */
export const LikenessLimits = z.object({ features: z.number(), pictures: z.number().nullable(), trainCount: z.int() });
export type LikenessLimits = z.infer<typeof LikenessLimits>;

/** What is known of a photo besides its score; nothing of one that could not be read. */
export const RowExtras = z.object({
  /** The calibrated probability; null where the run has none. */
  calibrated: Probability.nullable(),
  quality: z.array(QualityCode),
  /** Whether the photo is unlike the training photos; null: not known. */
  unlike: z.boolean().nullable(),
  /** EXIF DateTimeOriginal, the camera's local time without a zone: 2024-05-06T07:08:09. */
  takenAt: z.string().nullable(),
  /** The user's own columns; empty for a photo that the table does not name. */
  metadata: z.record(z.string(), z.string()),
});
export type RowExtras = z.infer<typeof RowExtras>;

export const BatchMark = z.enum(['check', 'done']);
export type BatchMark = z.infer<typeof BatchMark>;

export const BatchRow = RowExtras.extend({
  id: Id,
  position: z.int(),
  row: ScoredRow,
  mark: BatchMark.nullable(),
  note: z.string(),
});
export type BatchRow = z.infer<typeof BatchRow>;

/** flagged: a quality warning, or unlike the training photos; near: a score close to the threshold. */
export const BatchFilter = z.object({
  batchId: Id,
  sort: z.enum(['position', 'path', 'score', 'label', 'status', 'calibrated', 'takenAt', 'mark']).default('position'),
  descending: z.boolean().default(false),
  filter: z.enum(['all', 'benign', 'malignant', 'error', 'flagged', 'near', 'marked', 'noted']).default('all'),
  search: z.string().default(''),
});
export type BatchFilter = z.infer<typeof BatchFilter>;
export const BatchQuery = BatchFilter.extend(Page.shape);
export type BatchQuery = z.infer<typeof BatchQuery>;

/** Rows by hand, or all that a query finds, in its order. */
export const RowSelection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), ids: z.array(Id).min(1) }),
  z.object({ kind: z.literal('query'), query: BatchFilter }),
]);
export type RowSelection = z.infer<typeof RowSelection>;

const counted = z.object({ count: z.int(), first: z.array(z.string()) });

/** How the user's table and the photos found each other; the first 100 of each by name. */
export const MetadataMatch = z.object({
  path: z.string(),
  nameColumn: z.string(),
  labelColumn: z.string().nullable(),
  columns: z.array(z.string()),
  matched: z.int(),
  /** Photos without a row, and rows without a photo. */
  unmatchedPhotos: counted,
  unmatchedRows: counted,
  /** Photos that several rows could mean: nothing is joined to them. */
  ambiguous: counted,
});
export type MetadataMatch = z.infer<typeof MetadataMatch>;

export const BatchSummary = z.object({
  byCall: z.object({ malignant: z.int(), benign: z.int(), failed: z.int() }),
  byFolder: z.array(z.object({ folder: z.string(), n: z.int(), malignant: z.int(), benign: z.int(), failed: z.int() })),
  errors: z.array(z.object({ code: PhotoErrorCode, n: z.int() })),
  quality: z.array(z.object({ code: QualityCode, n: z.int() })),
  /** Unlike the training photos; and scored photos of which that is not known. */
  unlike: z.int(),
  unlikeUnknown: z.int(),
  /** Scores near the threshold, by the rule of the prediction card (metrics/nearThreshold.ts); null: the run has no validation scores, so it is not known. */
  nearThreshold: z.int().nullable(),
  metadata: MetadataMatch.nullable(),
  evaluationId: Id.nullable(),
});
export type BatchSummary = z.infer<typeof BatchSummary>;
