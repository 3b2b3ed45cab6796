import { z } from 'zod';
import { Id, Sha256, Timestamp } from './common.ts';
import { UnreadablePhoto } from './dataset.ts';
import { Estimate } from './evaluationSummary.ts';
import { RunEnvironment, RunState, TrainConfig } from './run.ts';

const Name = z.string().trim().min(1).max(200);
const Folds = z.int().min(2).max(20);
const Seed = z.int().min(0).max(0xffffffff);

/** How a data set is divided for out-of-fold scores: the same data set, folds and seed give the same division. */
export const FoldRequest = z.object({ datasetId: Id, folds: Folds.default(5), seed: Seed.default(7) });
export type FoldRequest = z.infer<typeof FoldRequest>;

export const CrossValidationRequest = FoldRequest.extend({ name: Name, config: TrainConfig });

/**
 * A recipe that was trained once a fold on the photos of the other folds, each photo scored by the model that saw neither it nor its group nor its copies. Its
 * photos are those of the train and valid splits; the test split is never among them. Its scores are an evaluation like any other.
 */
export const CrossValidation = z.object({
  id: Id,
  name: z.string(),
  datasetId: Id,
  datasetName: z.string(),
  /** The sweep that it belongs to. */
  sweepId: Id.nullable(),
  config: TrainConfig,
  folds: z.int(),
  seed: z.int(),
  /** The column whose groups are never divided; null: copies alone are kept together. */
  groupColumn: z.string().nullable(),
  /** SHA-256 over photos, labels and folds: equal, and scores can be compared photo by photo. */
  division: Sha256,
  /** SHA-256 over the settings without seed and name: what counts as one recipe tried. */
  recipe: Sha256,
  state: RunState,
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  jobId: Id.nullable(),
  /** Its scores; null before it is finished, and when they were removed. */
  evaluationId: Id.nullable(),
  doneFolds: z.int(),
  photoCount: z.int(),
  malignantCount: z.int(),
  /** Of the folds that are done. */
  seconds: z.number(),
  error: z.string().nullable(),
});
export type CrossValidation = z.infer<typeof CrossValidation>;

/** One fold that is done. Its model is gone; the hash says that a repetition made the same one. */
export const FoldResult = z.object({
  /** From 1. */
  fold: z.int(),
  modelHash: Sha256,
  bestEpoch: z.int(),
  trainCount: z.int(),
  /** Photos that the epoch was chosen on; 0 where no choice was made and the held-out photos gave the curves only. */
  validCount: z.int(),
  heldOutCount: z.int(),
  /** Of the held-out photos; null with one class. */
  auc: z.number().nullable(),
  unreadable: z.array(UnreadablePhoto),
  seconds: z.number(),
});
export type FoldResult = z.infer<typeof FoldResult>;

export const CrossValidationDetail = z.object({
  crossValidation: CrossValidation,
  /** Of the scores of all folds together (DeLong); photos of folds that are not done are not in it. */
  auc: Estimate.extend({ standardError: z.number().nullable() }),
  /** The mean of the folds' own AUCs, free of differences in scale between their models; null while there is none. */
  meanFoldAuc: z.number().nullable(),
  folds: z.array(FoldResult),
  environment: RunEnvironment.nullable(),
});
export type CrossValidationDetail = z.infer<typeof CrossValidationDetail>;

/** A recipe among those that were tried on one division. */
export const ComparedRecipe = z.object({
  crossValidationId: Id,
  name: z.string(),
  config: TrainConfig,
  /** Place in the order from simple to elaborate (shared/recipes.ts), from 0. */
  complexity: z.number(),
  auc: Estimate.extend({ standardError: z.number().nullable() }),
  foldAucs: z.array(z.number().nullable()),
  seconds: z.number(),
  /** Against the recipe of the highest AUC: that one's AUC minus this one's, by paired DeLong; null for that one itself. */
  behindBest: z
    .object({
      difference: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      p: z.number().nullable(),
      /** Adjusted by Holm over all recipes tried on the data set. */
      pHolm: z.number().nullable(),
    })
    .nullable(),
  /** No further below the best than the standard error of the best's AUC. */
  withinOneError: z.boolean(),
});
export type ComparedRecipe = z.infer<typeof ComparedRecipe>;

export const RecipeComparison = z.object({
  division: Sha256,
  folds: z.int(),
  seed: z.int(),
  /** Photos that all of them scored. */
  photoCount: z.int(),
  malignantCount: z.int(),
  /** Highest AUC first. */
  recipes: z.array(ComparedRecipe),
  bestId: Id,
  /** The simplest within one standard error of the best. */
  chosenId: Id,
});
export type RecipeComparison = z.infer<typeof RecipeComparison>;

export const RecipeComparisons = z.object({
  /** One a division of the data set, the one of most recipes first. */
  divisions: z.array(RecipeComparison),
  /** Different recipes whose out-of-fold scores were ever made on this data set, removed ones too. */
  recipesTried: z.int(),
  /** How often the figures of the data set's test split were opened, by any run. */
  testOpenings: z.int(),
});
export type RecipeComparisons = z.infer<typeof RecipeComparisons>;

/** Recipes that are cross-validated one after the other on one division until the minutes are over. */
export const SweepRequest = FoldRequest.extend({
  name: Name,
  minutes: z.number().positive().max(100_000),
  recipes: z
    .array(z.object({ name: Name, config: TrainConfig }))
    .min(1)
    .max(500),
});

export const Sweep = z.object({
  id: Id,
  name: z.string(),
  datasetId: Id,
  datasetName: z.string(),
  folds: z.int(),
  seed: z.int(),
  minutes: z.number(),
  state: RunState,
  /** Whether recipes are left because the minutes were over; a longer sweep of the same name goes on with them. */
  outOfTime: z.boolean(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  jobId: Id.nullable(),
  seconds: z.number(),
  error: z.string().nullable(),
  /** In the order in which they are tried; id: of the cross-validation, null before it begins. */
  recipes: z.array(
    z.object({
      name: z.string(),
      config: TrainConfig,
      crossValidationId: Id.nullable(),
      /** Why it could not be tried. */
      error: z.string().optional(),
    }),
  ),
});
export type Sweep = z.infer<typeof Sweep>;
