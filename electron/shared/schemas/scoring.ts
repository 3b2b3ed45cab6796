import { z } from 'zod';
import { PhotoErrorCode } from '../errors.ts';
import { NOTICE } from '../notice.ts';
import { Id, Label, Page, Probability, Sha256, Timestamp } from './common.ts';

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

export const BatchRequest = z.object({
  runId: Id,
  inputs: z.array(z.string().min(1)).min(1),
  /** null: the run's own threshold at the time of the start. */
  threshold: Probability.nullable(),
  /** CSV or JSONL by its ending; null: kept in the data folder only. */
  out: z.string().nullable(),
  resume: z.boolean(),
});
export type BatchRequest = z.infer<typeof BatchRequest>;

export const Batch = z.object({
  id: Id,
  runId: Id,
  runName: z.string(),
  inputs: z.array(z.string()),
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
  jobId: Id.nullable(),
});
export type Batch = z.infer<typeof Batch>;

export const BatchRow = z.object({ id: Id, position: z.int(), row: ScoredRow });
export type BatchRow = z.infer<typeof BatchRow>;

export const BatchQuery = Page.extend({
  batchId: Id,
  sort: z.enum(['position', 'path', 'score', 'label', 'status']).default('position'),
  descending: z.boolean().default(false),
  filter: z.enum(['all', 'benign', 'malignant', 'error']).default('all'),
  search: z.string().default(''),
});
export type BatchQuery = z.infer<typeof BatchQuery>;
