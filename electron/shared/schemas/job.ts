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
  'crossValidation',
  'sweep',
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
  'maps',
  'epochs',
  'steps',
  'scoring',
  'copying',
  'writing',
]);
export type JobPhase = z.infer<typeof JobPhase>;

/** Which of several like parts the work is in, from 1: the recipe of a sweep, the fold, the member of an ensemble, the epoch. */
export const JobPart = z.object({ name: z.enum(['recipe', 'fold', 'member', 'epoch']), at: z.int(), of: z.int() });
export type JobPart = z.infer<typeof JobPart>;

/** Whole, never a delta; `seq` rises with every change, so a late message is known to be stale. */
export const JobSnapshot = z.object({
  id: Id,
  kind: JobKind,
  /** The name of what is worked on: a data set, run or folder. */
  title: z.string(),
  state: JobState,
  seq: z.int(),
  progress: z
    .object({
      phase: JobPhase,
      done: z.number(),
      total: z.number(),
      perSecond: z.number().nullable(),
      /** From the outermost in; absent where the work has no parts. */
      parts: z.array(JobPart).optional(),
      /** Resident memory of the process at work, bytes; absent where it is not measured. */
      memoryBytes: z.number().optional(),
    })
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
