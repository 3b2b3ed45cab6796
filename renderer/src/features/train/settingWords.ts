/** Words for the choices of a training, as the form offers them and a run's settings name them. */
export const recipeNames = {
  recommended: 'train.recommended',
  best: 'train.best',
  tutorial: 'train.tutorial',
  custom: 'train.custom',
} as const;
export const viewNames = { one: 'train.viewsOne', flips: 'train.viewsFlips', turns: 'train.viewsTurns' } as const;
export const scalingNames = { none: 'train.scalingNone', standard: 'train.scalingStandard' } as const;
export const weightNames = {
  none: 'train.weightsNone',
  sqrt: 'train.weightsSqrt',
  balanced: 'train.weightsBalanced',
} as const;
export const optimizerNames = { adam: 'Adam', rmsprop: 'RMSprop', sgd: 'SGD' } as const;
export const learningNames = { head: 'tuning.head', upper: 'tuning.upper', all: 'tuning.all' } as const;
export const targetNames = { malignancy: 'tuning.targetMalignancy', classes: 'tuning.targetClasses' } as const;
export const augmentationNames = {
  none: 'tuning.augmentNone',
  light: 'tuning.augmentLight',
  full: 'tuning.augmentFull',
  strong: 'tuning.augmentStrong',
  own: 'tuning.augmentOwn',
} as const;
export const scheduleNames = {
  constant: 'tuning.constant',
  cosine: 'tuning.cosine',
  plateau: 'tuning.plateau',
} as const;
export const samplingNames = { all: 'tuning.samplingAll', balanced: 'tuning.samplingBalanced' } as const;
export const keepNames = { loss: 'tuning.keepLoss', auc: 'tuning.keepAuc', last: 'tuning.keepLast' } as const;
