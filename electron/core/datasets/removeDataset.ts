import { rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { deleteDataset } from '../database/datasets.ts';
import { contentOnlyIn, isContentShown } from '../database/photos.ts';
import { transaction } from '../database/rows.ts';
import { isTrainingOn } from '../database/runs.ts';
import { thumbnailPath } from '../thumbnails.ts';

type RemoveContext = Pick<CoreContext, 'database' | 'paths'>;

/** Thumbnails that are removed at once. */
const TOGETHER = 64;

/**
 * Forgets a data set: its rows at once, and the thumbnails that nothing else shows after it, which takes a while where there are 100,000. Photos
 * are never touched, and runs stay. Throws NOT_FOUND; BAD_INPUT (details.reason RUN_TRAINING) while a run of it is trained.
 */
export function removeDataset(context: RemoveContext, id: string): { thumbnailsGone: Promise<void> } {
  const { database } = context;
  const contents = transaction(database, () => {
    if (isTrainingOn(database, id)) {
      throw new AppError('BAD_INPUT', 'a run is being trained on this data set', {
        details: { reason: 'RUN_TRAINING', datasetId: id },
      });
    }
    const onlyHere = contentOnlyIn(database, id);
    deleteDataset(database, id);
    return onlyHere;
  });
  return { thumbnailsGone: removeThumbnails(context, contents) };
}

async function removeThumbnails({ database, paths }: RemoveContext, contents: readonly string[]): Promise<void> {
  for (let start = 0; start < contents.length && database.isOpen; start += TOGETHER) {
    // Another import may have brought the same photos back meanwhile.
    const unseen = contents.slice(start, start + TOGETHER).filter((sha256) => !isContentShown(database, sha256));
    await Promise.all(unseen.map((sha256) => rm(thumbnailPath(paths.thumbnailsDir, sha256), { force: true })));
  }
}
