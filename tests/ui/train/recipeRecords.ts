import { presets } from '../../../electron/shared/presets.ts';
import type {
  ComparedRecipe,
  CrossValidation,
  CrossValidationDetail,
  RecipeComparisons,
  Sweep,
} from '../../../electron/shared/schemas/crossValidation.ts';

export const aRecipe = (over: Partial<CrossValidation> = {}): CrossValidation => ({
  id: 'recipe1',
  name: 'Frozen',
  datasetId: 'dataset1',
  datasetName: 'ISIC 2017',
  sweepId: null,
  config: presets.recommended,
  folds: 5,
  seed: 7,
  groupColumn: null,
  division: 'd'.repeat(64),
  recipe: 'e'.repeat(64),
  state: 'finished',
  createdAt: '2026-01-02T00:00:00.000Z',
  finishedAt: '2026-01-02T00:10:00.000Z',
  jobId: 'job-recipe',
  evaluationId: 'evaluation-recipe',
  doneFolds: 5,
  photoCount: 2150,
  malignantCount: 404,
  seconds: 600,
  error: null,
  ...over,
});

export const aRecipeDetail = (recipe: CrossValidation): CrossValidationDetail => ({
  crossValidation: recipe,
  auc: { value: 0.801, low: 0.777, high: 0.825, method: 'DeLong', standardError: 0.0122 },
  meanFoldAuc: 0.803,
  folds: Array.from({ length: recipe.doneFolds }, (_, index) => ({
    fold: index + 1,
    modelHash: 'a'.repeat(64),
    bestEpoch: 40 + index,
    trainCount: 1550,
    validCount: 170,
    heldOutCount: 430,
    auc: 0.79 + index / 100,
    unreadable: [],
    seconds: 120,
  })),
  environment: null,
});

const compared = (over: Partial<ComparedRecipe>): ComparedRecipe => ({
  crossValidationId: 'recipe1',
  name: 'Frozen',
  config: presets.recommended,
  complexity: 1,
  auc: { value: 0.821, low: 0.798, high: 0.844, method: 'DeLong', standardError: 0.0117 },
  foldAucs: [0.82, 0.83, 0.81, 0.84, 0.82],
  seconds: 600,
  behindBest: { difference: 0.008, low: -0.006, high: 0.022, p: 0.27, pHolm: 0.54 },
  withinOneError: true,
  ...over,
});

/** A fine-tuned recipe leads, a frozen one is within its standard error, and the tutorial's far behind. */
export const comparisons: RecipeComparisons = {
  divisions: [
    {
      division: 'd'.repeat(64),
      folds: 5,
      seed: 7,
      photoCount: 2150,
      malignantCount: 404,
      recipes: [
        compared({
          crossValidationId: 'recipe2',
          name: 'Tuned',
          config: presets.best,
          complexity: 12,
          auc: { value: 0.829, low: 0.806, high: 0.852, method: 'DeLong', standardError: 0.0117 },
          behindBest: null,
          seconds: 2400,
        }),
        compared({}),
        compared({
          crossValidationId: 'recipe3',
          name: 'Published',
          config: presets.tutorial,
          complexity: 0,
          auc: { value: 0.701, low: 0.673, high: 0.729, method: 'DeLong', standardError: 0.0143 },
          behindBest: { difference: 0.128, low: 0.1, high: 0.156, p: 0.00000001, pHolm: 0.00000003 },
          withinOneError: false,
        }),
      ],
      bestId: 'recipe2',
      chosenId: 'recipe1',
    },
  ],
  recipesTried: 4,
  testOpenings: 1,
};

export const aSweep = (over: Partial<Sweep> = {}): Sweep => ({
  id: 'sweep1',
  name: 'Overnight',
  datasetId: 'dataset1',
  datasetName: 'ISIC 2017',
  folds: 5,
  seed: 7,
  minutes: 60,
  state: 'finished',
  outOfTime: true,
  createdAt: '2026-01-02T00:00:00.000Z',
  finishedAt: '2026-01-02T01:00:00.000Z',
  jobId: 'job-sweep',
  seconds: 3500,
  error: null,
  recipes: [
    { name: 'Overnight · Frozen', config: presets.recommended, crossValidationId: 'recipe1' },
    { name: 'Overnight · Tuned', config: presets.best, crossValidationId: null },
  ],
  ...over,
});
