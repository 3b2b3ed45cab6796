import { augmentations, presets } from '../../../../../electron/shared/presets.ts';
import { createRandom, shuffled } from '../../../../../electron/shared/random.ts';
import type { TrainConfig, TuningConfig, Views } from '../../../../../electron/shared/schemas/run.ts';
import type { Learning } from '../trainForm.ts';

/** Learning rates of a trial, as factors of the one that is known to work for the layers that learn. */
const rateFactors = { lower: 1 / 3, usual: 1, higher: 3 } as const;
type Rate = keyof typeof rateFactors;
type Augmentation = Exclude<keyof typeof augmentations, 'none'>;

/** What is to be tried; each list holds at least one choice where it counts. Those below `rates` concern fine-tuning alone. */
export interface SweepChoices {
  learning: readonly Learning[];
  views: readonly Views[];
  rates: readonly Rate[];
  augmentation: readonly Augmentation[];
  target: readonly TuningConfig['target'][];
}

/** One combination, and the choices that name it. */
interface SweepRecipe {
  learning: Learning;
  views: Views;
  rate: Rate;
  augmentation: Augmentation | null;
  target: TuningConfig['target'] | null;
  config: TrainConfig;
}

/** The drawn order is the same each time: a trial that goes on is the same trial. */
const ORDER_SEED = 7;

/**
 * Every combination of the choices once, in a drawn order, so that a trial which ends before all are tried has tried some of each. Layers that learn bring
 * the settings that are known to suit them: those of the recommended recipe for a head alone, those of the best one for more.
 */
export function sweepRecipes({ learning, views, rates, augmentation, target }: SweepChoices): SweepRecipe[] {
  const found = learning.flatMap((layers) =>
    views.flatMap((view) =>
      rates.flatMap((rate): SweepRecipe[] => {
        if (layers === 'head') return [headRecipe(view, rate)];
        return augmentation.flatMap((copies) => target.map((aim) => tunedRecipe(layers, view, rate, copies, aim)));
      }),
    ),
  );
  return shuffled(found, createRandom(ORDER_SEED, 'sweep'));
}

function headRecipe(views: Views, rate: Rate): SweepRecipe {
  const { learningRate, ...rest } = presets.recommended;
  const config = { ...rest, preset: 'custom', views, learningRate: learningRate * rateFactors[rate] } as const;
  return { learning: 'head', views, rate, augmentation: null, target: null, config };
}

function tunedRecipe(
  learning: Exclude<Learning, 'head'>,
  views: Views,
  rate: Rate,
  augmentation: Augmentation,
  target: TuningConfig['target'],
): SweepRecipe {
  const { learningRate, tuning, ...rest } = presets.best;
  const config: TrainConfig = {
    ...rest,
    preset: 'custom',
    views,
    learningRate: learningRate * rateFactors[rate],
    tuning:
      tuning === null
        ? null
        : { ...tuning, stages: learning, target, augmentation: { ...augmentations[augmentation] } },
  };
  return { learning, views, rate, augmentation, target, config };
}
