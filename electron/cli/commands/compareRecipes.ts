import type { Command } from 'commander';
import { z } from 'zod';
import { NOTICE } from '../../shared/notice.ts';
import type { ComparedRecipe, RecipeComparison, RecipeComparisons } from '../../shared/schemas/crossValidation.ts';
import type { Environment } from '../environment.ts';
import { resolveDataset } from '../names.ts';
import { formatSeconds } from '../summaryText.ts';
import { counted, decimals, textTable } from '../table.ts';

const Options = z.object({ dataset: z.string() });

/** Recipes that were cross-validated on the same division, compared photo by photo. */
export function addCompareRecipes(program: Command, environment: Environment): void {
  program
    .command('compare-recipes')
    .description(
      'cross-validated recipes of a data set side by side, and the simplest that is about as good as the best',
    )
    .usage('--dataset <dataset>')
    .requiredOption('--dataset <dataset>', "the data set's name or id")
    .action(async (given: unknown, command: Command) => {
      const options = Options.parse(given);
      await environment.withSession(command, async (session, output) => {
        const dataset = await resolveDataset(session, options.dataset);
        const compared = await session.call('crossValidation.compare', { datasetId: dataset.id });
        output.result({ datasetId: dataset.id, dataset: dataset.name, ...compared, notice: NOTICE }, () =>
          comparisonText(compared),
        );
      });
    });
}

/** Also the end of a sweep. */
export function comparisonText(compared: RecipeComparisons): string {
  const { divisions, recipesTried, testOpenings } = compared;
  if (divisions.length === 0) {
    return 'No recipe was cross-validated on this data set yet: `lesionlab cross-validate` does it.';
  }
  return [
    ...divisions.map(divisionText),
    `${counted(recipesTried, 'recipe')} tried on this data set; p values are adjusted by Holm for all of them. ` +
      `The figures of its test split were opened ${counted(testOpenings, 'time')}.`,
    NOTICE,
  ].join('\n\n');
}

function divisionText({
  folds,
  seed,
  photoCount,
  malignantCount,
  recipes,
  bestId,
  chosenId,
}: RecipeComparison): string {
  const chosen = recipes.find(({ crossValidationId }) => crossValidationId === chosenId);
  const mark = ({ crossValidationId }: ComparedRecipe): string =>
    [crossValidationId === bestId ? 'best' : '', crossValidationId === chosenId ? 'chosen' : '']
      .filter((word) => word !== '')
      .join(', ');
  const table = textTable(
    ['recipe', 'AUC', '95 % interval', 'behind the best', 'interval', 'p', 'p (Holm)', 'time', ''],
    recipes.map((recipe) => [
      recipe.name,
      decimals(recipe.auc.value),
      range(recipe.auc.low, recipe.auc.high),
      recipe.behindBest === null ? '-' : decimals(recipe.behindBest.difference),
      recipe.behindBest === null ? '-' : range(recipe.behindBest.low, recipe.behindBest.high),
      recipe.behindBest === null ? '-' : decimals(recipe.behindBest.p, 4),
      recipe.behindBest === null ? '-' : decimals(recipe.behindBest.pHolm, 4),
      formatSeconds(recipe.seconds),
      mark(recipe),
    ]),
    [1, 3, 5, 6, 7],
  );
  const rule =
    chosen === undefined
      ? ''
      : `Chosen is "${chosen.name}": the simplest within one standard error (DeLong) of the highest AUC.`;
  const photos = `${photoCount} photos (${malignantCount} malignant), ${folds} folds of seed ${seed}`;
  return [`${photos}; differences by DeLong's paired test.`, table, rule].filter((line) => line !== '').join('\n');
}

const range = (low: number | null, high: number | null): string =>
  low === null || high === null ? 'not estimable' : `${decimals(low)}-${decimals(high)}`;
