import { z } from 'zod';
import { PhotoErrorCode } from '../errors.ts';
import { DatasetChanges } from './review.ts';
import { Id, Label, Page, Probability, Sha256, Split, SplitCounts, Timestamp } from './common.ts';

/** What becomes of a class name. `ask` is a proposal only: an import with an `ask` left in it is refused. */
export const ClassTarget = z.enum(['benign', 'malignant', 'exclude']);
export type ClassTarget = z.infer<typeof ClassTarget>;
export const ClassMapping = z.record(z.string(), ClassTarget);
export type ClassMapping = z.infer<typeof ClassMapping>;

/** folder: train|valid|test folders or the CSV's split column decide; random: seeded, stratified, grouped where a group column is given. */
export const SplitChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder') }),
  z.object({
    kind: z.literal('random'),
    ratios: z.object({ train: Probability, valid: Probability, test: Probability }),
    seed: z.int().min(0).max(0xffffffff),
  }),
]);
export type SplitChoice = z.infer<typeof SplitChoice>;

export const CsvColumnRole = z.enum(['image', 'class', 'split', 'group', 'metadata']);
export const CsvColumn = z.object({ name: z.string(), role: CsvColumnRole, samples: z.array(z.string()) });

/** What a look at the source says before anything is written. */
export const SourceScan = z.object({
  source: z.string(),
  labelsCsv: z.string().nullable(),
  layout: z.enum(['splitFolders', 'classFolders', 'flat', 'csv']),
  photoCount: z.int(),
  /** .DS_Store, ._x.jpg, Thumbs.db ... : skipped, by name. */
  junkCount: z.int(),
  /** Files that are no photos by their name; skipped. */
  otherCount: z.int(),
  classes: z.array(z.object({ name: z.string(), count: z.int(), proposal: z.enum(['benign', 'malignant', 'ask']) })),
  splits: z.array(z.object({ name: Split, count: z.int() })),
  columns: z.array(CsvColumn),
  /** CSV rows without a photo, photos without a row (the first 100 of each by name). */
  unmatchedRows: z.object({ count: z.int(), first: z.array(z.string()) }),
  unlabelledPhotos: z.object({ count: z.int(), first: z.array(z.string()) }),
  firstRows: z.array(
    z.object({
      path: z.string(),
      className: z.string().nullable(),
      split: Split.nullable(),
      group: z.string().nullable(),
    }),
  ),
  suggestedName: z.string(),
});
export type SourceScan = z.infer<typeof SourceScan>;

export const ScanRequest = z.object({
  source: z.string().min(1),
  labelsCsv: z.string().nullable(),
  /** Overrides of the guessed roles: column name by role. */
  columns: z.partialRecord(z.enum(['image', 'class', 'split', 'group']), z.string()).default({}),
});
export type ScanRequest = z.infer<typeof ScanRequest>;

export const ImportRequest = ScanRequest.extend({
  name: z.string().trim().min(1).max(200),
  mapping: ClassMapping,
  split: SplitChoice,
  groupColumn: z.string().nullable(),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

export const UnreadablePhoto = z.object({ path: z.string(), code: PhotoErrorCode, message: z.string() });
export type UnreadablePhoto = z.infer<typeof UnreadablePhoto>;
/** Photos with the same bytes. conflict: their labels differ; leak: they stand in different splits. */
export const DuplicateSet = z.object({
  sha256: Sha256,
  paths: z.array(z.string()),
  conflict: z.boolean(),
  leak: z.boolean(),
});
export type DuplicateSet = z.infer<typeof DuplicateSet>;
/** Coded hints about a data set, e.g. ONE_CLASS_SPLIT {split}, SMALL_CLASS {className, count}, GROUP_LEAK {count}, UNLABELLED {count}. */
export const DatasetWarning = z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) });
export type DatasetWarning = z.infer<typeof DatasetWarning>;

export const Dataset = z.object({
  id: Id,
  name: z.string(),
  source: z.string(),
  createdAt: Timestamp,
  /** 1 is the import; a review makes the next. */
  version: z.int().min(1),
  photoCount: z.int(),
  counts: SplitCounts,
  unreadableCount: z.int(),
  duplicateCount: z.int(),
});
export type Dataset = z.infer<typeof Dataset>;

/** What an import left behind; also the import command's JSON. */
export const ImportResult = z.object({
  datasetId: Id,
  name: z.string(),
  counts: SplitCounts,
  classCounts: z.array(z.object({ className: z.string(), label: Label, count: z.int() })),
  excludedCount: z.int(),
  junkCount: z.int(),
  otherCount: z.int(),
  unreadable: z.array(UnreadablePhoto),
  duplicates: z.array(DuplicateSet),
  unmatchedRows: z.object({ count: z.int(), first: z.array(z.string()) }),
  unlabelledPhotos: z.object({ count: z.int(), first: z.array(z.string()) }),
  warnings: z.array(DatasetWarning),
});
export type ImportResult = z.infer<typeof ImportResult>;

export const DatasetDetail = z.object({
  dataset: Dataset,
  mapping: ClassMapping,
  split: SplitChoice,
  groupColumn: z.string().nullable(),
  metadataColumns: z.array(z.string()),
  report: ImportResult,
  /** null for an import. */
  changes: DatasetChanges.nullable(),
});
export type DatasetDetail = z.infer<typeof DatasetDetail>;

export const Photo = z.object({
  id: Id,
  datasetId: Id,
  path: z.string(),
  fileName: z.string(),
  split: Split,
  className: z.string(),
  label: Label,
  group: z.string().nullable(),
  sha256: Sha256,
  widthPx: z.int(),
  heightPx: z.int(),
  format: z.string(),
  duplicate: z.boolean(),
  metadata: z.record(z.string(), z.string()),
});
export type Photo = z.infer<typeof Photo>;

export const PhotoQuery = Page.extend({
  datasetId: Id,
  split: Split.nullable().default(null),
  label: Label.nullable().default(null),
  className: z.string().nullable().default(null),
  duplicatesOnly: z.boolean().default(false),
  /** Of the duplicates, the copies of this one content. */
  sha256: Sha256.nullable().default(null),
  search: z.string().default(''),
});
export type PhotoQuery = z.infer<typeof PhotoQuery>;
