import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { SplitCounts } from '../../shared/schemas/common.ts';
import { Label, Split } from '../../shared/schemas/common.ts';
import type { Dataset, DatasetDetail } from '../../shared/schemas/dataset.ts';
import { ClassMapping, ImportResult, SplitChoice } from '../../shared/schemas/dataset.ts';
import { DatasetChanges } from '../../shared/schemas/review.ts';
import { all, insert, json, one, orNotFound, run, update } from './rows.ts';

export interface NewDataset {
  id: string;
  name: string;
  source: string;
  labelsCsv: string | null;
  createdAt: string;
  mapping: ClassMapping;
  split: SplitChoice;
  groupColumn: string | null;
  metadataColumns: string[];
  report: ImportResult;
  version: number;
  /** null for an import. */
  changes: DatasetChanges | null;
}

/** Throws ALREADY_EXISTS when the name is taken. */
export function insertDataset(db: DatabaseSync, dataset: NewDataset): void {
  refuseTakenName(db, dataset.name, null);
  insert(db, 'datasets', {
    id: dataset.id,
    name: dataset.name,
    source: dataset.source,
    labels_csv: dataset.labelsCsv,
    created_at: dataset.createdAt,
    mapping: JSON.stringify(dataset.mapping),
    split_choice: JSON.stringify(dataset.split),
    group_column: dataset.groupColumn,
    metadata_columns: JSON.stringify(dataset.metadataColumns),
    unreadable_count: dataset.report.unreadable.length,
    report: JSON.stringify(dataset.report),
    version: dataset.version,
    changes: dataset.changes === null ? null : JSON.stringify(dataset.changes),
  });
}

/** A data set is asked for by its name on the command line, so no two have the same. */
export function refuseTakenName(db: DatabaseSync, name: string, exceptId: string | null): void {
  const holder = one(db, z.object({ id: z.string() }), 'SELECT id FROM datasets WHERE name = :name', { name });
  if (holder !== null && holder.id !== exceptId) {
    throw new AppError('ALREADY_EXISTS', `a data set named ${name} exists`, {
      details: { name, datasetId: holder.id },
    });
  }
}

export const isNameTaken = (db: DatabaseSync, name: string): boolean =>
  one(db, z.object({ id: z.string() }), 'SELECT id FROM datasets WHERE name = :name', { name }) !== null;

const DatasetRow = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  created_at: z.string(),
  unreadable_count: z.int(),
  version: z.int(),
});
const columns = 'id, name, source, created_at, unreadable_count, version';

/** Newest first. */
export function listDatasets(db: DatabaseSync): Dataset[] {
  const rows = all(db, DatasetRow, `SELECT ${columns} FROM datasets ORDER BY created_at DESC, rowid DESC`);
  return rows.map((row) => withCounts(db, row));
}

/** Throws NOT_FOUND. */
export function getDataset(db: DatabaseSync, id: string): Dataset {
  return withCounts(
    db,
    orNotFound(one(db, DatasetRow, `SELECT ${columns} FROM datasets WHERE id = :id`, { id }), 'datasets', id),
  );
}

function withCounts(db: DatabaseSync, row: z.output<typeof DatasetRow>): Dataset {
  const counts = countPhotos(db, row.id);
  return {
    id: row.id,
    name: row.name,
    source: row.source,
    createdAt: row.created_at,
    version: row.version,
    photoCount: Object.values(counts)
      .flatMap((labels) => Object.values(labels))
      .reduce((sum, n) => sum + n, 0),
    counts,
    unreadableCount: row.unreadable_count,
    duplicateCount: countExtraCopies(db, row.id),
  };
}

const CountRow = z.object({ split: Split, label: Label, n: z.int() });

/** counts[split][label], in the order of the work; a split that has photos has both labels, so that a script meets a 0 and not a gap. */
export function countPhotos(db: DatabaseSync, datasetId: string): SplitCounts {
  const sql = 'SELECT split, label, count(*) AS n FROM photos WHERE dataset_id = :datasetId GROUP BY split, label';
  const rows = all(db, CountRow, sql, { datasetId });
  const counts: SplitCounts = {};
  for (const split of Split.options) {
    const own = rows.filter((row) => row.split === split);
    const of = (label: Label): number => own.find((row) => row.label === label)?.n ?? 0;
    if (own.length > 0) counts[split] = { benign: of('benign'), malignant: of('malignant') };
  }
  return counts;
}

/** Photos beyond the first of each set of equal bytes. */
function countExtraCopies(db: DatabaseSync, datasetId: string): number {
  const sql = `SELECT count(*) - count(DISTINCT sha256) AS n FROM photos WHERE dataset_id = :datasetId AND duplicate = 1`;
  return one(db, z.object({ n: z.int() }), sql, { datasetId })?.n ?? 0;
}

const DetailRow = z.object({
  mapping: json(ClassMapping),
  split_choice: json(SplitChoice),
  group_column: z.string().nullable(),
  metadata_columns: json(z.array(z.string())),
  report: json(ImportResult),
  changes: json(DatasetChanges).nullable(),
});

/** Throws NOT_FOUND. */
export function getDatasetDetail(db: DatabaseSync, id: string): DatasetDetail {
  const sql =
    'SELECT mapping, split_choice, group_column, metadata_columns, report, changes FROM datasets WHERE id = :id';
  const row = orNotFound(one(db, DetailRow, sql, { id }), 'datasets', id);
  const dataset = getDataset(db, id);
  return {
    dataset,
    mapping: row.mapping,
    split: row.split_choice,
    groupColumn: row.group_column,
    metadataColumns: row.metadata_columns,
    report: { ...row.report, name: dataset.name },
    changes: row.changes,
  };
}

/** Throws NOT_FOUND, ALREADY_EXISTS. */
export function renameDataset(db: DatabaseSync, id: string, name: string): Dataset {
  refuseTakenName(db, name, id);
  update(db, 'datasets', id, { name });
  return getDataset(db, id);
}

/** Removes its photos' rows too; runs stay. Throws NOT_FOUND. */
export function deleteDataset(db: DatabaseSync, id: string): void {
  getDataset(db, id);
  run(db, 'DELETE FROM datasets WHERE id = :id', { id });
}
