import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Label, Split } from '../../shared/schemas/common.ts';
import type { Photo, PhotoQuery } from '../../shared/schemas/dataset.ts';
import type { SqlRow } from './rows.ts';
import { all, each, flag, insertMany, json, notFound, one, orNotFound, parseRowId, rowId, searchForm } from './rows.ts';

export interface NewPhoto {
  /** Absolute. */
  path: string;
  fileName: string;
  split: Split;
  className: string;
  label: Label;
  group: string | null;
  sha256: string;
  sizeBytes: number;
  mtimeMs: number;
  widthPx: number;
  heightPx: number;
  format: string;
  /** Another photo of the data set has the same bytes. */
  duplicate: boolean;
  metadata: Record<string, string>;
  /** What a search looks at: the path below the source, group and metadata. */
  searchText: string;
}

/** Photos in the data set's order, from position 0. Call inside a transaction. */
export function insertPhotos(db: DatabaseSync, datasetId: string, photos: Iterable<NewPhoto>): number {
  return insertMany(db, 'photos', numbered(datasetId, photos));
}

function* numbered(datasetId: string, photos: Iterable<NewPhoto>): Generator<SqlRow> {
  let position = 0;
  for (const photo of photos) {
    yield {
      dataset_id: datasetId,
      position,
      path: photo.path,
      file_name: photo.fileName,
      search_text: searchForm(photo.searchText),
      split: photo.split,
      class_name: photo.className,
      label: photo.label,
      group_name: photo.group,
      sha256: photo.sha256,
      size_bytes: photo.sizeBytes,
      mtime_ms: photo.mtimeMs,
      width_px: photo.widthPx,
      height_px: photo.heightPx,
      format: photo.format,
      duplicate: photo.duplicate ? 1 : 0,
      metadata: JSON.stringify(photo.metadata),
    };
    position += 1;
  }
}

const PhotoRow = z
  .object({
    id: rowId,
    dataset_id: z.string(),
    path: z.string(),
    file_name: z.string(),
    split: Split,
    class_name: z.string(),
    label: Label,
    group_name: z.string().nullable(),
    sha256: z.string(),
    width_px: z.int(),
    height_px: z.int(),
    format: z.string(),
    duplicate: flag,
    metadata: json(z.record(z.string(), z.string())),
  })
  .transform((row): Photo => ({
    id: row.id,
    datasetId: row.dataset_id,
    path: row.path,
    fileName: row.file_name,
    split: row.split,
    className: row.class_name,
    label: row.label,
    group: row.group_name,
    sha256: row.sha256,
    widthPx: row.width_px,
    heightPx: row.height_px,
    format: row.format,
    duplicate: row.duplicate,
    metadata: row.metadata,
  }));
const columns =
  'id, dataset_id, path, file_name, split, class_name, label, group_name, sha256, width_px, height_px, format, duplicate, metadata';

/** One page in the data set's order; duplicates alone come set by set. */
export function listPhotos(db: DatabaseSync, query: PhotoQuery): { total: number; photos: Photo[] } {
  const { where, bound } = conditions(query);
  const total = one(db, z.object({ n: z.int() }), `SELECT count(*) AS n FROM photos WHERE ${where}`, bound)?.n ?? 0;
  const order = query.duplicatesOnly ? 'sha256, position' : 'position';
  const photos = all(
    db,
    PhotoRow,
    `SELECT ${columns} FROM photos WHERE ${where} ORDER BY ${order} LIMIT :limit OFFSET :offset`,
    { ...bound, limit: query.limit, offset: query.offset },
  );
  return { total, photos };
}

function conditions(query: PhotoQuery): { where: string; bound: SqlRow } {
  const terms = ['dataset_id = :datasetId'];
  const bound: SqlRow = { datasetId: query.datasetId };
  const add = (term: string, name: string, value: string | null): void => {
    if (value === null) return;
    terms.push(term);
    bound[name] = value;
  };
  add('split = :split', 'split', query.split);
  add('label = :label', 'label', query.label);
  add('class_name = :className', 'className', query.className);
  add('duplicate = 1 AND sha256 = :sha256', 'sha256', query.sha256);
  if (query.duplicatesOnly) terms.push('duplicate = 1');
  const search = searchForm(query.search.trim());
  add('instr(search_text, :search) > 0', 'search', search === '' ? null : search);
  return { where: terms.join(' AND '), bound };
}

/** Throws NOT_FOUND. */
export function getPhoto(db: DatabaseSync, id: string): Photo {
  const key = parseRowId(id);
  if (key === null) throw notFound('photos', id);
  return orNotFound(one(db, PhotoRow, `SELECT ${columns} FROM photos WHERE id = :key`, { key }), 'photos', id);
}

const LabelledRow = z
  .object({ id: rowId, path: z.string(), sha256: z.string(), label: Label, class_name: z.string() })
  .transform((row) => ({
    photoId: row.id,
    path: row.path,
    sha256: row.sha256,
    label: row.label === 'malignant' ? (1 as const) : (0 as const),
    className: row.class_name,
  }));
export type LabelledPhoto = z.output<typeof LabelledRow>;

/** What training and evaluation need of a split, in the data set's order; label 1 is malignant. */
export function photosOfSplit(db: DatabaseSync, datasetId: string, split: Split): LabelledPhoto[] {
  const sql = `SELECT id, path, sha256, label, class_name FROM photos
    WHERE dataset_id = :datasetId AND split = :split ORDER BY position`;
  return all(db, LabelledRow, sql, { datasetId, split });
}

const PlacedRow = z
  .object({
    path: z.string(),
    sha256: z.string(),
    label: Label,
    class_name: z.string(),
    split: Split,
    size_bytes: z.number(),
    mtime_ms: z.number(),
  })
  .transform(({ class_name, label, size_bytes, mtime_ms, ...row }) => ({
    ...row,
    sizeBytes: size_bytes,
    mtimeMs: mtime_ms,
    label: label === 'malignant' ? (1 as const) : (0 as const),
    className: class_name,
  }));
export type PlacedPhoto = z.output<typeof PlacedRow>;

/** The photos of each content of a data set, in its order, with what they are there. */
export function photosByContent(db: DatabaseSync, datasetId: string): Map<string, PlacedPhoto[]> {
  const photos = new Map<string, PlacedPhoto[]>();
  const sql = `SELECT path, sha256, label, class_name, split, size_bytes, mtime_ms FROM photos
    WHERE dataset_id = :datasetId ORDER BY position`;
  for (const photo of each(db, PlacedRow, sql, { datasetId })) {
    photos.set(photo.sha256, [...(photos.get(photo.sha256) ?? []), photo]);
  }
  return photos;
}

const LabelRow = z.object({ path: z.string(), label: Label }).transform(({ path, label }) => ({
  path,
  label: label === 'malignant' ? (1 as const) : (0 as const),
}));

/** One by one, for a file of any length. */
export function eachLabelOfSplit(db: DatabaseSync, datasetId: string, split: Split) {
  const sql = 'SELECT path, label FROM photos WHERE dataset_id = :datasetId AND split = :split ORDER BY position';
  return each(db, LabelRow, sql, { datasetId, split });
}

/** Whether any data set or evaluation has a photo with these bytes. */
export function isContentShown(db: DatabaseSync, sha256: string): boolean {
  const sql = `SELECT EXISTS (SELECT 1 FROM photos WHERE sha256 = :sha256)
    OR EXISTS (SELECT 1 FROM evaluation_rows WHERE sha256 = :sha256) AS shown`;
  return one(db, z.object({ shown: flag }), sql, { sha256 })?.shown ?? false;
}

/** Content hashes of a data set's photos that neither another data set nor an evaluation shows. */
export function contentOnlyIn(db: DatabaseSync, datasetId: string): string[] {
  const sql = `SELECT DISTINCT sha256 FROM photos AS p WHERE dataset_id = :datasetId
    AND NOT EXISTS (SELECT 1 FROM photos AS q WHERE q.sha256 = p.sha256 AND q.dataset_id <> :datasetId)
    AND NOT EXISTS (SELECT 1 FROM evaluation_rows AS e WHERE e.sha256 = p.sha256)`;
  return all(db, z.object({ sha256: z.string() }), sql, { datasetId }).map((row) => row.sha256);
}
