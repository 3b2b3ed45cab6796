import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import { augmentations, bestPreset, presets } from '../shared/presets.ts';
import { ClassWeights, OptimizerName, TuningConfig, Views } from '../shared/schemas/run.ts';
import type { Schedule, TrainConfig } from '../shared/schemas/run.ts';
import { UsageError } from './environment.ts';
import { parseInteger, parseNotNegative, parsePositive, parseSeed } from './parse.ts';

const presetNames = ['tutorial', 'recommended', 'best'] as const;
const Stages = z.enum(['frozen', ...TuningConfig.shape.stages.options]);
const Augment = z.enum(['none', 'light', 'full']);
const ScheduleName = z.enum(['constant', 'cosine', 'plateau']);
const TestViews = z.enum(Views.options);

/** The choices of a recipe, as commander gives them. */
export const TrainOptions = z.object({
  preset: z.enum(presetNames),
  minutes: z.number().optional(),
  backbone: z.string().optional(),
  views: TestViews.optional(),
  testViews: TestViews.optional(),
  epochs: z.number().optional(),
  batchSize: z.number().optional(),
  optimizer: OptimizerName.optional(),
  learningRate: z.number().optional(),
  l2: z.number().optional(),
  classWeight: ClassWeights.optional(),
  earlyStopping: z.number().optional(),
  seed: z.number().optional(),
  tensorboard: z.boolean().optional(),
  stages: Stages.optional(),
  target: TuningConfig.shape.target.optional(),
  members: z.number().optional(),
  augment: Augment.optional(),
  keptViews: z.number().optional(),
  keep: TuningConfig.shape.keep.optional(),
  dropout: z.number().optional(),
  labelSmoothing: z.number().optional(),
  schedule: ScheduleName.optional(),
  warmupSteps: z.number().optional(),
  weightDecay: z.number().optional(),
  momentum: z.number().optional(),
  clipNorm: z.number().optional(),
  sampling: TuningConfig.shape.sampling.optional(),
});
export type TrainOptions = z.output<typeof TrainOptions>;

const choice = (flags: string, about: string, choices: readonly string[]): Option =>
  new Option(flags, about).choices([...choices]);

/** All that a recipe can be told; those of fine-tuning need --stages, or a preset that has them. */
export const addTrainOptions = (command: Command): Command =>
  command
    .addOption(
      choice('--preset <preset>', 'a whole set of choices; the options below change single ones', presetNames).default(
        'recommended',
      ),
    )
    .option('--backbone <id>', 'the pretrained network (`lesionlab backbones` lists them)')
    .addOption(
      choice(
        '--test-views <views>',
        'a photo is scored alone (one), with its mirror images (flips), or in all 8 quarter turns and mirror images (turns)',
        Views.options,
      ),
    )
    .addOption(choice('--views <views>', 'the same as --test-views', Views.options))
    .option('--epochs <n>', 'times that every photo is learnt from', parseInteger(1, 10_000))
    .option('--batch-size <n>', 'photos a step', parseInteger(1, 4096))
    .addOption(choice('--optimizer <name>', 'how steps are taken', OptimizerName.options))
    .option('--learning-rate <x>', 'size of the steps', parsePositive(10))
    .option('--l2 <x>', 'penalty on large weights', parseNotNegative(10))
    .addOption(choice('--class-weight <how>', 'whether the rarer class counts more', ClassWeights.options))
    .option(
      '--early-stopping <n>',
      'stop after so many epochs without a better validation loss',
      parseInteger(1, 10_000),
    )
    .option('--seed <n>', 'seed of everything random', parseSeed)
    .addOption(
      choice('--stages <stages>', 'layers that learn besides the head: none, the upper or all', Stages.options),
    )
    .addOption(
      choice(
        '--target <target>',
        "fine-tuning: tell apart the data set's own classes, or malignancy alone",
        TuningConfig.shape.target.options,
      ),
    )
    .option('--members <n>', 'fine-tuning: networks whose log-odds are averaged', parseInteger(1, 8))
    .addOption(choice('--augment <how>', 'fine-tuning: how photos are changed from epoch to epoch', Augment.options))
    .option('--kept-views <n>', 'fine-tuning of upper stages: views of each photo that are kept', parseInteger(1, 64))
    .addOption(
      choice(
        '--keep <epoch>',
        'fine-tuning: keep the epoch of the lowest validation loss, the highest validation AUC, or the last',
        TuningConfig.shape.keep.options,
      ),
    )
    .option('--dropout <x>', 'fine-tuning: share of the features that a step leaves out', parseNotNegative(0.9))
    .option(
      '--label-smoothing <x>',
      'fine-tuning: share of a label that is spread over all classes',
      parseNotNegative(0.5),
    )
    .addOption(choice('--schedule <name>', 'fine-tuning: how the learning rate moves', ScheduleName.options))
    .option('--warmup-steps <n>', 'fine-tuning, cosine: steps in which the rate rises', parseInteger(0, 1_000_000))
    .option(
      '--weight-decay <x>',
      'fine-tuning: what weights lose a step, beside the gradient (AdamW)',
      parseNotNegative(1),
    )
    .option('--momentum <x>', 'fine-tuning with sgd', parseNotNegative(0.999))
    .option('--clip-norm <x>', 'fine-tuning: largest norm of the gradient', parsePositive(1e9))
    .addOption(
      choice(
        '--sampling <how>',
        'fine-tuning: all photos once an epoch, or every class as often',
        TuningConfig.shape.sampling.options,
      ),
    );

/** The preset with the choices that were made; it keeps its name while it is the same recipe. */
export function configOf(options: TrainOptions): TrainConfig {
  const preset = presets[options.preset];
  const base = startingFrom(preset, options.stages);
  const { tuning } = base;
  if (options.views !== undefined && options.testViews !== undefined && options.views !== options.testViews) {
    throw new UsageError('--views and --test-views are the same option: give one of them.');
  }
  if (tuning === null) refuseTuningOptions(options);
  const config: TrainConfig = {
    ...base,
    backboneId: options.backbone ?? base.backboneId,
    views: options.testViews ?? options.views ?? base.views,
    epochs: options.epochs ?? base.epochs,
    batchSize: options.batchSize ?? base.batchSize,
    optimizer: options.optimizer ?? base.optimizer,
    learningRate: options.learningRate ?? base.learningRate,
    l2: options.l2 ?? base.l2,
    classWeights: options.classWeight ?? base.classWeights,
    earlyStoppingPatience: options.earlyStopping ?? base.earlyStoppingPatience,
    tuning: tuning === null ? null : tuningOf(options, tuning),
  };
  return {
    ...config,
    preset: sameConfig(config, preset) ? preset.preset : 'custom',
    seed: options.seed ?? preset.seed,
    tensorBoard: options.tensorboard ?? preset.tensorBoard,
  };
}

/** Other layers want other rates and epochs: a change of stages brings those of the preset that is known to work with them. */
function startingFrom(preset: TrainConfig, stages: TrainOptions['stages']): TrainConfig {
  if (stages === undefined || stages === (preset.tuning?.stages ?? 'frozen')) return preset;
  if (stages === 'frozen') return { ...presets.recommended, backboneId: preset.backboneId };
  const { tuning } = bestPreset;
  const source = preset.tuning === null ? { ...bestPreset, backboneId: preset.backboneId } : preset;
  return { ...source, tuning: tuning === null ? null : { ...(preset.tuning ?? tuning), stages } };
}

function tuningOf(options: TrainOptions, tuning: TuningConfig): TuningConfig {
  return {
    ...tuning,
    target: options.target ?? tuning.target,
    members: options.members ?? tuning.members,
    augmentation: options.augment === undefined ? tuning.augmentation : augmentations[options.augment],
    cachedViews: options.keptViews ?? tuning.cachedViews,
    keep: options.keep ?? tuning.keep,
    dropout: options.dropout ?? tuning.dropout,
    labelSmoothing: options.labelSmoothing ?? tuning.labelSmoothing,
    schedule: scheduleOf(options, tuning.schedule),
    weightDecay: options.weightDecay ?? tuning.weightDecay,
    momentum: options.momentum ?? tuning.momentum,
    clipNorm: options.clipNorm ?? tuning.clipNorm,
    sampling: options.sampling ?? tuning.sampling,
  };
}

function scheduleOf({ schedule, warmupSteps }: TrainOptions, present: Schedule): Schedule {
  const name = schedule ?? present.name;
  if (warmupSteps !== undefined && name !== 'cosine') throw new UsageError('--warmup-steps is for --schedule cosine.');
  switch (name) {
    case 'constant':
      return { name };
    case 'cosine': {
      const known = present.name === 'cosine' ? present : { name, warmupSteps: 50, floor: 0 };
      return { ...known, warmupSteps: warmupSteps ?? known.warmupSteps };
    }
    case 'plateau':
      return present.name === 'plateau' ? present : { name, factor: 0.3, patience: 2, minimumGain: 0.001, floor: 0.01 };
  }
}

const TUNING_OPTIONS = [
  'target',
  'members',
  'augment',
  'keptViews',
  'keep',
  'dropout',
  'labelSmoothing',
  'schedule',
  'warmupSteps',
  'weightDecay',
  'momentum',
  'clipNorm',
  'sampling',
] as const satisfies readonly (keyof TrainOptions)[];

function refuseTuningOptions(options: TrainOptions): void {
  const given = TUNING_OPTIONS.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = `--${given.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(`${flag} is for fine-tuning: add --stages upper, or --preset best.`);
}

/** The same choices in whatever order they stand. */
export function sameConfig(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameConfig(value, right.get(key)))
  );
}
