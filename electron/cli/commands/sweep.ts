import type { Command } from 'commander';
import { z } from 'zod';
import { NOTICE } from '../../shared/notice.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from '../environment.ts';
import { resolveDataset } from '../names.ts';
import { parseInteger, parseName, parsePositive, parseSeed } from '../parse.ts';
import { parseVariation, recipeGrid } from '../recipeGrid.ts';
import { counted } from '../table.ts';
import { addTrainOptions, configOf, TrainOptions } from '../trainOptions.ts';
import { comparisonText } from './compareRecipes.ts';

const Options = TrainOptions.extend({
  dataset: z.string(),
  name: z.string(),
  minutes: z.number(),
  vary: z.array(z.object({ key: z.string(), values: z.array(z.unknown()) })).default([]),
  random: z.number().optional(),
  folds: z.number(),
  foldSeed: z.number(),
});

/** Cross-validates many recipes on one division until the time is over. The same command again goes on with those that are left. */
export function addSweep(program: Command, environment: Environment): void {
  const command = program
    .command('sweep')
    .description('try many recipes, each cross-validated on the same folds, within a time')
    .usage(
      '--dataset <dataset> --name <name> --minutes <n> --vary <choice=value,...> [--random <n>] [the options of train]',
    )
    .requiredOption('--dataset <dataset>', "the data set's name or id; its test split is not touched")
    .requiredOption('--name <name>', 'name of the sweep', parseName)
    .requiredOption(
      '--minutes <n>',
      'time for all of it; a recipe that does not fit into what is left is not begun',
      parsePositive(100_000),
    )
    .option(
      '--vary <choice=value,...>',
      'a choice and what it is to be in turn, as learningRate=0.0001,0.0003 or tuning.target=malignancy,classes; may be repeated',
      parseVariation,
    )
    .option('--random <n>', 'try so many of the combinations, drawn by --seed, in place of all', parseInteger(1, 500))
    .option('--folds <n>', 'parts that are held out in turn', parseInteger(2, 20), 5)
    .option('--fold-seed <n>', 'seed of the division into folds', parseSeed, 7);
  addTrainOptions(command).action(async (given: unknown, called: Command) => {
    const options = Options.parse(given);
    const { name, minutes, folds, foldSeed: seed, random = null, vary } = options;
    const base = configOf({ ...options, minutes: undefined });
    const recipes = recipeGrid(base, vary, { sweep: name, random, seed: base.seed });
    if (recipes.length > 500) {
      throw new UsageError(`These are ${recipes.length} combinations: draw some of them with --random, at most 500.`);
    }
    await environment.withSession(called, async (session, output) => {
      const dataset = await resolveDataset(session, options.dataset);
      const request = { datasetId: dataset.id, name, minutes, folds, seed, recipes };
      const { sweepId, jobId, resumed } = await session.call('sweep.start', request);
      output.note(
        `${resumed ? 'Going on with' : 'Trying'} ${counted(recipes.length, 'recipe')} in ${minutes} minutes.`,
      );
      await session.finishJob(jobId);
      const sweep = await session.call('sweep.get', { id: sweepId });
      if (sweep.outOfTime) output.note('The time was over before all were tried: the same command goes on.');
      for (const { name: recipe, error } of sweep.recipes) {
        if (error !== undefined) output.note(`! "${recipe}" could not be tried: ${error}`);
      }
      const compared = await session.call('crossValidation.compare', { datasetId: dataset.id });
      output.result({ ...sweep, sweepId, ...compared, notice: NOTICE }, () => comparisonText(compared));
    });
  });
}
