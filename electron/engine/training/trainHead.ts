import { mkdir } from 'node:fs/promises';
import { at } from '../../shared/arrays.ts';
import { AppError } from '../../shared/errors.ts';
import { createRandom, permutation } from '../../shared/random.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { EpochMetrics, TrainConfig } from '../../shared/schemas/run.ts';
import type { Result } from '../protocol.ts';
import { startEventFiles } from '../tensorBoard/epochEvents.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { hashConfig, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import type { BestEpoch, Checkpoint } from './checkpoint.ts';
import { photoWeights } from './classWeights.ts';
import { sigmoidHead } from './head.ts';
import { writeHead } from './headFile.ts';
import { createHeadTrainer, initialState } from './headTrainer.ts';
import type { HeadTrainer, SplitData } from './headTrainer.ts';
import { createRule } from './optimizers.ts';
import { nanLoss, requirePhotos } from './refusals.ts';
import { applyScaling, foldScaling, measureScaling } from './scaling.ts';
import { splitMetrics } from './splitMetrics.ts';

export interface TrainHeadRequest {
  /** Consumed: scaled in place when the settings ask for it. */
  train: SplitData;
  valid: SplitData;
  manifest: BackboneManifest;
  config: TrainConfig;
  /** Says which photos and features these are; a checkpoint of others is refused. */
  dataFacts: unknown;
  runDir: string;
  tensorBoardDir: string | null;
  resume: boolean;
}

export interface TrainHeadDeps {
  tf: TensorFlow;
  signal: AbortSignal;
  /** Awaited between steps: lets a cancel in, and other work that cannot wait. */
  breathe: () => Promise<void>;
  report: (epoch: EpochMetrics) => void;
  /** Milliseconds. */
  clock: () => number;
  now: () => Date;
}

/** A long epoch lets messages in (a cancel) so often. */
const yieldEveryMs = 100;

/**
 * Trains one sigmoid unit on features. The same request gives the same head file, byte for byte, on one machine, whether it ran through or was
 * killed and resumed any number of times.
 *
 * - The order of photos in an epoch is drawn from (seed, epoch); the last, smaller batch counts.
 * - Each epoch's figures are computed after it, on the whole of both splits with the weights as they then are. (Keras prints a running mean
 *   over the training batches instead, while the weights move.) Losses are plain cross-entropy, without class weights and L2 penalty, so that both
 *   splits compare.
 * - The weights kept are those with the lowest validation loss, the earliest of equals.
 * - After each epoch a checkpoint is written, then the epoch is reported. Resuming reports the epochs before it again.
 *
 * @throws AppError NAN_LOSS when a loss is no finite number (the best epoch before is kept), CANCELLED, NOT_RESUMABLE, ONE_CLASS, NO_PHOTOS.
 */
export async function trainHead(request: TrainHeadRequest, deps: TrainHeadDeps): Promise<Result<'trainHead'>> {
  const { train, valid, manifest, config, runDir, resume } = request;
  const { tf, signal, clock } = deps;
  const startedAt = clock();
  requireTrainable(train, valid);
  const { featureCount } = manifest;
  const configHash = hashConfig({ ...config, tensorBoard: false, epochs: null, data: request.dataFacts });
  await mkdir(runDir, { recursive: true });
  const resumed = resume ? await readCheckpoint(runDir, configHash) : null;

  const scaling = config.featureScaling === 'standard' ? measureScaling(train.matrix, featureCount) : null;
  if (scaling !== null) for (const { matrix } of [train, valid]) applyScaling(matrix, scaling);
  const { slotCount } = createRule(tf, config.optimizer);
  const initial = resumed?.state ?? initialState(featureCount, slotCount, config.seed);
  const weights = photoWeights(config.classWeights, train.labels);
  const trainer = createHeadTrainer(tf, { train, valid, featureCount, photoWeights: weights, config, initial });
  const progress: Checkpoint = resumed ?? { history: [], state: initial, best: null };

  try {
    const events =
      request.tensorBoardDir === null
        ? null
        : await startEventFiles(request.tensorBoardDir, progress.history, deps.now);
    for (const epoch of progress.history) deps.report(epoch);
    const keepBest = async (best: BestEpoch): Promise<string> =>
      writeHead(runDir, manifest, config.views, sigmoidHead(foldScaling(best.weights, at(best.bias, 0), scaling)));
    try {
      while (progress.history.length < config.epochs && !isOutOfPatience(progress, config)) {
        const metrics = await runEpoch(trainer, request, progress.history.length + 1, deps);
        progress.state = trainer.state();
        requireFinite(metrics, progress);
        if (progress.best === null || metrics.valLoss < progress.best.valLoss) {
          const { weights: bestWeights, bias } = progress.state;
          progress.best = { epoch: metrics.epoch, valLoss: metrics.valLoss, weights: bestWeights, bias };
        }
        progress.history.push(metrics);
        await writeCheckpoint(runDir, configHash, progress);
        events?.add(metrics);
        deps.report(metrics);
        await deps.breathe();
        signal.throwIfAborted();
      }
    } catch (thrown) {
      if (progress.best !== null) await keepBest(progress.best);
      throw thrown;
    }
    const { best, history } = progress;
    if (best === null) throw new AppError('INTERNAL', 'no epoch was trained');
    return {
      bestEpoch: best.epoch,
      epochsRun: history.length,
      stoppedEarly: history.length < config.epochs,
      modelHash: await keepBest(best),
      trainableParameters: featureCount + 1,
      frozenParameters: manifest.parameterCount,
      seconds: (clock() - startedAt) / 1000,
    };
  } finally {
    trainer.dispose();
  }
}

function requireTrainable(train: SplitData, valid: SplitData): void {
  requirePhotos({ train, valid });
  if (train.labels.every((label) => label === train.labels[0])) {
    throw new AppError('ONE_CLASS', 'all training photos are of one class', { details: { split: 'train' } });
  }
}

function isOutOfPatience({ best, history }: Checkpoint, { earlyStoppingPatience }: TrainConfig): boolean {
  if (earlyStoppingPatience === null || best === null) return false;
  return history.length - best.epoch >= earlyStoppingPatience;
}

async function runEpoch(
  trainer: HeadTrainer,
  { train, valid, config }: TrainHeadRequest,
  epoch: number,
  { signal, clock, breathe }: TrainHeadDeps,
): Promise<EpochMetrics> {
  const startedAt = clock();
  let yieldedAt = startedAt;
  let pausedMs = 0;
  const order = Int32Array.from(permutation(train.labels.length, createRandom(config.seed, `epoch ${epoch}`)));
  for (let from = 0; from < order.length; from += config.batchSize) {
    trainer.step(order.slice(from, from + config.batchSize));
    if (clock() - yieldedAt < yieldEveryMs) continue;
    const pausedAt = clock();
    await breathe();
    signal.throwIfAborted();
    yieldedAt = clock();
    pausedMs += yieldedAt - pausedAt;
  }
  const own = splitMetrics(trainer.logits('train'), train.labels);
  const other = splitMetrics(trainer.logits('valid'), valid.labels);
  return {
    epoch,
    loss: own.loss,
    accuracy: own.accuracy,
    auc: own.auc,
    valLoss: other.loss,
    valAccuracy: other.accuracy,
    valAuc: other.auc,
    seconds: (clock() - startedAt - pausedMs) / 1000,
  };
}

function requireFinite(metrics: EpochMetrics, { state, best }: Checkpoint): void {
  const isFinite =
    Number.isFinite(metrics.loss) && Number.isFinite(metrics.valLoss) && state.weights.every(Number.isFinite);
  if (isFinite) return;
  throw nanLoss(metrics.epoch, best?.epoch ?? null);
}
