import type { TrainConfig } from '../../../../electron/shared/schemas/run.ts';
import { formatExact } from '../../i18n/format.svelte.ts';
import { t } from '../../i18n/index.svelte.ts';
import {
  augmentationNames,
  keepNames,
  learningNames,
  optimizerNames,
  recipeNames,
  samplingNames,
  scalingNames,
  scheduleNames,
  targetNames,
  viewNames,
  weightNames,
} from './settingWords.ts';
import { augmentationName } from './trainForm.ts';

interface Fact {
  term: string;
  value: string;
}

/** Every choice of a recipe in words, of an average what it is of; `backboneName` is undefined while it is not known or not installed. */
export function settingFacts(config: TrainConfig, backboneName: string | undefined): Fact[] {
  const { tuning, ensemble } = config;
  if (ensemble !== undefined) {
    return [
      { term: t('recipes.averageOf'), value: ensemble.map(({ name }) => name).join(', ') },
      { term: t('train.views'), value: t(viewNames[config.views]) },
    ];
  }
  return [
    { term: t('train.recipe'), value: t(recipeNames[config.preset]) },
    { term: t('train.backbone'), value: backboneName ?? config.backboneId },
    { term: t('train.views'), value: t(viewNames[config.views]) },
    { term: t('tuning.learning'), value: t(learningNames[tuning?.stages ?? 'head']) },
    ...(tuning === null
      ? [{ term: t('train.scaling'), value: t(scalingNames[config.featureScaling]) }]
      : [
          { term: t('tuning.target'), value: t(targetNames[tuning.target]) },
          { term: t('tuning.augmentation'), value: t(augmentationNames[augmentationName(tuning.augmentation)]) },
          ...(tuning.stages === 'upper'
            ? [{ term: t('tuning.cachedViews'), value: formatExact(tuning.cachedViews) }]
            : []),
          { term: t('tuning.members'), value: formatExact(tuning.members) },
          { term: t('tuning.schedule'), value: t(scheduleNames[tuning.schedule.name]) },
          { term: t('tuning.keep'), value: t(keepNames[tuning.keep]) },
          { term: t('tuning.sampling'), value: t(samplingNames[tuning.sampling]) },
          { term: t('tuning.labelSmoothing'), value: formatExact(tuning.labelSmoothing) },
          { term: t('tuning.dropout'), value: formatExact(tuning.dropout) },
          { term: t('tuning.weightDecay'), value: formatExact(tuning.weightDecay) },
        ]),
    { term: t('train.optimizer'), value: optimizerNames[config.optimizer] },
    { term: t('train.learningRate'), value: formatExact(config.learningRate) },
    { term: t('train.batchSize'), value: formatExact(config.batchSize) },
    { term: t('train.epochs'), value: formatExact(config.epochs) },
    { term: t('train.l2'), value: formatExact(config.l2) },
    { term: t('train.classWeights'), value: t(weightNames[config.classWeights]) },
    {
      term: t('train.earlyStopping'),
      value: config.earlyStoppingPatience === null ? t('train.off') : formatExact(config.earlyStoppingPatience),
    },
    { term: t('train.seed'), value: String(config.seed) },
  ];
}
