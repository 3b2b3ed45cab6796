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

/**
 * What out-of-fold scores on the 2,000 ISIC 2017 training photos show to be better (tests/bench/outOfFold.ts; 5 folds, three divisions of
 * the photos): AUC .796 on average, .801 (.777-.825) by the division of seed 7. Adam at .001 reached .791, unscaled features .791 at
 * most, one view .787. Class weights changed nothing that the intervals could tell.
 */
export const recommendedPreset: TrainConfig = {
  preset: 'recommended',
  backboneId: 'efficientNetLite0',
  views: 'flips',
  featureScaling: 'standard',
  optimizer: 'sgd',
  learningRate: 0.01,
  batchSize: 64,
  epochs: 100,
  l2: 0.2,
  classWeights: 'none',
  seed: 7,
  earlyStoppingPatience: null,
  tensorBoard: false,
};

export const presets = { tutorial: tutorialPreset, recommended: recommendedPreset } as const;
export type PresetName = keyof typeof presets;
