import { basename } from 'node:path';
import { proposeClass } from '../../shared/classTerms.ts';
import { AppError } from '../../shared/errors.ts';
import type { ScanRequest, SourceScan } from '../../shared/schemas/dataset.ts';
import { Split } from '../../shared/schemas/common.ts';
import { naturalOrder } from './naturalOrder.ts';
import type { SourcePhoto, SourceReading } from './readSource.ts';
import { readSource } from './readSource.ts';

const ROWS_SHOWN = 20;

/** What an import would find; writes nothing. Throws NO_PHOTOS when there is none, and what readSource throws. */
export async function scanSource(request: ScanRequest, isNameTaken: (name: string) => boolean): Promise<SourceScan> {
  const reading = await readSource(request);
  refuseWithoutPhotos(reading);
  const { source, labelsCsv, layout, photos, junkCount, otherCount, columns, unmatchedRows, unlabelledPhotos } =
    reading;
  const classes = countBy(photos, (photo) => photo.className);
  const splits = countBy(photos, (photo) => photo.split);
  return {
    source,
    labelsCsv,
    layout,
    photoCount: photos.length,
    junkCount,
    otherCount,
    classes: naturalOrder([...classes.keys()], (name) => name).map((name) => ({
      name,
      count: classes.get(name) ?? 0,
      proposal: proposeClass(name),
    })),
    splits: Split.options.flatMap((name) => {
      const count = splits.get(name) ?? 0;
      return count === 0 ? [] : [{ name, count }];
    }),
    columns,
    unmatchedRows,
    unlabelledPhotos,
    firstRows: spread(photos, ROWS_SHOWN).map((photo) => ({
      path: photo.relativePath,
      className: photo.className,
      split: photo.split,
      group: photo.group,
    })),
    suggestedName: freeName(basename(source).normalize('NFC').slice(0, 190) || 'photos', isNameTaken),
  };
}

export function refuseWithoutPhotos({ source, photos, junkCount, otherCount }: SourceReading): void {
  if (photos.length > 0) return;
  throw new AppError('NO_PHOTOS', `no photos in ${source}`, { details: { path: source, junkCount, otherCount } });
}

function countBy<Key>(photos: readonly SourcePhoto[], keyOf: (photo: SourcePhoto) => Key | null): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const photo of photos) {
    const key = keyOf(photo);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** So many items from the whole of a list, evenly, so that a preview shows more than its first class. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter(
    (item) => item !== undefined,
  );
}

/** The folder's name, numbered when a data set has it. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}
