import { join } from 'node:path';
import type { FeatureSource } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { Run, TrainConfig } from '../../shared/schemas/run.ts';
import { findBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext } from '../context.ts';
import type { ScoringModel } from './scorePhotos.ts';

type ModelContext = Pick<CoreContext, 'paths' | 'settings'>;

/** Where checkpoint, head and TensorBoard files of a run are. */
export const runDirOf = ({ paths }: Pick<CoreContext, 'paths'>, runId: string): string => join(paths.runsDir, runId);

/** The features that a run's head takes; training, evaluation, prediction and batches all ask here. */
export async function featuresOf(
  { paths, settings }: ModelContext,
  config: Pick<TrainConfig, 'backboneId' | 'views'>,
): Promise<FeatureSource> {
  const { dir } = await findBackbone(paths, config.backboneId);
  return {
    backboneDir: dir,
    views: config.views,
    cacheDir: paths.featuresDir,
    cacheLimitBytes: settings().featureCacheLimitBytes,
  };
}

/** What a finished run scores with. Fails with BAD_INPUT before it is finished, BACKBONE_MISSING without its network. */
export async function scoringModel(context: ModelContext, run: Run): Promise<ScoringModel> {
  if (run.state !== 'finished' || run.modelHash === null) throw notFinished(run);
  return {
    features: await featuresOf(context, run.config),
    runDir: runDirOf(context, run.id),
    modelHash: run.modelHash,
  };
}

export function notFinished(run: Run): AppError {
  return new AppError('BAD_INPUT', `The run "${run.name}" has not finished its training (${run.state}).`, {
    details: { runId: run.id, state: run.state, remedy: 'Finish its training first: the same train command goes on.' },
  });
}
