import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { PhotoErrorCode } from '../../shared/errors.ts';
import { Probability } from '../../shared/schemas/common.ts';
import { UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import { all, insert, insertMany, json, transaction } from './rows.ts';
import type { PhotoError } from './scoredRow.ts';

/** A photo of a data set's train or valid split with all that keeps it together with others. */
export interface DividedPhoto {
  path: string;
  sha256: string;
  /** 1 is malignant. */
  label: 0 | 1;
  className: string;
  group: string | null;
  metadata: Record<string, string>;
}

export interface FoldedPhoto extends DividedPhoto {
  /** From 0: the fold that holds it out. */
  fold: number;
}

/** By the model that did not see it; neither score nor error: its fold is not done. */
export interface OutOfFoldPhoto extends FoldedPhoto {
  position: number;
  score: number | null;
  classes: number[] | null;
  error: PhotoError | null;
}

export function insertCrossValidationPhotos(db: DatabaseSync, id: string, photos: readonly FoldedPhoto[]): void {
  insertMany(
    db,
    'cross_validation_photos',
    photos.map((photo, position) => ({
      cross_validation_id: id,
      position,
      fold: photo.fold,
      path: photo.path,
      sha256: photo.sha256,
      label: photo.label,
      class_name: photo.className,
      group_name: photo.group,
      metadata: JSON.stringify(photo.metadata),
    })),
  );
}

const label = z.union([z.literal(0), z.literal(1)]);
const PhotoRow = z
  .object({
    position: z.int(),
    fold: z.int(),
    path: z.string(),
    sha256: z.string(),
    label,
    class_name: z.string(),
    group_name: z.string().nullable(),
    metadata: json(z.record(z.string(), z.string())),
    score: z.number().nullable(),
    classes: json(z.array(Probability)).nullable(),
    error_code: PhotoErrorCode.nullable(),
    error_message: z.string().nullable(),
  })
  .transform((row): OutOfFoldPhoto => ({
    position: row.position,
    fold: row.fold,
    path: row.path,
    sha256: row.sha256,
    label: row.label,
    className: row.class_name,
    group: row.group_name,
    metadata: row.metadata,
    score: row.score,
    classes: row.classes,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
  }));

/** In the data set's order. */
export function crossValidationPhotos(db: DatabaseSync, id: string): OutOfFoldPhoto[] {
  const sql = 'SELECT * FROM cross_validation_photos WHERE cross_validation_id = :id ORDER BY position';
  return all(db, PhotoRow, sql, { id });
}

export interface StoredFold {
  /** From 0. */
  fold: number;
  modelHash: string;
  bestEpoch: number;
  trainCount: number;
  validCount: number;
  unreadable: UnreadablePhoto[];
  seconds: number;
}

export interface HeldOutScore {
  position: number;
  score: number | null;
  classes: number[] | null;
  error: PhotoError | null;
}

/** A fold is done with its scores or not at all. */
export function storeFold(db: DatabaseSync, id: string, fold: StoredFold, scores: readonly HeldOutScore[]): void {
  const statement = db.prepare(`UPDATE cross_validation_photos SET score = :score, classes = :classes,
    error_code = :code, error_message = :message WHERE cross_validation_id = :id AND position = :position`);
  transaction(db, () => {
    insert(db, 'cross_validation_folds', {
      cross_validation_id: id,
      fold: fold.fold,
      model_hash: fold.modelHash,
      best_epoch: fold.bestEpoch,
      train_count: fold.trainCount,
      valid_count: fold.validCount,
      unreadable: JSON.stringify(fold.unreadable),
      seconds: fold.seconds,
    });
    for (const { position, score, classes, error } of scores) {
      statement.run({
        id,
        position,
        score,
        classes: classes === null ? null : JSON.stringify(classes),
        code: error?.code ?? null,
        message: error?.message ?? null,
      });
    }
  });
}

const FoldRow = z
  .object({
    fold: z.int(),
    model_hash: z.string(),
    best_epoch: z.int(),
    train_count: z.int(),
    valid_count: z.int(),
    unreadable: json(z.array(UnreadablePhoto)),
    seconds: z.number(),
  })
  .transform((row): StoredFold => ({
    fold: row.fold,
    modelHash: row.model_hash,
    bestEpoch: row.best_epoch,
    trainCount: row.train_count,
    validCount: row.valid_count,
    unreadable: row.unreadable,
    seconds: row.seconds,
  }));

/** Those that are done. */
export function storedFolds(db: DatabaseSync, id: string): StoredFold[] {
  const sql = 'SELECT * FROM cross_validation_folds WHERE cross_validation_id = :id ORDER BY fold';
  return all(db, FoldRow, sql, { id });
}

const DividedRow = z
  .object({
    path: z.string(),
    sha256: z.string(),
    label: z.enum(['benign', 'malignant']),
    class_name: z.string(),
    group_name: z.string().nullable(),
    metadata: json(z.record(z.string(), z.string())),
  })
  .transform((row): DividedPhoto => ({
    path: row.path,
    sha256: row.sha256,
    label: row.label === 'malignant' ? 1 : 0,
    className: row.class_name,
    group: row.group_name,
    metadata: row.metadata,
  }));

/** The photos of a data set's train and valid splits, in its order. Never those of its test split. */
export function photosToDivide(db: DatabaseSync, datasetId: string): DividedPhoto[] {
  const sql = `SELECT path, sha256, label, class_name, group_name, metadata FROM photos
    WHERE dataset_id = :datasetId AND split IN ('train', 'valid') ORDER BY position`;
  return all(db, DividedRow, sql, { datasetId });
}
