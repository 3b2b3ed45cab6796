import { join } from 'node:path';
import type { FeatureSource } from '../../engine/protocol.ts';
import { AppError } from '../../shared/errors.ts';
import type { Run, TrainConfig } from '../../shared/schemas/run.ts';
import { findBackbone, readBackbone } from '../backbones/findBackbone.ts';
import type { FoundBackbone } from '../backbones/findBackbone.ts';
import type { CoreContext } from '../context.ts';
import type { ScoringModel } from './scorePhotos.ts';

type ModelContext = Pick<CoreContext, 'paths' | 'settings'>;

/** Where checkpoint, head and TensorBoard files of a run are. */
export const runDirOf = ({ paths }: Pick<CoreContext, 'paths'>, runId: string): string => join(paths.runsDir, runId);

/** Where the network stands that a fine-tuning made: it belongs to the head beside it. */
export const tunedNetworkDir = (runDir: string): string => join(runDir, 'network');

/** Whether a run scores with a network of its own, in its folder: fine-tuned, or joined of those of several runs. */
export const hasOwnNetwork = ({ tuning, ensemble }: Pick<TrainConfig, 'tuning' | 'ensemble'>): boolean =>
  tuning !== null || ensemble !== undefined;

/**
 * The network that a run scores with: the one that was installed when it was trained, or its own. Fails with BACKBONE_MISSING
 * when it is not there.
 */
export function networkOf(
  context: Pick<CoreContext, 'paths'>,
  run: Pick<Run, 'id' | 'config'>,
): Promise<FoundBackbone> {
  const { backboneId } = run.config;
  if (!hasOwnNetwork(run.config)) return findBackbone(context.paths, backboneId);
  return readBackbone(tunedNetworkDir(runDirOf(context, run.id)), backboneId);
}

/** The features that a run's head takes; evaluation, prediction, batches, explanations and exports all ask here. */
export async function featuresOf(context: ModelContext, run: Pick<Run, 'id' | 'config'>): Promise<FeatureSource> {
  const { dir } = await networkOf(context, run);
  return cachedFeatures(context, dir, run.config);
}

/** The features that a head on the installed network learns from. */
export async function frozenFeatures(
  context: ModelContext,
  config: Pick<TrainConfig, 'backboneId' | 'views'>,
): Promise<FeatureSource> {
  const { dir } = await findBackbone(context.paths, config.backboneId);
  return cachedFeatures(context, dir, config);
}

const cachedFeatures = (
  { paths, settings }: ModelContext,
  backboneDir: string,
  { views }: Pick<TrainConfig, 'views'>,
): FeatureSource => ({
  backboneDir,
  views,
  cacheDir: paths.featuresDir,
  cacheLimitBytes: settings().featureCacheLimitBytes,
});

/** What a finished run scores with. Fails with BAD_INPUT before it is finished, BACKBONE_MISSING without its network. */
export async function scoringModel(context: ModelContext, run: Run): Promise<ScoringModel> {
  if (run.state !== 'finished' || run.modelHash === null) throw notFinished(run);
  return {
    features: await featuresOf(context, run),
    runDir: runDirOf(context, run.id),
    modelHash: run.modelHash,
  };
}

export function notFinished(run: Run): AppError {
  return new AppError('BAD_INPUT', `The run "${run.name}" has not finished its training (${run.state}).`, {
    details: { runId: run.id, state: run.state, remedy: 'Finish its training first: the same train command goes on.' },
  });
}
