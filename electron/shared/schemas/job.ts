import { z } from 'zod';
import { ErrorBody } from '../errors.ts';
import { Id, Timestamp } from './common.ts';

export const JobKind = z.enum([
  'import',
  'training',
  'evaluation',
  'scoring',
  'demo',
  'report',
  'export',
  'transfer',
  'sheet',
  'copies',
]);
export type JobKind = z.infer<typeof JobKind>;
export const JobState = z.enum(['queued', 'running', 'cancelling', 'succeeded', 'failed', 'cancelled', 'interrupted']);
export type JobState = z.infer<typeof JobState>;
/** What is being counted; the window has words for each. */
export const JobPhase = z.enum([
  'scanning',
  'drawing',
  'reading',
  'features',
  'epochs',
  'scoring',
  'copying',
  'writing',
]);
export type JobPhase = z.infer<typeof JobPhase>;

/** Whole, never a delta; `seq` rises with every change, so a late message is known to be stale. */
export const JobSnapshot = z.object({
  id: Id,
  kind: JobKind,
  /** The name of what is worked on: a data set, run or folder. */
  title: z.string(),
  state: JobState,
  seq: z.int(),
  progress: z
    .object({ phase: JobPhase, done: z.number(), total: z.number(), perSecond: z.number().nullable() })
    .nullable(),
  /** Of the present phase; null while unknown. */
  secondsLeft: z.number().nullable(),
  datasetId: Id.nullable(),
  runId: Id.nullable(),
  evaluationId: Id.nullable(),
  batchId: Id.nullable(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  error: ErrorBody.nullable(),
  /** interrupted, failed or cancelled, and able to go on where it stood. */
  resumable: z.boolean(),
});
export type JobSnapshot = z.infer<typeof JobSnapshot>;
