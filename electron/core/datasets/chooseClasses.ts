import { AppError } from '../../shared/errors.ts';
import type { Label } from '../../shared/schemas/common.ts';
import type { ClassMapping, DatasetWarning, SplitChoice } from '../../shared/schemas/dataset.ts';
import type { SourcePhoto } from './readSource.ts';
import { warnOf } from './warnings.ts';

/** A photo that is to be imported, if it can be read. */
export interface ChosenPhoto extends SourcePhoto {
  className: string;
  label: Label;
}

export interface ChosenPhotos {
  photos: ChosenPhoto[];
  /** Left out because the mapping says so. */
  excludedCount: number;
  /** UNLABELLED, NO_SPLIT: what was left out and not asked for. */
  warnings: DatasetWarning[];
}

/**
 * Gives each photo its label by the mapping, whose unused entries do no harm. Throws UNMAPPED_CLASS (details.classes: names, details.counts) when
 * a class that was found is in none; BAD_INPUT (details.reason NO_SPLITS) when the folders' splits are asked for and there are none.
 */
export function chooseClasses(photos: readonly SourcePhoto[], mapping: ClassMapping, split: SplitChoice): ChosenPhotos {
  const targets = new Map(Object.entries(mapping).map(([name, target]) => [name.normalize('NFC').trim(), target]));
  refuseUnmapped(photos, targets);
  const chosen: ChosenPhoto[] = [];
  const withoutClass: string[] = [];
  const withoutSplit: string[] = [];
  let excludedCount = 0;
  for (const photo of photos) {
    const { className } = photo;
    const target = className === null ? undefined : targets.get(className);
    if (className === null || target === undefined) withoutClass.push(photo.relativePath);
    else if (target === 'exclude') excludedCount += 1;
    else if (split.kind === 'folder' && photo.split === null) withoutSplit.push(photo.relativePath);
    else chosen.push({ ...photo, className, label: target });
  }
  if (chosen.length === 0 && withoutSplit.length > 0) {
    throw new AppError('BAD_INPUT', 'no photo lies in a train, valid or test folder: choose a random split', {
      details: { reason: 'NO_SPLITS' },
    });
  }
  return {
    photos: chosen,
    excludedCount,
    warnings: [...warnOf('UNLABELLED', withoutClass), ...warnOf('NO_SPLIT', withoutSplit)],
  };
}

function refuseUnmapped(photos: readonly SourcePhoto[], targets: ReadonlyMap<string, unknown>): void {
  const counts = new Map<string, number>();
  for (const { className } of photos) {
    if (className !== null && !targets.has(className)) counts.set(className, (counts.get(className) ?? 0) + 1);
  }
  if (counts.size === 0) return;
  const classes = [...counts.keys()].sort();
  throw new AppError('UNMAPPED_CLASS', `neither benign nor malignant nor excluded: ${classes.join(', ')}`, {
    details: { classes, counts: Object.fromEntries(counts) },
  });
}
