import { z } from 'zod';
import { BackboneManifest } from './backbone.ts';
import { Id, Label, Split, SplitCounts, Timestamp } from './common.ts';
import { DatasetWarning, SplitChoice } from './dataset.ts';
import { Recalibration } from './recalibration.ts';
import { RunDetail, TestOpening } from './run.ts';

/** What a report says of a data set: the flow from files to splits, and who is in them. */
export const DatasetFacts = z.object({
  id: Id,
  name: z.string(),
  version: z.int(),
  createdAt: Timestamp,
  splitChoice: SplitChoice,
  /** What keeps splits apart: the column of patients or lesions, or null for the single photo. */
  groupColumn: z.string().nullable(),
  groupCount: z.int().nullable(),
  filesFound: z.int(),
  junk: z.int(),
  otherFiles: z.int(),
  unreadable: z.int(),
  unlabelled: z.int(),
  excluded: z.int(),
  duplicateSets: z.int(),
  duplicatePhotos: z.int(),
  labelConflicts: z.int(),
  /** Photos whose bytes stand in more than one split, and groups that do. */
  leaks: z.int(),
  groupLeaks: z.int().nullable(),
  counts: SplitCounts,
  classCounts: z.array(z.object({ className: z.string(), label: Label, count: z.int() })),
  warnings: z.array(DatasetWarning),
  /** Every metadata column of few values, or of numbers in bands, by split; '' is unknown and stays visible. */
  metadata: z.array(
    z.object({
      column: z.string(),
      values: z.array(z.object({ value: z.string(), counts: z.partialRecord(Split, z.int()) })),
    }),
  ),
});
export type DatasetFacts = z.infer<typeof DatasetFacts>;

/** All that a report needs besides the scores; stored in a .lesionlab file, so that the report can be made elsewhere too. */
export const Provenance = z.object({
  run: RunDetail.nullable(),
  dataset: DatasetFacts.nullable(),
  /** Every opening of this data set's test split, by any run, oldest first. */
  openings: z.array(TestOpening),
  recalibration: Recalibration.nullable(),
  backbone: z
    .object({
      id: z.string(),
      name: z.string(),
      graphSha256: z.string(),
      inputSizePx: z.int(),
      source: z.string(),
      /** How a photo enters the network; null in .lesionlab files from before it was kept. */
      preprocessing: BackboneManifest.shape.preprocessing.nullable().default(null),
    })
    .nullable(),
});
export type Provenance = z.infer<typeof Provenance>;
