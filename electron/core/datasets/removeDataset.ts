import { rm } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { deleteDataset } from '../database/datasets.ts';
import { contentOnlyIn } from '../database/photos.ts';
import { transaction } from '../database/rows.ts';
import { isTrainingOn } from '../database/runs.ts';
import { thumbnailPath } from '../thumbnails.ts';

/**
 * Forgets a data set: its rows, and the thumbnails that nothing else shows. Photos are never touched, and runs stay. Throws NOT_FOUND; BAD_INPUT
 * (details.reason RUN_TRAINING) while a run of it is trained.
 */
export async function removeDataset(
  { database, paths }: Pick<CoreContext, 'database' | 'paths'>,
  id: string,
): Promise<void> {
  const orphans = transaction(database, () => {
    if (isTrainingOn(database, id)) {
      throw new AppError('BAD_INPUT', 'a run is being trained on this data set', {
        details: { reason: 'RUN_TRAINING', datasetId: id },
      });
    }
    const contents = contentOnlyIn(database, id);
    deleteDataset(database, id);
    return contents;
  });
  for (const sha256 of orphans) await rm(thumbnailPath(paths.thumbnailsDir, sha256), { force: true });
}
