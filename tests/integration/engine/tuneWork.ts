import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineClient } from '../../../electron/core/context.ts';
import { writeBackbone } from '../../../electron/engine/backbones/writeBackbone.ts';
import type { Params, Progress, Result } from '../../../electron/engine/protocol.ts';
import { headPath } from '../../../electron/engine/training/headFile.ts';
import { bestPreset } from '../../../electron/shared/presets.ts';
import type { EpochMetrics, RunClass, TrainConfig, TuningConfig } from '../../../electron/shared/schemas/run.ts';
import { toyNetwork } from '../../support/toyTuning.ts';
import { type Labelled, writePhotos } from './work.ts';

export const classes: RunClass[] = [
  { name: 'nevus', malignant: false },
  { name: 'keratosis', malignant: false },
  { name: 'melanoma', malignant: true },
];

export type TunedRef = Labelled & { classIndex: number };

/** The toy network as an installed backbone, and photos of three classes: the malignant ones are bluish, the others differ in nothing. */
export async function toySetting(dir: string): Promise<{ backboneDir: string; train: TunedRef[]; valid: TunedRef[] }> {
  const backboneDir = join(dir, 'backbone');
  const description = { id: 'toy', name: 'Toy', license: 'MIT', source: 'drawn by a test', caveat: 'for tests only' };
  writeBackbone(backboneDir, description, { network: toyNetwork(), weightsSha256: '0'.repeat(64) });
  const withClass = (list: Labelled[]): TunedRef[] =>
    list.map((photo, i) => ({ ...photo, classIndex: photo.label === 1 ? 2 : i % 2 }));
  const train = withClass(await writePhotos(join(dir, 'train'), 36, 1));
  const valid = withClass(await writePhotos(join(dir, 'valid'), 15, 2));
  return { backboneDir, train, valid };
}

const { tuning: bestTuning, ...best } = bestPreset;
if (bestTuning === null) throw new Error('the best preset fine-tunes');

export const toyConfig = (
  changes: Partial<TrainConfig> = {},
  tuning: Partial<TuningConfig> = {},
): TrainConfig & { tuning: TuningConfig } => ({
  ...best,
  backboneId: 'toy',
  preset: 'custom',
  views: 'one',
  learningRate: 0.02,
  batchSize: 8,
  epochs: 5,
  ...changes,
  tuning: {
    ...bestTuning,
    cachedViews: 10,
    schedule: { name: 'cosine', warmupSteps: 3, floor: 0 },
    keep: 'last',
    ...tuning,
  },
});

export interface Job {
  backboneDir: string;
  train: TunedRef[];
  valid: TunedRef[];
  mapsDir: string;
  runDir: string;
  config: TrainConfig & { tuning: TuningConfig };
}

const placesOf = ({ backboneDir, train, valid, mapsDir }: Job) => ({
  backboneDir,
  train,
  valid,
  mapsDir,
  mapsLimitBytes: 1e9,
});

export const makeMaps = (engine: EngineClient, job: Job, changes: Partial<Params<'tuneMaps'>> = {}) =>
  engine.call('tuneMaps', {
    ...placesOf(job),
    tuning: job.config.tuning,
    seed: job.config.seed,
    batchSize: 8,
    ...changes,
  });

type Step = Extract<Progress<'tune'>, { kind: 'step' }>;

export async function tune(
  engine: EngineClient,
  job: Job,
  {
    onStep,
    onEpoch,
    signal,
    ...changes
  }: Partial<Params<'tune'>> & {
    onStep?: (step: Step) => void;
    onEpoch?: (epoch: number) => void;
    signal?: AbortSignal;
  } = {},
): Promise<{ result: Result<'tune'>; epochs: EpochMetrics[]; steps: Step[] }> {
  const epochs: EpochMetrics[] = [];
  const steps: Step[] = [];
  const result = await engine.call(
    'tune',
    {
      ...placesOf(job),
      classes,
      config: job.config,
      runDir: job.runDir,
      tensorBoardDir: null,
      resume: false,
      ...changes,
    },
    {
      ...(signal === undefined ? {} : { signal }),
      onEvent(event) {
        if (event.kind === 'epoch') {
          epochs.push(event.epoch);
          onEpoch?.(event.epoch.epoch);
          return;
        }
        steps.push(event);
        onStep?.(event);
      },
    },
  );
  return { result, epochs, steps };
}

/** Of everything that scores a photo. */
export const trainedSha = (runDir: string): string => {
  const files = [headPath(runDir), join(runDir, 'network', 'saved_model.pb'), join(runDir, 'network', 'backbone.json')];
  return hash('sha256', Buffer.concat(files.map((path) => readFileSync(path))), 'hex');
};

export const tunedFeatures = (runDir: string, views: TrainConfig['views'], cacheDir: string | null = null) => ({
  backboneDir: join(runDir, 'network'),
  views,
  cacheDir,
  cacheLimitBytes: 1e9,
});
