import { AppError } from '../../shared/errors.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import type { CorePaths } from '../context.ts';
import type { FoundBackbone } from './findBackbone.ts';
import { findBackbone } from './findBackbone.ts';

/**
 * The backbone that these settings train on. Throws BACKBONE_MISSING; BAD_INPUT (reason JOINED_BACKBONE) for a fine-tuning of a joined one, whose graph is not read back as
 * layers, and (reason ENSEMBLE) for the settings of an average, which nothing is trained by.
 */
export async function backboneToTrain(
  paths: Pick<CorePaths, 'userBackbonesDir' | 'shippedBackbonesDir'>,
  { backboneId, tuning, ensemble }: Pick<TrainConfig, 'backboneId' | 'tuning' | 'ensemble'>,
): Promise<FoundBackbone> {
  if (ensemble !== undefined) {
    const names = ensemble.map(({ name }) => `"${name}"`).join(', ');
    throw new AppError('BAD_INPUT', `These are the settings of an average of ${names}: nothing is trained by them.`, {
      details: {
        reason: 'ENSEMBLE',
        remedy: 'Take the settings of one of them, and average the runs that come of it.',
      },
    });
  }
  const found = await findBackbone(paths, backboneId);
  if (tuning !== null && found.manifest.parts !== undefined) {
    throw new AppError(
      'BAD_INPUT',
      `"${found.manifest.name}" is joined of several networks and cannot be fine-tuned.`,
      {
        details: {
          backboneId,
          reason: 'JOINED_BACKBONE',
          remedy: 'Train a head on it, or fine-tune its parts one by one and average the runs.',
        },
      },
    );
  }
  return found;
}
