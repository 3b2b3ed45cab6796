import { AppError } from '../../shared/errors.ts';
import type { RunClass, TuningConfig } from '../../shared/schemas/run.ts';

/** What of a photo says which class it is of. */
export interface ClassedPhoto {
  className: string;
  /** 1 is malignant. */
  label: 0 | 1;
}

/**
 * The classes that a fine-tuned network tells apart: every name and label of the photos that it learns from, benign ones first, then by name in
 * the order of code units, so that no language of the system moves them. None where malignancy alone is the target.
 */
export function runClasses(target: TuningConfig['target'], train: readonly ClassedPhoto[]): RunClass[] {
  if (target === 'malignancy') return [];
  const classes = new Map(
    train.map(({ className, label }) => [keyOf({ className, label }), { name: className, malignant: label === 1 }]),
  );
  return [...classes.values()].sort((a, b) => {
    if (a.malignant !== b.malignant) return a.malignant ? 1 : -1;
    return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  });
}

/** The place of each photo's class; 0 where there are none. Fails with BAD_INPUT (reason CLASS_NOT_TRAINED) for a class that nothing is learnt of. */
export function classIndexes(classes: readonly RunClass[], photos: readonly ClassedPhoto[]): number[] {
  if (classes.length === 0) return photos.map(() => 0);
  const places = new Map(
    classes.map(({ name, malignant }, place) => [keyOf({ className: name, label: malignant ? 1 : 0 }), place]),
  );
  return photos.map((photo) => {
    const place = places.get(keyOf(photo));
    if (place === undefined) throw notTrained(photo, photos);
    return place;
  });
}

const keyOf = ({ className, label }: ClassedPhoto): string => `${label} ${className}`;

function notTrained(photo: ClassedPhoto, photos: readonly ClassedPhoto[]): AppError {
  const count = photos.filter((other) => keyOf(other) === keyOf(photo)).length;
  return new AppError(
    'BAD_INPUT',
    `No photo of the class "${photo.className}" is there to learn from, but ${count} to check with.`,
    {
      details: {
        className: photo.className,
        count,
        reason: 'CLASS_NOT_TRAINED',
        remedy:
          'Split the photos anew, leave that class out, or let the network learn malignancy alone (--target malignancy).',
      },
    },
  );
}
