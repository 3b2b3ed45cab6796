import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from '../../shared/arrays.ts';
import { AppError } from '../../shared/errors.ts';
import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { EpochMetrics, RunClass, TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';
import { featureVersions } from '../features/versions.ts';
import { foldBatchNorm } from '../graph/fold.ts';
import { openFrozenLayers } from '../graph/frozenLayers.ts';
import { inputName, type Network } from '../graph/layers.ts';
import { countParameters } from '../graph/summary.ts';
import { trainableModel, type TrainableModel } from '../graph/trainableModel.ts';
import { totalLength } from '../graph/variables.ts';
import type { GraphOptimizer } from '../graph/updates.ts';
import type { Gate } from '../images/gate.ts';
import type { Progress, Result } from '../protocol.ts';
import { startEventFiles } from '../tensorBoard/epochEvents.ts';
import { hashConfig } from './checkpoint.ts';
import { photoWeights } from './classWeights.ts';
import { fineTune, type TuneSettings, type Tuning } from './fineTune.ts';
import { createGraphTrainer, firstState } from './graphTrainer.ts';
import { requireMemory } from './memoryNeed.ts';
import { requirePhotos } from './refusals.ts';
import { readTuneCheckpoint, type TuneEpoch } from './tuneCheckpoint.ts';
import { networkDir, writeTunedRun } from './tunedBackbone.ts';
import { headPath } from './headFile.ts';
import { augmentedInputs, type Inputs, keptInputs, plainInputs } from './tuneInputs.ts';
import { type KeptMaps, openKeptMaps } from './tuneMaps.ts';
import type { TunedPhoto } from './tunePhotos.ts';
import { stepTeller } from './tuneSteps.ts';

export interface TuneRunRequest {
  base: BackboneManifest;
  network: Network;
  train: readonly TunedPhoto[];
  valid: readonly TunedPhoto[];
  classes: readonly RunClass[];
  config: TrainConfig;
  tuning: TuningConfig;
  mapsDir: string;
  runDir: string;
  tensorBoardDir: string | null;
  resume: boolean;
}

export interface TuneRunDeps {
  gate: Gate;
  signal: AbortSignal;
  breathe: () => Promise<void>;
  report: (event: Progress<'tune'>) => void;
  clock: () => number;
  now: () => Date;
  residentBytes: () => number;
  freeBytes: () => number;
}

/** What the head tells apart: a sigmoid's malignancy, or classes of which some are malignant. */
interface Target {
  malignant: readonly boolean[];
  labelOf: (photo: TunedPhoto) => number;
}

/**
 * Trains the network's upper stages or all of it, as often as there are members, and freezes what comes of it for scoring. The same request gives the same
 * bytes on one machine, whether it ran through or was killed and resumed any number of times.
 *
 * Where it ends early (a loss that is no number, a cancel) what was best so far is frozen all the same: the members that are done, else the first one as its
 * kept epoch left it.
 *
 * @throws AppError NAN_LOSS, CANCELLED, NOT_RESUMABLE, CACHE_MISS, ONE_CLASS, NO_PHOTOS; BAD_INPUT for classes that fit no photos, or where memory is short.
 */
export async function tuneRun(request: TuneRunRequest, deps: TuneRunDeps): Promise<Result<'tune'>> {
  const startedAt = deps.clock();
  const { base, config, tuning, runDir, train, valid } = request;
  const target = targetOf(request);
  requireTrainable(train, valid);
  const network = foldBatchNorm(request.network);
  const { augmentation, cachedViews } = tuning;
  const isUpper = tuning.stages === 'upper';
  const kept = isUpper
    ? openKeptMaps({ ...request, manifest: base }, { augmentation, cachedViews, seed: config.seed })
    : null;
  const cut = kept?.cut ?? inputName;
  requireMemory(network, cut, config.batchSize, deps.freeBytes());
  if (kept !== null) requireMaps(train, kept, deps.now());

  const model = modelOf(network, cut, config, tuning, target);
  const run = { runDir, base, network, model, malignant: target.malignant, views: config.views };
  if (!request.resume) await removeResults(runDir);
  const inputs = openInputs(request, network, kept, deps);
  const finished: Tuning[] = [];
  try {
    for (let member = 1; member <= tuning.members; member += 1) {
      finished.push(await trainMember(request, { member, model, target, inputs }, deps));
    }
  } catch (thrown) {
    await keepBest(request, run, finished).catch((other: unknown) =>
      console.error('engine: what was trained so far is not kept', other),
    );
    throw thrown;
  } finally {
    for (const own of Object.values(inputs)) own.dispose();
  }

  const modelHash = await writeTunedRun(
    run,
    finished.map(({ weights }) => weights),
  );
  const first = at(finished, 0);
  const trainedOnce = totalLength(model.variables);
  const ofHead = at(model.variables, -2 + model.variables.length).length + target.malignant.length;
  return {
    bestEpoch: first.bestEpoch,
    epochsRun: first.history.length,
    stoppedEarly: first.stoppedEarly,
    modelHash,
    trainableParameters: trainedOnce * tuning.members,
    frozenParameters: countParameters(network) - (trainedOnce - ofHead),
    seconds: (deps.clock() - startedAt) / 1000,
  };
}

function targetOf({ classes, tuning, train, valid }: TuneRunRequest): Target {
  if (tuning.target === 'malignancy' || classes.length === 0) {
    return { malignant: [true], labelOf: ({ label }) => label };
  }
  const malignant = classes.map((own) => own.malignant);
  if (classes.length > 255 || !malignant.includes(true) || !malignant.includes(false)) {
    throw new AppError('BAD_INPUT', `of the ${classes.length} classes some must be malignant and some must not`);
  }
  for (const { path, label, classIndex } of [...train, ...valid]) {
    if (malignant[classIndex] === (label === 1)) continue;
    throw new AppError('BAD_INPUT', `class ${classIndex} of ${path} does not fit its label ${label}`);
  }
  return { malignant, labelOf: ({ classIndex }) => classIndex };
}

function requireTrainable(train: readonly TunedPhoto[], valid: readonly TunedPhoto[]): void {
  const labels = (photos: readonly TunedPhoto[]) => ({ labels: Uint8Array.from(photos, ({ label }) => label) });
  requirePhotos({ train: labels(train), valid: labels(valid) });
  if (train.every(({ label }) => label === train[0]?.label)) {
    throw new AppError('ONE_CLASS', 'all training photos are of one class', { details: { split: 'train' } });
  }
}

function requireMaps(train: readonly TunedPhoto[], { cache }: KeptMaps, now: Date): void {
  const missing = train.filter(({ sha256 }) => !cache.has(sha256)).length;
  if (missing > 0) {
    throw new AppError('CACHE_MISS', `the maps of ${missing} of ${train.length} photos are not kept (any more)`, {
      details: { missing },
    });
  }
  cache.touch(now);
}

function optimizerOf({ optimizer }: TrainConfig, { momentum, nesterov }: TuningConfig): GraphOptimizer {
  switch (optimizer) {
    case 'adam':
      return { name: 'adam', beta1: 0.9, beta2: 0.999 };
    case 'rmsprop':
      return { name: 'rmsprop', rho: 0.9, momentum: 0 };
    case 'sgd':
      return { name: 'sgd', momentum, nesterov };
  }
}

const modelOf = (
  network: Network,
  cut: string,
  config: TrainConfig,
  tuning: TuningConfig,
  { malignant }: Target,
): TrainableModel =>
  trainableModel({
    network,
    cut,
    classes: malignant.length,
    loss: malignant.length === 1 ? 'sigmoid' : 'softmax',
    labelSmoothing: tuning.labelSmoothing,
    dropout: tuning.dropout,
    rule: {
      optimizer: optimizerOf(config, tuning),
      l2: config.l2,
      weightDecay: tuning.weightDecay,
      clipNorm: tuning.clipNorm,
    },
  });

/** A run that is trained anew must not be scored by what an earlier training left. */
async function removeResults(runDir: string): Promise<void> {
  await rm(headPath(runDir), { force: true });
  await rm(networkDir(runDir), { recursive: true, force: true });
}

function openInputs(
  { base, train, valid, tuning }: TuneRunRequest,
  network: Network,
  kept: KeptMaps | null,
  { gate }: TuneRunDeps,
): Record<'train' | 'valid', Inputs> {
  const photos = { manifest: base, gate };
  const frozen = kept === null ? null : openFrozenLayers(network, kept.cut);
  return {
    train:
      kept === null
        ? augmentedInputs({ ...photos, photos: train }, network, tuning.augmentation)
        : keptInputs(train, kept),
    valid: plainInputs({ ...photos, photos: valid }, frozen),
  };
}

const memberDir = (runDir: string, member: number): string => join(runDir, `member${member}`);

/** Equal seeds would give equal members. */
const memberSeed = (seed: number, member: number): number => (seed + member - 1) % 2 ** 32;

function settingsOf({ config, tuning }: TuneRunRequest, member: number): TuneSettings {
  const { epochs, batchSize, learningRate, seed, earlyStoppingPatience } = config;
  const { schedule, sampling, keep } = tuning;
  return {
    epochs,
    batchSize,
    learningRate,
    schedule,
    sampling,
    keep,
    earlyStoppingPatience,
    seed: memberSeed(seed, member),
  };
}

/** Of everything that decides the numbers of a member. Where the rate does not follow from the number of epochs, more may be added to a training. */
function hashOf({ base, config, tuning, classes, train, valid }: TuneRunRequest, member: number, cut: string): string {
  const facts = (photos: readonly TunedPhoto[]) =>
    photos.map(({ sha256, label, classIndex }) => [sha256, label, classIndex]);
  return hashConfig({
    config: {
      ...config,
      preset: null,
      tensorBoard: false,
      views: null,
      epochs: tuning.schedule.name === 'cosine' ? config.epochs : null,
    },
    tuning: { ...tuning, members: null },
    member,
    cut,
    classes,
    graphSha256: base.graphSha256,
    versions: featureVersions(),
    train: facts(train),
    valid: facts(valid),
  });
}

async function trainMember(
  request: TuneRunRequest,
  about: { member: number; model: TrainableModel; target: Target; inputs: Record<'train' | 'valid', Inputs> },
  deps: TuneRunDeps,
): Promise<Tuning> {
  const { config, tuning, runDir, resume, train, valid } = request;
  const { member, model, target, inputs } = about;
  const settings = settingsOf(request, member);
  const { seed } = settings;
  const tellStep = stepTeller({ member, members: tuning.members, epochs: config.epochs }, deps);
  const events = await eventFilesOf(request, member, deps);
  const labelsOf = (photos: readonly TunedPhoto[]): Uint8Array => Uint8Array.from(photos, target.labelOf);
  const labels = labelsOf(train);
  const trainer = createGraphTrainer(model, { seed, initial: firstState(model, seed) });
  try {
    return await fineTune(
      {
        trainer,
        settings,
        train: {
          labels,
          photoWeights: photoWeights(config.classWeights, labels),
          input: (rows, epoch) => inputs.train.input(rows, epoch, seed),
        },
        valid: { labels: labelsOf(valid), input: (rows, epoch) => inputs.valid.input(rows, epoch, seed) },
        malignant: target.malignant,
        configHash: hashOf(request, member, model.cutNode),
        runDir: memberDir(runDir, member),
        resume,
      },
      {
        signal: deps.signal,
        breathe: deps.breathe,
        clock: deps.clock,
        progress: tellStep,
        report(epoch) {
          events?.add(epoch);
          if (member === 1) deps.report({ kind: 'epoch', epoch: metricsOf(epoch) });
        },
      },
    );
  } finally {
    trainer.dispose();
  }
}

/** Epochs before a resumption are reported again, and so written again. */
const eventFilesOf = async ({ tensorBoardDir }: TuneRunRequest, member: number, { now }: TuneRunDeps) =>
  tensorBoardDir === null
    ? null
    : startEventFiles(member === 1 ? tensorBoardDir : join(tensorBoardDir, `member${member}`), [], now);

const metricsOf = ({ learningRate: _rate, ...metrics }: TuneEpoch): EpochMetrics => metrics;

async function keepBest(
  request: TuneRunRequest,
  run: Parameters<typeof writeTunedRun>[0],
  finished: readonly Tuning[],
): Promise<void> {
  let weights = finished.map((own) => own.weights);
  if (weights.length === 0) {
    const checkpoint = await readTuneCheckpoint(memberDir(request.runDir, 1), hashOf(request, 1, run.model.cutNode));
    weights = checkpoint?.best == null ? [] : [checkpoint.best.weights];
  }
  if (weights.length > 0) await writeTunedRun(run, weights);
}
