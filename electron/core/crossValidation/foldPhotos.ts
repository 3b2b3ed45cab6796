import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import type { SplitItem } from '../../shared/split.ts';
import { assignFolds } from '../../shared/split.ts';
import { choosesByValidation } from '../../shared/validationUse.ts';
import type { DividedPhoto, FoldedPhoto } from '../database/crossValidationPhotos.ts';

/** Of the photos that a fold's model learns from, one in so many chooses the epoch, where a choice is made. */
const VALIDATION_PARTS = 8;

const toItem = ({ className, label, group, sha256 }: DividedPhoto): SplitItem => ({
  className,
  label: label === 1 ? 'malignant' : 'benign',
  group,
  contentHash: sha256,
});

/** Seeded and stratified by class; groups and copies are never divided. Throws TOO_FEW_PHOTOS. */
export function dividePhotos(photos: readonly DividedPhoto[], folds: number, seed: number): FoldedPhoto[] {
  const assigned = assignFolds({ items: photos.map(toItem), folds, seed });
  return photos.map((photo, index) => ({ ...photo, fold: assigned.folds[index] ?? 0 }));
}

/** Equal for equal photos, labels and folds in one order. */
export function divisionHash(photos: readonly FoldedPhoto[]): string {
  const facts = photos.map(({ sha256, label, fold }) => [sha256, label, fold]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

export interface FoldPhotos<P extends FoldedPhoto> {
  train: P[];
  /** Chooses the epoch, and is then no part of heldOut; else the held-out photos, for the curves alone. */
  valid: P[];
  heldOut: P[];
}

/** What one fold's model learns from, is checked with and scores, each in the photos' order. Throws TOO_FEW_PHOTOS. */
export function foldPhotos<P extends FoldedPhoto>(
  photos: readonly P[],
  fold: number,
  config: TrainConfig,
  seed: number,
): FoldPhotos<P> {
  const heldOut = photos.filter((photo) => photo.fold === fold);
  const others = photos.filter((photo) => photo.fold !== fold);
  // What is held out must not choose, for then its scores flatter: a part of the other photos does.
  if (!choosesByValidation(config)) return { train: others, valid: heldOut, heldOut };
  const rarest = Math.min(...([0, 1] as const).map((label) => others.filter((one) => one.label === label).length));
  if (rarest < 2) {
    throw new AppError('TOO_FEW_PHOTOS', `${rarest} photos of a label are left to learn from in fold ${fold + 1}`, {
      details: { fold: fold + 1, count: rarest },
    });
  }
  const parts = assignFolds({ items: others.map(toItem), folds: Math.min(VALIDATION_PARTS, rarest), seed }).folds;
  const taken = new Set(others.filter((_, index) => parts[index] === 0));
  if (config.tuning?.target === 'classes') {
    // A class of which nothing would be left to learn from stays with what is learnt from.
    const learnt = new Set(others.filter((photo) => !taken.has(photo)).map(classOf));
    const back = withRelatives(
      [...taken].filter((photo) => !learnt.has(classOf(photo))),
      [...taken],
    );
    for (const photo of back) taken.delete(photo);
  }
  return {
    train: others.filter((photo) => !taken.has(photo)),
    valid: others.filter((photo) => taken.has(photo)),
    heldOut,
  };
}

const classOf = ({ className, label }: DividedPhoto): string => `${label} ${className}`;

/** With all of the same group or content, and theirs. */
function withRelatives<P extends DividedPhoto>(first: readonly P[], among: readonly P[]): Set<P> {
  const found = new Set(first);
  // a set is walked to its end also where it grows meanwhile
  for (const photo of found) {
    for (const other of among) {
      if (other.sha256 === photo.sha256 || (photo.group !== null && other.group === photo.group)) found.add(other);
    }
  }
  return found;
}

/**
 * A network that tells classes apart must have seen each class: one whose photos all fall into one fold would be scored by a model that never saw any of
 * it. Throws BAD_INPUT (reason CLASS_IN_ONE_FOLD).
 */
export function refuseUndividedClasses(photos: readonly FoldedPhoto[], config: TrainConfig): void {
  if (config.tuning?.target !== 'classes') return;
  const foldsOf = new Map<string, Set<number>>();
  for (const photo of photos) {
    const folds = foldsOf.get(classOf(photo)) ?? new Set();
    foldsOf.set(classOf(photo), folds.add(photo.fold));
  }
  for (const photo of photos) {
    if ((foldsOf.get(classOf(photo))?.size ?? 0) > 1) continue;
    const { className } = photo;
    const count = photos.filter((other) => classOf(other) === classOf(photo)).length;
    throw new AppError(
      'BAD_INPUT',
      `All photos of the class "${className}" (${count}) fall into one fold: the model that scores them would never have seen that class.`,
      {
        details: {
          className,
          count,
          reason: 'CLASS_IN_ONE_FOLD',
          remedy:
            'Add photos of that class, leave it out of the data set, or let the network learn malignancy alone (--target malignancy).',
        },
      },
    );
  }
}
