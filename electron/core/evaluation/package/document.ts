import { z } from 'zod';
import { PhotoErrorCode } from '../../../shared/errors.ts';
import { NOTICE } from '../../../shared/notice.ts';
import { Probability, Sha256, Timestamp } from '../../../shared/schemas/common.ts';
import { JudgedSource, Overlap } from '../../../shared/schemas/evaluation.ts';
import { Provenance } from '../../../shared/schemas/provenance.ts';
import { RunClass, Threshold } from '../../../shared/schemas/run.ts';

export const FORMAT = 'lesionlab-evaluation';
export const VERSION = 1;

/** What is asked first of a file, so that another format and a newer version are told apart from damage. */
export const Envelope = z.object({ format: z.string(), version: z.int() });

/**
 * A .lesionlab file is this document as JSON, compressed by gzip; `sha256`, its last key, is that of the JSON without it. It holds scores,
 * labels, class names, metadata and provenance; no photo and no model.
 *
 * Folders can be named after patients, so paths are file names only (told apart by a number where two are the same), and so are those in
 * provenance. Groups (patients, lesions) are numbered anew: which rows belong together is all that figures need. Metadata is kept as it is.
 */
export const PackageDocument = z
  .object({
    format: z.literal(FORMAT),
    version: z.literal(VERSION),
    notice: z.literal(NOTICE),
    createdAt: Timestamp,
    evaluation: z.object({
      name: z.string().min(1),
      source: JudgedSource,
      createdAt: Timestamp,
      modelHash: Sha256.nullable(),
      threshold: Threshold,
      groupColumn: z.string().nullable(),
      /** Not in files from before it was kept. */
      overlap: Overlap.optional(),
      /** Of a run that tells classes apart. */
      classes: z.array(RunClass).optional(),
    }),
    /** Columns of equal length, in the evaluation's order; exactly one of score and error is null in each row. */
    rows: z.object({
      paths: z.array(z.string().min(1)),
      labels: z.array(z.union([z.literal(0), z.literal(1)])),
      classNames: z.array(z.string()),
      scores: z.array(Probability.nullable()),
      errors: z.array(z.object({ code: PhotoErrorCode, message: z.string() }).nullable()),
      groups: z.array(z.string().nullable()),
      metadata: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
      /** A probability for each of the classes; null: none was made. Absent where there are no classes. */
      classes: z.array(z.array(Probability).nullable()).optional(),
    }),
    provenance: Provenance,
    sha256: Sha256,
  })
  .refine(
    ({ evaluation: { classes = [] }, rows }) =>
      rows.classes === undefined ||
      (rows.classes.length === rows.paths.length &&
        rows.classes.every((row) => row === null || row.length === classes.length)),
    { message: 'probabilities of another number of classes' },
  )
  .refine(({ rows }) => areSound(rows), { message: 'rows of unequal length, or without score and reason' });
export type PackageDocument = z.infer<typeof PackageDocument>;

function areSound(rows: {
  paths: unknown[];
  labels: unknown[];
  classNames: unknown[];
  scores: unknown[];
  errors: unknown[];
  groups: unknown[];
  metadata: { name: string; values: unknown[] }[];
}): boolean {
  const { length } = rows.paths;
  const columns = [rows.labels, rows.classNames, rows.scores, rows.errors, rows.groups];
  return (
    [...columns, ...rows.metadata.map(({ values }) => values)].every((column) => column.length === length) &&
    new Set(rows.metadata.map(({ name }) => name)).size === rows.metadata.length &&
    rows.scores.every((score, index) => (score === null) !== (rows.errors[index] === null))
  );
}
