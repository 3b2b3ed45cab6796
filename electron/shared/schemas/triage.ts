import { z } from 'zod';
import { Id, Timestamp } from './common.ts';
import { ReportLanguage } from './report.ts';
import { BatchFilter, BatchMark, RowFormat, RowSelection } from './scoring.ts';

/**
 * Why a photo was not copied, moved or put back. CHANGED: it is not the photo that was scored; LINK: a link is copied, never moved; SAME_FOLDER: it is
 * there already; TAKEN: something else stands at the place it came from; UNREADABLE: the disk could not read it.
 */
export const TransferFault = z.enum([
  'NOT_FOUND',
  'NO_PERMISSION',
  'CHANGED',
  'LINK',
  'SAME_FOLDER',
  'TAKEN',
  'UNREADABLE',
]);
export type TransferFault = z.infer<typeof TransferFault>;

export const TransferRequest = z.object({
  batchId: Id,
  selection: RowSelection,
  /** A folder; it is made where it is not there. */
  to: z.string().min(1),
  move: z.boolean(),
});
export type TransferRequest = z.infer<typeof TransferRequest>;

/** One copying or moving of photos to a folder, as far as it got. */
export const Transfer = z.object({
  id: Id,
  batchId: Id,
  folder: z.string(),
  move: z.boolean(),
  createdAt: Timestamp,
  /** Copied or moved, and there still. */
  done: z.int(),
  /** Not begun, since it was stopped. */
  waiting: z.int(),
  failed: z.int(),
  /** Put back where they came from. */
  returned: z.int(),
  /** The first 100. */
  failures: z.array(z.object({ path: z.string(), fault: TransferFault })),
  /** index.csv; null while there is none. */
  indexPath: z.string().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

export const MarkRequest = z.object({ batchId: Id, selection: RowSelection, mark: BatchMark.nullable() });
export const MarkResult = z.object({
  changed: z.int(),
  /** For batch.undoMark, as long as the core lives; null: nothing changed. */
  undoId: Id.nullable(),
});

export const NOTE_LENGTH = 2000;
export const NoteRequest = z.object({ batchId: Id, rowId: Id, note: z.string().max(NOTE_LENGTH) });

/** Ids of rows at places of a query's list, for a selection from one row to another. */
export const RowIdsRequest = z.object({
  query: BatchFilter,
  offset: z.int().min(0),
  limit: z.int().min(1).max(200_000),
});

export const BatchExport = z.object({
  id: Id,
  path: z.string().min(1),
  format: RowFormat,
  /** null: every row, in the batch's order. */
  selection: RowSelection.nullable().default(null),
});

/** More photos than this are no sheet that anybody leafs through. */
export const SHEET_PHOTOS = 1000;

/** A PDF of photos with score, call, flags and note. */
export const SheetRequest = z.object({
  batchId: Id,
  selection: RowSelection,
  path: z.string().min(1),
  language: ReportLanguage,
});
export type SheetRequest = z.infer<typeof SheetRequest>;
