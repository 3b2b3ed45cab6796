import { AppError } from '../../shared/errors.ts';
import type { Label, SplitCounts } from '../../shared/schemas/common.ts';
import type { Dataset, DatasetWarning, ImportResult } from '../../shared/schemas/dataset.ts';
import type { DatasetChanges } from '../../shared/schemas/review.ts';
import { checkSplits } from '../../shared/split.ts';
import type { CoreContext } from '../context.ts';
import { getDataset, getDatasetDetail, insertDataset } from '../database/datasets.ts';
import type { SplitPhoto, StoredDecision } from '../database/reviews.ts';
import {
  copyReviewedPhotos,
  labelsCsvOf,
  lastDecisionId,
  photosToCheck,
  standingDecisions,
  writeReport,
} from '../database/reviews.ts';
import { transaction } from '../database/rows.ts';
import { findDuplicates } from '../datasets/duplicates.ts';
import { naturalOrder } from '../datasets/naturalOrder.ts';

/**
 * A new data set with the standing decisions of another carried out; that one, its runs and evaluations stay as they are. A photo never
 * changes its split: what was kept apart stays apart. A relabelled photo keeps its class name, for that is what the source calls it and a
 * review says only benign or malignant; classes are therefore counted by name and label. Decisions are not taken along: they are done.
 * Splits that lose a class are warned of as at an import.
 * Throws NOT_FOUND, ALREADY_EXISTS, BAD_INPUT (details.reason NO_CHANGES) when no decision changes anything, NO_PHOTOS when none is left.
 */
export function createVersion(
  { database, now, newId }: Pick<CoreContext, 'database' | 'now' | 'newId'>,
  { id: parentId, name }: { id: string; name: string },
): Dataset {
  const id = newId();
  return transaction(database, () => {
    const parent = getDatasetDetail(database, parentId);
    const changes: DatasetChanges = {
      parentId,
      parentName: parent.dataset.name,
      ...changesOf(standingDecisions(database, parentId)),
      lastDecisionId: lastDecisionId(database, parentId),
    };
    if (changes.relabelled.length + changes.excluded.length === 0) {
      throw new AppError('BAD_INPUT', 'no decision changes the data set', {
        details: { reason: 'NO_CHANGES', datasetId: parentId },
      });
    }
    const report: ImportResult = {
      ...parent.report,
      datasetId: id,
      name,
      excludedCount: parent.report.excludedCount + changes.excluded.length,
    };
    insertDataset(database, {
      id,
      name,
      source: parent.dataset.source,
      labelsCsv: labelsCsvOf(database, parentId),
      createdAt: now().toISOString(),
      mapping: parent.mapping,
      split: parent.split,
      groupColumn: parent.groupColumn,
      metadataColumns: parent.metadataColumns,
      report,
      version: parent.dataset.version + 1,
      changes,
    });
    if (copyReviewedPhotos(database, parentId, id) === 0) {
      throw new AppError('NO_PHOTOS', 'every photo is excluded', { details: { datasetId: parentId } });
    }
    writeReport(database, id, recounted(report, photosToCheck(database, id), parent.groupColumn));
    return getDataset(database, id);
  });
}

/** Decisions come newest first; a list of changes is read in the order they were made. */
function changesOf(decisions: readonly StoredDecision[]): Pick<DatasetChanges, 'relabelled' | 'excluded'> {
  const changes: Pick<DatasetChanges, 'relabelled' | 'excluded'> = { relabelled: [], excluded: [] };
  for (const { path, label, verdict, reason } of decisions.toReversed()) {
    if (verdict.kind === 'relabel') changes.relabelled.push({ path, from: label, to: verdict.label, reason });
    else if (verdict.kind === 'exclude') changes.excluded.push({ path, label, reason });
  }
  return changes;
}

/** Hints that hang on labels and photos; the others tell of the source and stay true. */
const COUNTED_ANEW = new Set([
  'ONE_CLASS',
  'ONE_CLASS_SPLIT',
  'EMPTY_SPLIT',
  'GROUP_LEAK',
  'DUPLICATE_LEAK',
  'SMALL_CLASS',
]);

function recounted(report: ImportResult, photos: readonly SplitPhoto[], groupColumn: string | null): ImportResult {
  const items = photos.map((photo) => (groupColumn === null ? { ...photo, group: null } : photo));
  const splits = photos.map(({ split }) => split);
  const lacking = (['train', 'valid'] as const).filter((split) => !splits.includes(split));
  return {
    ...report,
    counts: countSplits(photos),
    classCounts: countClasses(photos),
    duplicates: findDuplicates(photos),
    warnings: [
      ...report.warnings.filter(({ code }) => !COUNTED_ANEW.has(code)),
      ...smallClasses(report.warnings, photos),
      ...lacking.map((split) => ({ code: 'EMPTY_SPLIT', details: { split } })),
      ...checkSplits(items, splits),
    ],
  };
}

/** Classes that were too small for the splits at the import, with their present count. */
function smallClasses(warnings: readonly DatasetWarning[], photos: readonly SplitPhoto[]): DatasetWarning[] {
  return warnings
    .filter(({ code }) => code === 'SMALL_CLASS')
    .map(({ code, details }) => {
      const count = photos.filter(({ className }) => className === details['className']).length;
      return { code, details: { ...details, count } };
    })
    .filter(({ details }) => details.count > 0);
}

function countSplits(photos: readonly SplitPhoto[]): SplitCounts {
  const counts: SplitCounts = {};
  for (const { split, label } of photos) {
    const ofSplit = (counts[split] ??= {});
    ofSplit[label] = (ofSplit[label] ?? 0) + 1;
  }
  return counts;
}

function countClasses(photos: readonly SplitPhoto[]): ImportResult['classCounts'] {
  const counts = new Map<string, { className: string; label: Label; count: number }>();
  for (const { className, label } of photos) {
    const key = `${label} ${className}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { className, label, count: 1 });
    else known.count += 1;
  }
  return naturalOrder([...counts.values()], ({ className }) => className);
}
