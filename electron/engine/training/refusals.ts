import { AppError } from '../../shared/errors.ts';

/** Throws NO_PHOTOS for an empty split. */
export function requirePhotos(splits: Readonly<Record<'train' | 'valid', { labels: Uint8Array }>>): void {
  for (const [split, { labels }] of Object.entries(splits)) {
    if (labels.length === 0) throw new AppError('NO_PHOTOS', `the ${split} split is empty`, { details: { split } });
  }
}

/** Training has diverged; `bestEpoch` is the best of those before, which stays. */
export const nanLoss = (epoch: number, bestEpoch: number | null): AppError =>
  new AppError('NAN_LOSS', `the loss is no finite number in epoch ${epoch}: lower the learning rate`, {
    details: { epoch, bestEpoch },
  });
