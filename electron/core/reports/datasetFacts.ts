import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Label, Split } from '../../shared/schemas/common.ts';
import type { DatasetDetail } from '../../shared/schemas/dataset.ts';
import type { DatasetFacts } from '../../shared/schemas/provenance.ts';
import { getDatasetDetail } from '../database/datasets.ts';
import { all, json, one } from '../database/rows.ts';
import { metadataBySplit } from './metadataBySplit.ts';

/**
 * What a report says of a data set. Counts are of its photos as they stand in the database, the flow before them is the import's
 * record. Throws NOT_FOUND.
 */
export function datasetFacts(db: DatabaseSync, datasetId: string): DatasetFacts {
  const detail = getDatasetDetail(db, datasetId);
  const { dataset, report, groupColumn } = detail;
  const unlabelled = leftOut(detail, 'UNLABELLED');
  const excluded = report.excludedCount;
  const withoutSplit = leftOut(detail, 'NO_SPLIT');
  return {
    id: dataset.id,
    name: dataset.name,
    version: dataset.version,
    createdAt: dataset.createdAt,
    splitChoice: detail.split,
    groupColumn,
    groupCount: groupColumn === null ? null : countGroups(db, datasetId),
    filesFound:
      dataset.photoCount +
      report.unreadable.length +
      unlabelled +
      excluded +
      withoutSplit +
      report.junkCount +
      report.otherCount,
    junk: report.junkCount,
    otherFiles: report.otherCount,
    unreadable: report.unreadable.length,
    unlabelled: unlabelled + withoutSplit,
    excluded,
    ...duplicateCounts(db, datasetId),
    groupLeaks: groupColumn === null ? null : countGroupLeaks(db, datasetId),
    counts: dataset.counts,
    classCounts: countClasses(db, datasetId),
    warnings: report.warnings,
    metadata: metadataBySplit(detail.metadataColumns, eachSplitMetadata(db, datasetId)),
  };
}

/** Photos that an import left out under this hint: the hint counts them. */
function leftOut({ report }: DatasetDetail, code: string): number {
  const hint = report.warnings.find((warning) => warning.code === code);
  const counted = z.object({ count: z.int() }).safeParse(hint?.details);
  return counted.success ? counted.data.count : 0;
}

const Count = z.object({ n: z.int() });
const countOf = (db: DatabaseSync, sql: string, datasetId: string): number =>
  one(db, Count, sql, { datasetId })?.n ?? 0;

const countGroups = (db: DatabaseSync, datasetId: string): number =>
  countOf(db, 'SELECT count(DISTINCT group_name) AS n FROM photos WHERE dataset_id = :datasetId', datasetId);

const countGroupLeaks = (db: DatabaseSync, datasetId: string): number =>
  countOf(
    db,
    `SELECT count(*) AS n FROM (SELECT group_name FROM photos WHERE dataset_id = :datasetId AND group_name IS NOT NULL
      GROUP BY group_name HAVING count(DISTINCT split) > 1)`,
    datasetId,
  );

const ClassCount = z
  .object({ class_name: z.string(), label: Label, n: z.int() })
  .transform(({ class_name, label, n }) => ({ className: class_name, label, count: n }));

const countClasses = (db: DatabaseSync, datasetId: string): DatasetFacts['classCounts'] =>
  all(
    db,
    ClassCount,
    `SELECT class_name, label, count(*) AS n FROM photos WHERE dataset_id = :datasetId
      GROUP BY class_name, label ORDER BY label DESC, class_name`,
    { datasetId },
  );

const Duplicates = z.object({ sets: z.int(), extra: z.int(), conflicts: z.int(), leaks: z.int() });

/** Photos of equal bytes: sets, photos beyond the first of each, sets of two labels, photos whose bytes stand in several splits. */
function duplicateCounts(
  db: DatabaseSync,
  datasetId: string,
): Pick<DatasetFacts, 'duplicateSets' | 'duplicatePhotos' | 'labelConflicts' | 'leaks'> {
  const sql = `SELECT count(*) AS sets, coalesce(sum(n - 1), 0) AS extra, coalesce(sum(labels > 1), 0) AS conflicts,
      coalesce(sum(CASE WHEN splits > 1 THEN n ELSE 0 END), 0) AS leaks
    FROM (SELECT count(*) AS n, count(DISTINCT label) AS labels, count(DISTINCT split) AS splits FROM photos
      WHERE dataset_id = :datasetId GROUP BY sha256 HAVING count(*) > 1)`;
  const counted = one(db, Duplicates, sql, { datasetId });
  return {
    duplicateSets: counted?.sets ?? 0,
    duplicatePhotos: counted?.extra ?? 0,
    labelConflicts: counted?.conflicts ?? 0,
    leaks: counted?.leaks ?? 0,
  };
}

const MetadataRow = z.object({ split: Split, metadata: json(z.record(z.string(), z.string())) });

const eachSplitMetadata = (db: DatabaseSync, datasetId: string): z.output<typeof MetadataRow>[] =>
  all(db, MetadataRow, 'SELECT split, metadata FROM photos WHERE dataset_id = :datasetId ORDER BY position', {
    datasetId,
  });
