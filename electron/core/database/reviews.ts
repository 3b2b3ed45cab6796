import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Label, Split } from '../../shared/schemas/common.ts';
import type { ImportResult } from '../../shared/schemas/dataset.ts';
import type { ReviewDecision } from '../../shared/schemas/review.ts';
import { ReviewVerdict } from '../../shared/schemas/review.ts';
import { all, each, insertMany, json, one, rowId, run } from './rows.ts';

export interface NewDecision {
  photoId: number;
  verdict: ReviewVerdict;
}

/** Decisions made together; they are undone together. Call inside a transaction. */
export function insertDecisions(
  db: DatabaseSync,
  act: { id: string; datasetId: string; reason: string; decidedAt: string },
  decisions: readonly NewDecision[],
): void {
  insertMany(
    db,
    'review_decisions',
    decisions.map(({ photoId, verdict }) => ({
      dataset_id: act.datasetId,
      photo_id: photoId,
      act: act.id,
      verdict: JSON.stringify(verdict),
      reason: act.reason,
      decided_at: act.decidedAt,
    })),
  );
}

/** The last decision on each photo that was not taken back. */
const STANDING = `SELECT max(id) FROM review_decisions WHERE dataset_id = :datasetId AND undone = 0 GROUP BY photo_id`;

/** The newest version of the data set that has decision d in it. */
const VERSION = `(SELECT v.id FROM datasets AS v
  WHERE v.changes IS NOT NULL AND json_extract(v.changes, '$.parentId') = d.dataset_id
    AND CAST(json_extract(v.changes, '$.lastDecisionId') AS INTEGER) >= d.id
  ORDER BY v.created_at DESC, v.rowid DESC LIMIT 1)`;

const DecisionRow = z
  .object({
    id: rowId,
    dataset_id: z.string(),
    photo_id: rowId,
    path: z.string(),
    file_name: z.string(),
    label: Label,
    split: Split,
    verdict: json(ReviewVerdict),
    reason: z.string(),
    decided_at: z.string(),
    version_id: z.string().nullable(),
  })
  .transform((row): StoredDecision => ({
    id: row.id,
    datasetId: row.dataset_id,
    photoId: row.photo_id,
    path: row.path,
    fileName: row.file_name,
    label: row.label,
    split: row.split,
    verdict: row.verdict,
    reason: row.reason,
    decidedAt: row.decided_at,
    versionId: row.version_id,
  }));
/** The path is what changes are written down by: ids of photos differ between versions. */
export type StoredDecision = ReviewDecision & { path: string };

const selectDecisions = `SELECT d.id, d.dataset_id, d.photo_id, p.path, p.file_name, p.label, p.split, d.verdict, d.reason,
    d.decided_at, ${VERSION} AS version_id
  FROM review_decisions AS d JOIN photos AS p ON p.id = d.photo_id`;

/** The decisions that stand, one a photo, newest first. */
export const standingDecisions = (db: DatabaseSync, datasetId: string): StoredDecision[] =>
  all(db, DecisionRow, `${selectDecisions} WHERE d.id IN (${STANDING}) ORDER BY d.id DESC`, { datasetId });

/** The decisions of one act, in the order they were made. */
export const decisionsOfAct = (db: DatabaseSync, act: string): StoredDecision[] =>
  all(db, DecisionRow, `${selectDecisions} WHERE d.act = :act ORDER BY d.id`, { act });

/** The latest act that stands and is in no version of the data set; null when there is none. */
export function latestOpenAct(db: DatabaseSync, datasetId: string): string | null {
  const sql = `SELECT d.act, ${VERSION} AS version_id FROM review_decisions AS d
    WHERE d.dataset_id = :datasetId AND d.undone = 0 ORDER BY d.id DESC LIMIT 1`;
  const latest = one(db, z.object({ act: z.string(), version_id: z.string().nullable() }), sql, { datasetId });
  return latest === null || latest.version_id !== null ? null : latest.act;
}

export const undoAct = (db: DatabaseSync, act: string): number =>
  run(db, 'UPDATE review_decisions SET undone = 1 WHERE act = :act', { act });

/** The last decision ever made on a data set, taken back or not; null when there is none. */
export const lastDecisionId = (db: DatabaseSync, datasetId: string): string | null =>
  one(
    db,
    z.object({ id: rowId }),
    'SELECT id FROM review_decisions WHERE dataset_id = :datasetId ORDER BY id DESC LIMIT 1',
    {
      datasetId,
    },
  )?.id ?? null;

/**
 * Copies the photos of a data set into another one with the decisions that stand carried out: excluded ones left out, relabelled ones with
 * their new label. Order, split, class name, group and metadata stay. Gives the number of photos.
 */
export function copyReviewedPhotos(db: DatabaseSync, fromId: string, toId: string): number {
  const kept = `path, file_name, search_text, split, class_name`;
  const facts = `group_name, sha256, size_bytes, mtime_ms, width_px, height_px, format`;
  return run(
    db,
    `WITH standing AS MATERIALIZED (
       SELECT photo_id, json_extract(verdict, '$.kind') AS kind, json_extract(verdict, '$.label') AS label
       FROM review_decisions WHERE id IN (${STANDING}))
     INSERT INTO photos (dataset_id, position, ${kept}, label, ${facts}, duplicate, metadata)
     SELECT :toId, row_number() OVER (ORDER BY position) - 1, ${kept}, coalesce(s.label, p.label), ${facts},
       count(*) OVER (PARTITION BY sha256) > 1, metadata
     FROM photos AS p LEFT JOIN standing AS s ON s.photo_id = p.id
     WHERE p.dataset_id = :datasetId AND coalesce(s.kind, '') <> 'exclude' ORDER BY position`,
    { datasetId: fromId, toId },
  );
}

const ItemRow = z
  .object({
    path: z.string(),
    class_name: z.string(),
    label: Label,
    group_name: z.string().nullable(),
    sha256: z.string(),
    split: Split,
  })
  .transform((row) => ({
    path: row.path,
    className: row.class_name,
    label: row.label,
    group: row.group_name,
    sha256: row.sha256,
    contentHash: row.sha256,
    split: row.split,
  }));
export type SplitPhoto = z.output<typeof ItemRow>;

/** What the checks of splits and duplicates need of every photo, in the data set's order. */
export const photosToCheck = (db: DatabaseSync, datasetId: string): SplitPhoto[] => [
  ...each(
    db,
    ItemRow,
    `SELECT path, class_name, label, group_name, sha256, split FROM photos WHERE dataset_id = :datasetId ORDER BY position`,
    { datasetId },
  ),
];

const PhotoKey = z.object({ id: z.int(), dataset_id: z.string(), label: Label });

/** Which data set the photos are in and what they are labelled; ids that are not there are left out. */
export const photoKeys = (db: DatabaseSync, ids: readonly number[]): z.output<typeof PhotoKey>[] =>
  all(db, PhotoKey, 'SELECT id, dataset_id, label FROM photos WHERE id IN (SELECT value FROM json_each(:ids))', {
    ids: JSON.stringify(ids),
  });

/** Where the labels came from, which a version has in common with its parent. */
export const labelsCsvOf = (db: DatabaseSync, datasetId: string): string | null =>
  one(db, z.object({ labels_csv: z.string().nullable() }), 'SELECT labels_csv FROM datasets WHERE id = :datasetId', {
    datasetId,
  })?.labels_csv ?? null;

/** Writes down what a version holds once its photos are there. */
export function writeReport(db: DatabaseSync, datasetId: string, report: ImportResult): void {
  run(db, 'UPDATE datasets SET report = :report WHERE id = :datasetId', { datasetId, report: JSON.stringify(report) });
}
