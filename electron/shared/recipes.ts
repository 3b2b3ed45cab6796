import { at } from './arrays.ts';
import { comparePlacements, delongAuc, placementsOf } from './metrics/delong.ts';
import { holm } from './metrics/holm.ts';
import { createScoreTable } from './metrics/scoreTable.ts';
import type { ComparedRecipe } from './schemas/crossValidation.ts';
import type { TrainConfig } from './schemas/run.ts';

const VIEWS: Record<TrainConfig['views'], number> = { one: 0, flips: 1, turns: 2 };
/** More than any step within a kind of recipe. */
const KIND = 10;

/** More than any recipe of its own. */
const AVERAGE = 10 * KIND;

/**
 * How elaborate a recipe is: a head on a frozen network (of one view, of four, of eight), then upper stages trained too, then all stages; several
 * networks come after one, fewer before more; averages of recipes after all of them. What else is chosen (rates, epochs, augmentation) makes no recipe simpler.
 */
export function complexityOf({ views, tuning, ensemble }: TrainConfig): number {
  if (ensemble !== undefined) return AVERAGE + ensemble.length;
  if (tuning === null) return VIEWS[views];
  const kind = tuning.stages === 'upper' ? 1 : 2;
  const members = tuning.members === 1 ? 0 : 2 * KIND + tuning.members;
  return kind * KIND + VIEWS[views] + members;
}

/** One recipe's out-of-fold scores of the photos that all have, in one order. */
export interface RecipeScores {
  crossValidationId: string;
  name: string;
  config: TrainConfig;
  scores: readonly number[];
  foldAucs: (number | null)[];
  seconds: number;
}

export interface RankedRecipes {
  /** Highest AUC first. */
  recipes: ComparedRecipe[];
  bestId: string;
  chosenId: string;
}

/**
 * Recipes side by side on the same photos. Each is compared with the one of the highest AUC by DeLong's paired test on the scores of all folds together; p values are
 * adjusted by Holm over all recipes that were tried (`recipesTried`, at least those given), not only those that are still there. Chosen is the simplest
 * within one standard error of the best (Breiman and others 1984): no further below it than the standard error (DeLong) of the best's AUC; of equally
 * simple ones the one of the higher AUC. null without a recipe that has an AUC.
 */
export function rankRecipes(
  given: readonly RecipeScores[],
  labels: ArrayLike<number>,
  recipesTried: number,
): RankedRecipes | null {
  const readings = given
    .map((recipe) => ({
      recipe,
      auc: delongAuc(createScoreTable({ labels, scores: recipe.scores })),
      placements: placementsOf(labels, recipe.scores),
    }))
    .filter(({ auc }) => auc.value !== null)
    .sort((a, b) => (b.auc.value ?? 0) - (a.auc.value ?? 0));
  const [best] = readings;
  if (best === undefined) return null;
  const tests = readings.slice(1).map(({ placements }) => comparePlacements(best.placements, placements));
  // Recipes that are gone had their try as well.
  const unseen = Array<number>(Math.max(0, recipesTried - readings.length)).fill(1);
  const adjusted = holm([...tests.map(({ p }) => p), ...unseen]);
  const bestAuc = best.auc.value ?? 0;
  const reach = best.auc.standardError ?? 0;
  const recipes = readings.map(({ recipe, auc }, place): ComparedRecipe => {
    const test = place === 0 ? null : at(tests, place - 1);
    return {
      crossValidationId: recipe.crossValidationId,
      name: recipe.name,
      config: recipe.config,
      complexity: complexityOf(recipe.config),
      auc,
      foldAucs: recipe.foldAucs,
      seconds: recipe.seconds,
      behindBest:
        test === null
          ? null
          : {
              difference: test.difference,
              low: test.low,
              high: test.high,
              p: test.p,
              pHolm: adjusted[place - 1] ?? null,
            },
      withinOneError: bestAuc - (auc.value ?? 0) <= reach,
    };
  });
  // sort() is stable: of equally simple ones the higher AUC stays first
  const [chosen] = recipes.filter(({ withinOneError }) => withinOneError).sort((a, b) => a.complexity - b.complexity);
  const bestId = best.recipe.crossValidationId;
  return { recipes, bestId, chosenId: chosen?.crossValidationId ?? bestId };
}
