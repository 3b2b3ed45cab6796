import { z } from 'zod';
import { Id } from './common.ts';
import { TransferFault } from './triage.ts';

/** What is there at once: the table is whole whatever becomes of the copies. */
export const ErrorsExport = z.object({
  csvPath: z.string(),
  rows: z.int(),
  /** Copies the photos; null: none were asked for, or there is none to copy. */
  jobId: Id.nullable(),
});
export type ErrorsExport = z.infer<typeof ErrorsExport>;

/** How far the copying got. */
export const ErrorCopies = z.object({
  copied: z.int(),
  total: z.int(),
  /** Photos that could not be copied. */
  missing: z.array(z.object({ path: z.string(), fault: TransferFault })),
});
export type ErrorCopies = z.infer<typeof ErrorCopies>;
