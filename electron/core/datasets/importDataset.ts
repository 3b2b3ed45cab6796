import { basename } from 'node:path';
import type { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { checkSplits, assignSplits } from '../../shared/split.ts';
import type { Split, SplitCounts } from '../../shared/schemas/common.ts';
import { Id } from '../../shared/schemas/common.ts';
import type { DatasetWarning, ImportResult, UnreadablePhoto } from '../../shared/schemas/dataset.ts';
import { ImportRequest } from '../../shared/schemas/dataset.ts';
import type { CoreContext, JobDefinition, JobHandle } from '../context.ts';
import { insertDataset, refuseTakenName } from '../database/datasets.ts';
import type { NewPhoto } from '../database/photos.ts';
import { insertPhotos } from '../database/photos.ts';
import { transaction } from '../database/rows.ts';
import type { ChosenPhoto } from './chooseClasses.ts';
import { chooseClasses } from './chooseClasses.ts';
import { findDuplicates } from './duplicates.ts';
import { inspectPhotos } from './inspectPhotos.ts';
import { naturalOrder } from './naturalOrder.ts';
import type { SourceReading } from './readSource.ts';
import { readSource } from './readSource.ts';
import { refuseWithoutPhotos } from './scan.ts';

export const ImportParams = ImportRequest.extend({ datasetId: Id });
export type ImportParams = z.infer<typeof ImportParams>;

type ImportContext = Pick<CoreContext, 'database' | 'engines' | 'paths' | 'emit' | 'now'>;

/**
 * The import job. Everything is read first and written in one transaction at the end, so that an import which is cancelled, killed or fails
 * leaves nothing in the database; thumbnails stay, and resuming starts over.
 */
export function importJob(context: ImportContext): JobDefinition<typeof ImportParams> {
  return {
    params: ImportParams,
    resumable: true,
    async run(params, job) {
      await importDataset(context, params, job);
    },
  };
}

/** Reads a source and stores it as a data set; also a part of the sample job. */
export async function importDataset(
  context: ImportContext,
  params: ImportParams,
  job: Pick<JobHandle, 'signal' | 'report' | 'link'>,
): Promise<ImportResult> {
  const { database, engines, paths } = context;
  refuseTakenName(database, params.name, null);
  const reading = await readSource(withGroupColumn(params), {
    signal: job.signal,
    onFound: (count) => job.report('scanning', count, 0),
  });
  refuseWithoutPhotos(reading);
  const chosen = chooseClasses(reading.photos, params.mapping, params.split);
  if (chosen.photos.length === 0) throw nothingLeft(reading, []);

  const inspections = await inspectPhotos(
    engines.images,
    chosen.photos.map(({ path }) => path),
    {
      thumbnailDir: paths.thumbnailsDir,
      signal: job.signal,
      onProgress: (done) => job.report('reading', done, chosen.photos.length),
    },
  );
  const readable: ReadablePhoto[] = [];
  const unreadable: UnreadablePhoto[] = [];
  for (const [index, photo] of chosen.photos.entries()) {
    const found = inspections[index];
    if (found?.status === 'ok') readable.push({ ...photo, ...withoutStatus(found) });
    else if (found !== undefined) unreadable.push({ path: photo.path, code: found.code, message: found.message });
  }
  if (readable.length === 0) throw nothingLeft(reading, unreadable);

  const { splits, warnings: splitWarnings } = splitPhotos(readable, params);
  job.signal.throwIfAborted();
  job.report('writing', 0, readable.length);
  const { photos, duplicates } = finish(readable, splits);
  const result: ImportResult = {
    datasetId: params.datasetId,
    name: params.name,
    counts: countSplits(photos),
    classCounts: countClasses(photos),
    excludedCount: chosen.excludedCount,
    junkCount: reading.junkCount,
    otherCount: reading.otherCount,
    unreadable,
    duplicates,
    unmatchedRows: reading.unmatchedRows,
    unlabelledPhotos: reading.unlabelledPhotos,
    warnings: [...reading.warnings, ...chosen.warnings, ...unusedGroups(reading, params), ...splitWarnings],
  };
  transaction(database, () => {
    insertDataset(database, {
      id: params.datasetId,
      name: params.name,
      source: reading.source,
      labelsCsv: reading.labelsCsv,
      createdAt: context.now().toISOString(),
      mapping: params.mapping,
      split: params.split,
      groupColumn: params.groupColumn,
      metadataColumns: reading.metadataColumns,
      report: result,
      version: 1,
      changes: null,
    });
    insertPhotos(database, params.datasetId, photos);
  });
  job.report('writing', photos.length, photos.length);
  job.link({ datasetId: params.datasetId });
  context.emit('data.changed', { kind: 'dataset', id: params.datasetId });
  return result;
}

type ReadablePhoto = ChosenPhoto &
  Pick<NewPhoto, 'sha256' | 'sizeBytes' | 'mtimeMs' | 'widthPx' | 'heightPx' | 'format'>;

function withoutStatus<Facts extends { status: 'ok' }>({ status: _status, ...facts }: Facts): Omit<Facts, 'status'> {
  return facts;
}

/** The group column that was chosen last, in the sheet's own step, stands over the one guessed or named among the columns. */
const withGroupColumn = (params: ImportParams): ImportParams =>
  params.groupColumn === null ? params : { ...params, columns: { ...params.columns, group: params.groupColumn } };

/** Splits by folder or CSV as they are, or at random by seed; either way says what is wrong with them. */
function splitPhotos(photos: ReadablePhoto[], params: ImportParams): { splits: Split[]; warnings: DatasetWarning[] } {
  const items = photos.map(({ className, label, group, sha256 }) => ({
    className,
    label,
    group: params.groupColumn === null ? null : group,
    contentHash: sha256,
  }));
  if (params.split.kind === 'random') {
    return assignSplits({ items, ratios: params.split.ratios, seed: params.split.seed });
  }
  const splits = photos.map(({ split }) => split).filter((split) => split !== null);
  const lacking = (['train', 'valid'] as const).filter((split) => !splits.includes(split));
  return {
    splits,
    warnings: [...lacking.map((split) => ({ code: 'EMPTY_SPLIT', details: { split } })), ...checkSplits(items, splits)],
  };
}

/** Photos of one patient in train and valid flatter every figure, so a group column left unused is said. */
function unusedGroups(reading: SourceReading, params: ImportParams): DatasetWarning[] {
  const column = reading.columns.find(({ role }) => role === 'group')?.name;
  return column === undefined || params.groupColumn !== null ? [] : [{ code: 'GROUP_NOT_USED', details: { column } }];
}

function finish(readable: ReadablePhoto[], splits: Split[]) {
  const withSplit = readable.map((photo, index) => {
    const split = splits[index];
    if (split === undefined) throw new AppError('INTERNAL', `no split for ${photo.path}`);
    return { ...photo, split };
  });
  const duplicates = findDuplicates(withSplit);
  const repeated = new Set(duplicates.map(({ sha256 }) => sha256));
  const photos = withSplit.map((photo): NewPhoto => {
    return {
      path: photo.path,
      fileName: basename(photo.relativePath),
      split: photo.split,
      className: photo.className,
      label: photo.label,
      group: photo.group,
      sha256: photo.sha256,
      sizeBytes: photo.sizeBytes,
      mtimeMs: photo.mtimeMs,
      widthPx: photo.widthPx,
      heightPx: photo.heightPx,
      format: photo.format,
      duplicate: repeated.has(photo.sha256),
      metadata: photo.metadata,
      searchText: [photo.relativePath, photo.group ?? '', ...Object.values(photo.metadata)].join('\n'),
    };
  });
  return { photos, duplicates };
}

function countSplits(photos: readonly NewPhoto[]): SplitCounts {
  const counts: SplitCounts = {};
  for (const { split, label } of photos) {
    const ofSplit = (counts[split] ??= {});
    ofSplit[label] = (ofSplit[label] ?? 0) + 1;
  }
  return counts;
}

function countClasses(photos: readonly NewPhoto[]): ImportResult['classCounts'] {
  const counts = new Map<string, ImportResult['classCounts'][number]>();
  for (const { className, label } of photos) {
    const known = counts.get(className);
    if (known === undefined) counts.set(className, { className, label, count: 1 });
    else known.count += 1;
  }
  return naturalOrder([...counts.values()], ({ className }) => className);
}

const nothingLeft = (
  { source, photos, junkCount, otherCount }: SourceReading,
  unreadable: UnreadablePhoto[],
): AppError =>
  new AppError('NO_PHOTOS', `none of the ${photos.length} photos in ${source} can be used`, {
    details: { path: source, found: photos.length, junkCount, otherCount, unreadable: unreadable.slice(0, 100) },
  });
