import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '../../../electron/shared/contract.ts';
import { presets } from '../../../electron/shared/presets.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import type { CrossValidation, RecipeComparisons, Sweep } from '../../../electron/shared/schemas/crossValidation.ts';
import TrainScreen from '../../../renderer/src/features/train/TrainScreen.svelte';
import { acceptJob } from '../../../renderer/src/state/jobs.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { ALL_RECIPES, go, goBack, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRecipe, aRecipeDetail, aSweep, comparisons } from './recipeRecords.ts';
import { aDataset, aJob, aRun } from './records.ts';

standInForLayout();
let stop: (() => void) | undefined;
const nowhere = { runId: null, datasetId: null, evaluationId: null, batchId: null, crossValidationId: null };
beforeEach(() => {
  localStorage.clear();
  go('train', nowhere);
});
afterEach(() => {
  cleanup();
  stop?.();
});

interface Scene {
  recipes?: CrossValidation[];
  comparison?: RecipeComparisons;
  sweeps?: Sweep[];
}
function open({ recipes = [], comparison = comparisons, sweeps = [] }: Scene = {}) {
  const core = scriptedCore({
    'dataset.list': () => ({ datasets: [aDataset()] }),
    'run.list': () => ({ runs: [aRun()] }),
    'evaluation.list': () => ({ evaluations: [] }),
    'batch.list': () => ({ batches: [] }),
    'run.estimate': () => ({
      trainCount: 2000,
      validCount: 150,
      toExtract: 2150,
      secondsExtract: 100,
      secondsTrain: 20,
      diskBytes: 1,
    }),
    'crossValidation.list': () => ({ crossValidations: recipes }),
    'crossValidation.get': ({ id }) => aRecipeDetail(recipes.find((recipe) => recipe.id === id) ?? aRecipe()),
    'crossValidation.compare': () => comparison,
    'crossValidation.start': () => ({ jobId: 'job1', crossValidationId: 'recipe1' }),
    'sweep.list': () => ({ sweeps }),
    'sweep.start': () => ({ jobId: 'job1', sweepId: 'sweep1', resumed: false }),
    'job.cancel': () => ({}),
    'job.resume': () => ({ jobId: 'job2' }),
    'job.dismiss': () => ({}),
  });
  stop = startLibrary();
  render(TrainScreen);
  return core;
}

test('beside the training stands its proof: why, on how many folds, and what that costs', async () => {
  const core = open({ recipes: [aRecipe({ name: 'ISIC 2017 – Recommended 2' })] });
  const prove = within(await screen.findByRole('region', { name: 'Prove this recipe' }));
  expect(prove.getByText(/The 150 validation photos choose .* flatter/)).toBeTruthy();
  // Best keeps its last epoch: nothing is said to be chosen that is not.
  await fireEvent.click(screen.getByRole('radio', { name: /^Best/ }));
  expect(await prove.findByText(/The 150 validation photos choose no epoch of this recipe/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('radio', { name: /^Recommended/ }));
  expect(await prove.findByText(/The 150 validation photos choose the epoch/)).toBeTruthy();
  expect(await prove.findByText(/At most about 10 min 0 s/)).toBeTruthy();
  const folds = prove.getByLabelText('Folds');
  await fireEvent.input(folds, { target: { value: '3' } });
  await fireEvent.blur(folds);
  expect(prove.getByText(/At most about 6 min 0 s/)).toBeTruthy();
  await fireEvent.click(prove.getByRole('button', { name: 'Prove on 3 held-out folds' }));
  await waitFor(() => expect(core.inputsOf('crossValidation.start')).toHaveLength(1));
  // A run has the first name, a recipe the second.
  expect(core.inputsOf('crossValidation.start')[0]).toMatchObject({
    datasetId: 'dataset1',
    name: 'ISIC 2017 – Recommended 3',
    folds: 3,
    config: { preset: 'recommended' },
  });
  expect(nav.selection).toMatchObject({ runId: null, crossValidationId: 'recipe1' });
});

test('a proof that is refused says so beside its button', async () => {
  open();
  scriptedCore({
    'crossValidation.start': () => {
      throw new AppError('NO_PHOTOS', 'too few');
    },
  });
  await fireEvent.click(await screen.findByRole('button', { name: 'Prove on 5 held-out folds' }));
  expect(await screen.findByText('The recipe could not be started')).toBeTruthy();
});

test('a finished one tells its AUC with interval, every fold, and opens its scores in Results', async () => {
  open({ recipes: [aRecipe()] });
  await fireEvent.click(await screen.findByRole('button', { name: /^Frozen/ }));
  expect(await screen.findByText('0.801 (0.777–0.825)')).toBeTruthy();
  expect(screen.getByText('0.803')).toBeTruthy();
  expect(screen.getByText('Learning rate').nextElementSibling?.textContent).toBe('0.01');
  const table = within(screen.getByRole('table', { name: 'Every fold' }));
  expect(table.getAllByRole('row')).toHaveLength(6);
  expect(table.getAllByRole('row')[5]?.textContent).toContain('0.830');
  await fireEvent.click(screen.getByRole('button', { name: 'Open results' }));
  expect(nav).toMatchObject({ screen: 'results', selection: { runId: null, evaluationId: 'evaluation-recipe' } });
  goBack();
  expect(nav).toMatchObject({ screen: 'train', selection: { crossValidationId: 'recipe1' } });
});

test('one at work says fold and epoch, and Pause stops it; stopped it goes on by Resume', async () => {
  const working = aRecipe({ state: 'training', doneFolds: 1, evaluationId: null, finishedAt: null, jobId: 'job-cv' });
  acceptJob(
    aJob({
      id: 'job-cv',
      kind: 'crossValidation',
      progress: {
        phase: 'steps',
        done: 320,
        total: 1550,
        perSecond: 61,
        parts: [
          { name: 'fold', at: 2, of: 5 },
          { name: 'epoch', at: 3, of: 8 },
        ],
      },
    }),
  );
  const core = open({ recipes: [working] });
  go('train', { crossValidationId: 'recipe1' });
  expect(await screen.findByText(/320 of 1,550 photos \(fold 2 of 5, epoch 3 of 8\)/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(core.inputsOf('job.cancel')).toEqual([{ id: 'job-cv' }]);

  cleanup();
  stop?.();
  acceptJob(aJob({ id: 'job-cv', kind: 'crossValidation', seq: 2, state: 'cancelled', resumable: true }));
  const later = open({ recipes: [{ ...working, state: 'cancelled' }] });
  expect(await screen.findByText(/You paused this/)).toBeTruthy();
  expect(screen.getByText('1 of 5 folds')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(later.inputsOf('job.resume')).toEqual([{ id: 'job-cv' }]);
});

test('side by side: highest first, the simplest within a standard error is the choice, and how much was tried is said', async () => {
  open({ recipes: [aRecipe()] });
  await fireEvent.click(await screen.findByRole('button', { name: 'All side by side' }));
  expect(nav.selection.crossValidationId).toBe(ALL_RECIPES);
  const rows = await screen.findAllByTestId(/^recipe-recipe/);
  expect(rows.map((row) => row.dataset['testid'])).toEqual(['recipe-recipe2', 'recipe-recipe1', 'recipe-recipe3']);
  expect(rows[0]?.textContent).toMatch(/Tuned.*highest AUC.*0\.829 \(0\.806–0\.852\)/s);
  expect(rows[0]?.textContent).not.toContain('the choice');
  expect(rows[1]?.textContent).toMatch(/the choice.*within one standard error.*\+0\.008.*0\.270.*0\.540/s);
  expect(rows[2]?.textContent).toMatch(/\+0\.128 \(\+0\.100.*\+0\.156\).*< 0\.001/s);
  expect(rows[2]?.textContent).not.toContain('standard error');
  expect(screen.getByTestId('tried').textContent).toMatch(
    /4 recipes were ever tried on this data set; its test split was looked at 1 time\./,
  );

  await fireEvent.click(within(rows[2] ?? document.body).getByRole('button', { name: 'Use this recipe' }));
  const tutorial = await screen.findByRole('radio', { name: /^Tutorial/ });
  expect(tutorial instanceof HTMLInputElement && tutorial.checked).toBe(true);
});

test('an average of recipes says of which, and offers nothing to train', async () => {
  const ensemble = [
    { id: 'a', name: 'Frozen' },
    { id: 'b', name: 'Tuned' },
  ];
  const [division] = comparisons.divisions;
  if (division === undefined) throw new Error('no division');
  const recipes = division.recipes.map((recipe, place) =>
    place === 0 ? { ...recipe, config: { ...recipe.config, ensemble } } : recipe,
  );
  const average = aRecipe({ id: 'recipe2', name: 'Both', config: { ...presets.best, ensemble } });
  open({ recipes: [average], comparison: { ...comparisons, divisions: [{ ...division, recipes }] } });
  go('train', { crossValidationId: ALL_RECIPES });
  const rows = await screen.findAllByTestId(/^recipe-recipe/);
  expect(rows.map((row) => within(row).queryByRole('button', { name: 'Use this recipe' }) !== null)).toEqual([
    false,
    true,
    true,
  ]);
  await fireEvent.click(screen.getByRole('button', { name: /^Both/ }));
  expect(await screen.findByText('Frozen, Tuned')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Use this recipe' })).toBeNull();
  expect(screen.queryByText('Learning rate')).toBeNull();
});

test('with nothing to compare it says how to get there', async () => {
  open({ comparison: { divisions: [], recipesTried: 0, testOpenings: 0 } });
  await fireEvent.click(await screen.findByRole('button', { name: 'All side by side' }));
  expect(await screen.findByText('Nothing to compare yet')).toBeTruthy();
  expect(screen.getByTestId('tried').textContent).toMatch(/0 recipes/);
});

test('a trial of several recipes sends each combination once, and one that ran out of time goes on as the same', async () => {
  const core = open({ sweeps: [aSweep()] });
  await fireEvent.click(await screen.findByRole('button', { name: 'All side by side' }));
  expect(await screen.findByText(/1 of 2 recipes tried/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Go on with “Overnight”' }));
  await waitFor(() => expect(core.inputsOf('sweep.start')).toHaveLength(1));
  expect(core.inputsOf('sweep.start')[0]).toMatchObject({
    name: 'Overnight',
    minutes: 60,
    seed: 7,
    recipes: [{ name: 'Overnight · Frozen' }, { name: 'Overnight · Tuned' }],
  });

  await fireEvent.click(screen.getByText('Try several recipes'));
  const box = (name: string) => screen.getByRole('checkbox', { name });
  await fireEvent.click(box('All 8 quarter turns and mirror images'));
  await fireEvent.click(box('A third'));
  const start = screen.getByRole('button', { name: 'Try 4 recipes' });
  await fireEvent.click(start);
  await waitFor(() => expect(core.inputsOf('sweep.start')).toHaveLength(2));
  const sent = contract['sweep.start'].input.parse(core.inputsOf('sweep.start')[1]);
  expect(new Set(sent.recipes.map(({ name }) => name)).size).toBe(4);
  expect(new Set(sent.recipes.map(({ config }) => JSON.stringify(config))).size).toBe(4);
});

test('a kind of choice without a tick tries nothing', async () => {
  open();
  go('train', { crossValidationId: ALL_RECIPES });
  await fireEvent.click(await screen.findByText('Try several recipes'));
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Your own classes' }));
  expect(screen.getByText('Tick at least one choice of each kind.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try 0 recipes' }).hasAttribute('disabled')).toBe(true);
});
