import type { Handlers } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CoreContext } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { getSweep, insertSweep, listSweeps, updateSweep } from '../database/sweeps.ts';
import { refuseTakenCrossValidationName } from './createCrossValidation.ts';
import { sweepJob } from './sweepJob.ts';

export function sweepHandlers(context: CoreContext): Pick<Handlers, Extract<keyof Handlers, `sweep.${string}`>> {
  const { database, jobs } = context;
  jobs.register('sweep', sweepJob(context));
  const begin = (sweepId: string, { name, datasetId }: { name: string; datasetId: string }): string => {
    const jobId = jobs.start('sweep', { sweepId }, { title: name, datasetId });
    updateSweep(database, sweepId, { jobId });
    return jobId;
  };
  return {
    'sweep.start': (request) => {
      const { datasetId, name, folds, seed, minutes, recipes } = request;
      const dataset = getDataset(database, datasetId);
      const known = listSweeps(database, null).find((sweep) => sweep.name === name);
      if (known !== undefined) {
        const same =
          known.datasetId === datasetId && known.folds === folds && known.seed === seed && sameRecipes(known, request);
        if (!same || known.state === 'training') throw taken(name, known.id, known.state);
        // The same sweep again goes on with the recipes that the time did not suffice for; the minutes are new ones.
        updateSweep(database, known.id, { minutes: minutes + known.seconds / 60, state: 'training' });
        return { sweepId: known.id, jobId: begin(known.id, request), resumed: true };
      }
      const names = recipes.map((recipe) => recipe.name);
      if (new Set(names).size < names.length) {
        throw new AppError('BAD_INPUT', 'Two recipes of a sweep have the same name.', { details: { names } });
      }
      for (const recipe of names) refuseTakenCrossValidationName(context, recipe);
      const sweepId = context.newId();
      const createdAt = context.now().toISOString();
      insertSweep(database, {
        id: sweepId,
        name,
        datasetId,
        datasetName: dataset.name,
        folds,
        seed,
        minutes,
        recipes,
        createdAt,
      });
      return { sweepId, jobId: begin(sweepId, request), resumed: false };
    },
    'sweep.list': ({ datasetId }) => ({ sweeps: listSweeps(database, datasetId) }),
    'sweep.get': ({ id }) => getSweep(database, id),
  };
}

const sameRecipes = (
  a: { recipes: { name: string; config: unknown }[] },
  b: { recipes: { name: string; config: unknown }[] },
): boolean => {
  const facts = ({ recipes }: typeof a): string => JSON.stringify(recipes.map(({ name, config }) => [name, config]));
  return facts(a) === facts(b);
};

const taken = (name: string, sweepId: string, state: string): AppError =>
  new AppError('ALREADY_EXISTS', `A sweep named "${name}" exists already.`, {
    details: { name, sweepId, state, remedy: 'Choose another name, or give the very same recipes to go on with it.' },
  });
