import type { TrainConfig } from './schemas/run.ts';

/** The tutorial's own job: a frozen InceptionV3 under one sigmoid unit. */
export const tutorialPreset: TrainConfig = {
  preset: 'tutorial',
  backboneId: 'inceptionV3',
  views: 'one',
  featureScaling: 'none',
  optimizer: 'rmsprop',
  learningRate: 0.001,
  batchSize: 64,
  epochs: 30,
  l2: 0,
  classWeights: 'none',
  seed: 7,
  earlyStoppingPatience: null,
  tensorBoard: false,
};

/** What out-of-fold scores on the ISIC 2017 training photos show to be better; see tests/bench/outOfFold. */
export const recommendedPreset: TrainConfig = {
  preset: 'recommended',
  backboneId: 'efficientNetLite0',
  views: 'flips',
  featureScaling: 'standard',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 64,
  epochs: 40,
  l2: 0.001,
  classWeights: 'none',
  seed: 7,
  earlyStoppingPatience: null,
  tensorBoard: false,
};

export const presets = { tutorial: tutorialPreset, recommended: recommendedPreset } as const;
export type PresetName = keyof typeof presets;
