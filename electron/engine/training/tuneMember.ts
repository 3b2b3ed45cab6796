import { join } from 'node:path';
import type { EpochMetrics } from '../../shared/schemas/run.ts';
import { featureVersions } from '../features/versions.ts';
import type { TrainableModel } from '../graph/trainableModel.ts';
import { startEventFiles } from '../tensorBoard/epochEvents.ts';
import { hashConfig } from './checkpoint.ts';
import { photoWeights } from './classWeights.ts';
import { fineTune, type TuneSettings, type Tuning } from './fineTune.ts';
import { createGraphTrainer, firstState } from './graphTrainer.ts';
import { readTuneCheckpoint, type TuneEpoch } from './tuneCheckpoint.ts';
import type { Inputs } from './tuneInputs.ts';
import type { Target } from './tuneModel.ts';
import type { TunedPhoto } from './tunePhotos.ts';
import type { TuneRunDeps, TuneRunRequest } from './tuneRequest.ts';
import { stepTeller } from './tuneSteps.ts';

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
      tuning: null,
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

/** Trains one member, or goes on with it. Its curves are those of its own folder; the first one's epochs are the run's. */
export async function trainMember(
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

/** The weights of the epoch that a member that did not end would keep; null before its first epoch. */
export async function bestSoFar(request: TuneRunRequest, member: number, cut: string): Promise<Float32Array | null> {
  const checkpoint = await readTuneCheckpoint(memberDir(request.runDir, member), hashOf(request, member, cut));
  return checkpoint?.best?.weights ?? null;
}
