import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Split } from '../../shared/schemas/common.ts';
import type { DatasetWarning, ScanRequest, SourceScan } from '../../shared/schemas/dataset.ts';
import type { CsvLabels } from './csvLabels.ts';
import { readCsvLabels } from './csvLabels.ts';
import { folderLayout } from './folderLayout.ts';
import { countAndFirst, warnOf } from './warnings.ts';
import type { FolderWalk, FoundFile, WalkOptions } from './walkFolder.ts';
import { walkFolder } from './walkFolder.ts';

/** A photo with all that folders and CSV say of it, before it is opened. */
export interface SourcePhoto extends FoundFile {
  /** In NFC; null: nothing says what it shows. */
  className: string | null;
  split: Split | null;
  group: string | null;
  metadata: Record<string, string>;
}

export interface SourceReading {
  /** Absolute. */
  source: string;
  labelsCsv: string | null;
  layout: SourceScan['layout'];
  photos: SourcePhoto[];
  junkCount: number;
  otherCount: number;
  columns: SourceScan['columns'];
  metadataColumns: string[];
  unmatchedRows: { count: number; first: string[] };
  /** Photos of no class, by their path below the source. */
  unlabelledPhotos: { count: number; first: string[] };
  warnings: DatasetWarning[];
}

/**
 * Looks at a folder of photos and, when given, at a CSV of labels. Without one, a CSV beside photos that lie in no class folder is used. A CSV
 * decides before folders do: its class, its split where it has such a column, and groups and metadata. The source may be the CSV itself: its
 * folder is then looked at. Throws NOT_FOUND, BAD_INPUT (no folder), BAD_CSV.
 */
export async function readSource(request: ScanRequest, options: WalkOptions = {}): Promise<SourceReading> {
  const given = resolve(request.source);
  const isCsv = extname(given).toLowerCase() === '.csv' && (await stat(given)).isFile();
  const source = isCsv ? dirname(given) : given;
  const walk = await walkFolder(source, options);
  // What cannot be opened by its name is listed as unreadable rather than left out.
  const files = [...walk.photos, ...walk.oddlyNamed];
  const layout = folderLayout(files.map(({ relativePath }) => relativePath));
  const chosen = request.labelsCsv === null ? null : resolve(request.labelsCsv);
  const labelsCsv = chosen ?? (isCsv ? given : layout.places.some(hasClass) ? null : onlyCsvBeside(walk));
  const csv =
    labelsCsv === null
      ? null
      : readCsvLabels({
          bytes: await readFile(labelsCsv),
          source,
          files: files.map(({ relativePath }) => relativePath),
          columns: request.columns,
        });

  const photos = files.map((file, index) => describe(file, layout.places[index], csv, index));
  const unlabelled = photos.filter((photo) => photo.className === null).map(({ relativePath }) => relativePath);
  return {
    source,
    labelsCsv,
    layout: csv === null ? layout.kind : 'csv',
    photos,
    junkCount: walk.junk.hidden + walk.junk.system,
    otherCount: walk.otherCount + walk.csvFiles.filter(({ path }) => path !== labelsCsv).length,
    columns: csv?.columns ?? [],
    metadataColumns: csv?.metadataColumns ?? [],
    unmatchedRows: countAndFirst(csv?.unmatchedRows ?? []),
    unlabelledPhotos: countAndFirst(unlabelled),
    warnings: [
      ...(csv?.warnings ?? []),
      ...warnOf(
        'UNREADABLE_FOLDER',
        walk.unreadableFolders.map(({ path }) => path),
      ),
    ],
  };
}

const hasClass = ({ className }: { className: string | null }): boolean => className !== null;

/** The one CSV in the source folder itself; of several none is guessed. */
function onlyCsvBeside(walk: FolderWalk): string | null {
  const beside = walk.csvFiles.filter(({ relativePath }) => !relativePath.includes('/'));
  return beside.length === 1 ? (beside[0]?.path ?? null) : null;
}

function describe(
  file: FoundFile,
  place: { split: Split | null; className: string | null } | undefined,
  csv: CsvLabels | null,
  index: number,
): SourcePhoto {
  const row = csv?.rowOfFile[index] ?? null;
  return {
    ...file,
    className: csv === null || !csv.hasClasses ? (place?.className ?? null) : (row?.className ?? null),
    split: csv === null || !csv.hasSplits ? (place?.split ?? null) : (row?.split ?? null),
    group: row?.group ?? null,
    metadata: row?.metadata ?? {},
  };
}
