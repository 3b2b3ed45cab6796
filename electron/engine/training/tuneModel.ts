import { AppError } from '../../shared/errors.ts';
import type { RunClass, TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';
import type { Network } from '../graph/layers.ts';
import { trainableModel, type TrainableModel } from '../graph/trainableModel.ts';
import type { GraphOptimizer } from '../graph/updates.ts';
import type { TunedPhoto } from './tunePhotos.ts';

/** What the head tells apart: a sigmoid's malignancy, or classes of which some are malignant. */
export interface Target {
  malignant: readonly boolean[];
  labelOf: (photo: TunedPhoto) => number;
}

/** @throws AppError BAD_INPUT for classes of one kind only, or photos whose label is not that of their class. */
export function targetOf(
  classes: readonly RunClass[],
  { target }: TuningConfig,
  photos: readonly TunedPhoto[],
): Target {
  if (target === 'malignancy' || classes.length === 0) {
    return { malignant: [true], labelOf: ({ label }) => label };
  }
  const malignant = classes.map((own) => own.malignant);
  if (classes.length > 255 || !malignant.includes(true) || !malignant.includes(false)) {
    throw new AppError('BAD_INPUT', `of the ${classes.length} classes some must be malignant and some must not`);
  }
  for (const { path, label, classIndex } of photos) {
    if (malignant[classIndex] === (label === 1)) continue;
    throw new AppError('BAD_INPUT', `class ${classIndex} of ${path} does not fit its label ${label}`);
  }
  return { malignant, labelOf: ({ classIndex }) => classIndex };
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

export const modelOf = (
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
