import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Dataset } from '../../../electron/shared/schemas/dataset.ts';
import type { Evaluation } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../electron/shared/schemas/run.ts';
import { mappingOf } from '../../../renderer/src/features/results/folderMapping.ts';
import { judgeable, judgedKey } from '../../../renderer/src/features/results/judged.ts';
import ResultsScreen from '../../../renderer/src/features/results/ResultsScreen.svelte';
import { acceptJob } from '../../../renderer/src/state/jobs.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aDataset, aJob, aRun } from '../train/records.ts';
import { referenceScores } from './referenceVector.ts';

standInForLayout();
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
}
function open({ runs = [aRun()], datasets = [aDataset()], evaluations = [] }: Scene) {
  const core = scriptedCore({
    'dataset.list': () => ({ datasets }),
    'run.list': () => ({ runs }),
    'evaluation.list': () => ({ evaluations }),
    'batch.list': () => ({ batches: [] }),
    'evaluation.start': () => ({ jobId: 'job9', evaluationId: 'evaluation9' }),
    'evaluation.get': ({ id }) => ({
      evaluation: evaluations.find((item) => item.id === id) ?? anEvaluation(),
      scores: referenceScores(),
    }),
  });
  stop = startLibrary();
  render(ResultsScreen);
  return core;
}

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
