import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import type { Dataset } from '../../../electron/shared/schemas/dataset.ts';
import type { Evaluation, FineMatrix } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run, TestOpening } from '../../../electron/shared/schemas/run.ts';
import { mappingOf } from '../../../renderer/src/features/results/folderMapping.ts';
import { judgeable, judgedKey, subjectKey, subjectsOf } from '../../../renderer/src/features/results/judged.ts';
import ResultsScreen from '../../../renderer/src/features/results/ResultsScreen.svelte';
import { acceptJob } from '../../../renderer/src/state/jobs.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aDataset, aJob, aRun } from '../train/records.ts';
import { referenceScores } from './referenceVector.ts';
import { standInForWorker } from './workerStandIn.ts';

standInForLayout();
standInForWorker();
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  go('results', { runId: null, datasetId: null, evaluationId: null, batchId: null });
});
afterEach(() => {
  cleanup();
  stop?.();
});

const anEvaluation = (over: Partial<Evaluation> = {}): Evaluation => ({
  id: 'evaluation1',
  runId: 'run1',
  name: 'ISIC 2017 – Recommended',
  origin: { kind: 'run' },
  source: { kind: 'split', split: 'valid' },
  createdAt: '2026-01-01T00:00:00.000Z',
  modelHash: 'a'.repeat(64),
  n: 600,
  unreadable: [],
  threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
  opened: true,
  ...over,
});

interface Scene {
  runs?: Run[];
  datasets?: Dataset[];
  evaluations?: Evaluation[];
  openings?: TestOpening[];
  fine?: FineMatrix;
}
/** A core that locks, unlocks and opens as the real one does. */
function open({ runs = [aRun()], datasets = [aDataset()], evaluations = [], openings = [], fine }: Scene) {
  const lockedAt = '2026-03-01T00:00:00.000Z';
  const columns = referenceScores().rowIds.map(() => null);
  const core = scriptedCore({
    'dataset.list': () => ({ datasets }),
    'run.list': () => ({ runs }),
    'evaluation.list': () => ({ evaluations }),
    'batch.list': () => ({ batches: [] }),
    'run.testOpenings': () => ({ openings }),
    'run.lockThreshold': ({ id, locked }) => {
      const found = runs.find((run) => run.id === id) ?? aRun();
      found.threshold = { ...found.threshold, lockedAt: locked ? lockedAt : null };
      for (const item of evaluations) {
        if (!locked && item.source.kind === 'split' && item.source.split === 'test') item.opened = false;
      }
      return found;
    },
    'evaluation.openTest': ({ id }) => {
      const found = evaluations.find((item) => item.id === id) ?? anEvaluation();
      found.opened = true;
      const opening: TestOpening = {
        id: String(openings.length + 1),
        runId: 'run1',
        runName: found.name,
        datasetId: 'dataset1',
        evaluationId: id,
        openedAt: '2026-03-01T00:00:01.000Z',
        threshold: 0.5,
        by: 'window',
      };
      openings.push(opening);
      return opening;
    },
    'evaluation.start': () => ({ jobId: 'job9', evaluationId: 'evaluation9' }),
    'evaluation.columns': () => ({ photoIds: columns, groups: columns, groupColumn: null, metadata: [] }),
    'evaluation.setThreshold': ({ id, value, source, target }) => {
      const found = evaluations.find((item) => item.id === id) ?? anEvaluation();
      return { ...found, threshold: { value, source, target, setAt: '2026-03-02T00:00:00.000Z', lockedAt: null } };
    },
    'evaluation.get': ({ id }) => {
      const evaluation = evaluations.find((item) => item.id === id) ?? anEvaluation();
      if (!evaluation.opened) throw new AppError('BAD_INPUT', 'closed');
      return { evaluation, scores: referenceScores(), fine };
    },
  });
  stop = startLibrary();
  render(ResultsScreen);
  return core;
}
const withTest = aDataset({
  counts: {
    train: { benign: 9, malignant: 9 },
    valid: { benign: 4, malignant: 2 },
    test: { benign: 400, malignant: 100 },
  },
});
const pickJudged = async (name: string): Promise<void> => {
  await fireEvent.keyDown(await screen.findByRole('combobox', { name: /^Judged on/ }), { key: 'Enter' });
  await fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Home' });
  await fireEvent.pointerUp(await screen.findByRole('option', { name }));
};

test('without a finished run there is one way on: to train one', async () => {
  open({ runs: [aRun({ state: 'training' })] });
  expect(await screen.findByText('No finished run yet')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Train a classifier' })).toBeTruthy();
});

test('photos that were never scored are offered for scoring, and the progress stands in their place', async () => {
  const core = open({});
  await fireEvent.click(await screen.findByRole('button', { name: 'Score 150 photos' }));
  await waitFor(() =>
    expect(core.inputsOf('evaluation.start')).toEqual([{ runId: 'run1', source: { kind: 'split', split: 'valid' } }]),
  );
  acceptJob(
    aJob({
      id: 'job9',
      kind: 'evaluation',
      evaluationId: 'evaluation9',
      progress: { phase: 'scoring', done: 30, total: 150, perSecond: 20 },
    }),
  );
  expect(await screen.findByText(/30 of 150/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Score 150 photos' })).toBeNull();
  acceptJob(aJob({ id: 'job9', kind: 'evaluation', state: 'succeeded', seq: 2, progress: null }));
});

test('validation is shown first, also when the test split was scored later', async () => {
  const dataset = aDataset({
    counts: { train: { benign: 9, malignant: 9 }, valid: { benign: 4 }, test: { benign: 4 } },
  });
  open({
    datasets: [dataset],
    evaluations: [
      anEvaluation({ id: 'test1', source: { kind: 'split', split: 'test' }, createdAt: '2026-02-01T00:00:00.000Z' }),
      anEvaluation(),
    ],
  });
  expect(await screen.findByRole('combobox', { name: 'Judged on: Validation' })).toBeTruthy();
  expect((await screen.findByTestId('cell-tp')).querySelector('.count')?.textContent).toBe('83');
});

test('a test split that was never scored is closed: one button locks the threshold and opens it', async () => {
  const core = open({ datasets: [withTest] });
  await pickJudged('Test (not scored yet) 500 photos');
  expect(await screen.findByText('The test photos are closed')).toBeTruthy();
  expect(screen.getByText(/nobody has chosen it yet/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Lock 0.500 and open the test split' }));
  await waitFor(() =>
    expect(core.inputsOf('evaluation.start')).toEqual([{ runId: 'run1', source: { kind: 'split', split: 'test' } }]),
  );
  expect(core.inputsOf('run.lockThreshold')).toEqual([{ id: 'run1', locked: true }]);
});

test('scores of a closed test split are not even asked for; opened, they are; unlocked, they are hidden again', async () => {
  const closed = anEvaluation({ id: 'test1', source: { kind: 'split', split: 'test' }, opened: false });
  go('results', { runId: 'run1', evaluationId: 'test1' });
  const core = open({ datasets: [withTest], evaluations: [closed] });
  expect(await screen.findByText('The test photos are closed')).toBeTruthy();
  expect(screen.getByText('Openings of the test split: 0')).toBeTruthy();
  expect(core.inputsOf('evaluation.get')).toEqual([]);

  await fireEvent.click(screen.getByRole('button', { name: 'Lock 0.500 and open the test split' }));
  expect((await screen.findByTestId('cell-tp')).querySelector('.count')?.textContent).toBe('83');
  expect(await screen.findByText('Openings of the test split: 1')).toBeTruthy();
  expect(screen.getByRole('slider')).toHaveProperty('disabled', true);
  // the button that had the keys is gone
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'Results' }));

  await fireEvent.click(screen.getByRole('button', { name: 'Unlock' }));
  expect(await screen.findByText('The test photos are closed')).toBeTruthy();
  expect(screen.queryByTestId('cell-tp')).toBeNull();
  expect(screen.getByText('Openings of the test split: 1')).toBeTruthy();
});

test('imported scores stand beside the runs; their rules look at themselves, are called optimistic, and are saved with them', async () => {
  const imported = anEvaluation({
    id: 'reader1',
    runId: null,
    name: 'Reader A',
    origin: {
      kind: 'scores',
      path: '/data/readers.csv',
      sha256: 'c'.repeat(64),
      scoreColumn: 'a',
      scale: 'probability',
    },
    source: { kind: 'scores', path: '/data/readers.csv' },
    modelHash: null,
  });
  go('results', { runId: null, evaluationId: 'reader1' });
  const core = open({ evaluations: [imported] });
  expect(await screen.findByRole('combobox', { name: 'Whose scores: Reader A' })).toBeTruthy();
  expect(screen.queryByRole('combobox', { name: /^Judged on/ })).toBeNull();
  expect(await screen.findByText(/^Counts on these very scores/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Set to 0.414: Balanced (Youden)' }));
  expect(await screen.findByText(/^Optimistic: the threshold was chosen on these very photos/)).toBeTruthy();
  await waitFor(() =>
    expect(core.inputsOf('evaluation.setThreshold')).toEqual([
      { id: 'reader1', value: 0.414, source: 'youden', target: null },
    ]),
  );
  expect(core.inputsOf('run.setThreshold')).toEqual([]);
});

test('without runs imported scores are enough', async () => {
  const imported = anEvaluation({ id: 'reader1', runId: null, name: 'Reader A', modelHash: null });
  open({ runs: [], evaluations: [imported] });
  expect((await screen.findByTestId('cell-tp')).querySelector('.count')?.textContent).toBe('83');
});

test('what can be judged: scored splits, splits with photos, folders; never scores of another model of the run', () => {
  const run = aRun();
  const old = anEvaluation({ id: 'old', modelHash: 'b'.repeat(64) });
  const folder = anEvaluation({ id: 'folder1', source: { kind: 'folder', path: '/other', mapping: {} } });
  const foreign = anEvaluation({ id: 'foreign', runId: 'run2' });
  const choices = judgeable(run, [foreign, folder, old], (split) => split !== 'test');
  expect(choices.map(judgedKey)).toEqual(['split:valid', 'split:train', 'folder1']);
  expect(choices[0]?.evaluation).toBeUndefined();
});

test('a class name in doubt has to be decided, and something has to be kept', () => {
  const classes = [
    { name: 'mel', count: 3, proposal: 'malignant' },
    { name: 'akiec', count: 2, proposal: 'ask' },
  ] as const;
  expect(mappingOf([...classes], {})).toMatchObject({ complete: null, unmapped: true });
  expect(mappingOf([...classes], { akiec: 'exclude' }).complete).toEqual({ mel: 'malignant', akiec: 'exclude' });
  expect(mappingOf([...classes], { akiec: 'exclude', mel: 'exclude' })).toMatchObject({
    complete: null,
    unmapped: false,
  });
});

test('out-of-fold scores stand in a group of their own before what was imported, with the matrix of their classes', async () => {
  const reader = anEvaluation({
    id: 'reader1',
    runId: null,
    name: 'Reader A',
    createdAt: '2026-02-01T00:00:00.000Z',
    origin: { kind: 'scores', path: '/a.csv', sha256: 'c'.repeat(64), scoreColumn: 'a', scale: 'probability' },
    source: { kind: 'scores', path: '/a.csv' },
  });
  const proved = anEvaluation({
    id: 'proved',
    runId: null,
    name: 'Tuned recipe',
    origin: { kind: 'crossValidation', crossValidationId: 'recipe1' },
    source: { kind: 'outOfFold', datasetId: 'dataset1', folds: 5 },
  });
  expect(subjectsOf([aRun()], [reader, proved]).map(subjectKey)).toEqual([
    'run:run1',
    'evaluation:proved',
    'evaluation:reader1',
  ]);
  go('results', { runId: null, evaluationId: 'proved' });
  open({
    evaluations: [reader, proved],
    fine: {
      classes: [
        { name: 'nevus', malignant: false },
        { name: 'melanoma', malignant: true },
      ],
      counts: [
        [400, 83],
        [40, 77],
      ],
      others: 0,
    },
  });
  expect(await screen.findByRole('combobox', { name: 'Whose scores: Tuned recipe' })).toBeTruthy();
  expect((await screen.findByTestId('fine-1-0')).getAttribute('aria-label')).toBe('40, 34.2 % of the row');
});

test('scores of malignancy alone have no matrix of classes', async () => {
  open({ evaluations: [anEvaluation()] });
  expect(await screen.findByTestId('cell-fn')).toBeTruthy();
  expect(screen.queryByRole('grid')).toBeNull();
});
