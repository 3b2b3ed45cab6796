import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { presets } from '../../../electron/shared/presets.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import type { Dataset } from '../../../electron/shared/schemas/dataset.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import type { Run, RunDetail } from '../../../electron/shared/schemas/run.ts';
import TrainScreen from '../../../renderer/src/features/train/TrainScreen.svelte';
import { acceptJob, jobById } from '../../../renderer/src/state/jobs.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aDataset, aJob, anEpoch, aRun } from './records.ts';

standInForLayout();
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  go('train', { runId: null, datasetId: null, evaluationId: null, batchId: null });
});
afterEach(() => {
  cleanup();
  stop?.();
});

const backbone = (id: string, name: string, caveat: string) => ({
  id,
  name,
  imageSizePx: 224,
  featureCount: 1280,
  parameterCount: 3_400_000,
  license: 'Apache-2.0',
  source: 'ImageNet',
  caveat,
  graphSha256: 'b'.repeat(64),
});

interface Scene {
  datasets?: Dataset[];
  runs?: Run[];
  detail?: Partial<RunDetail>;
}
function open({ datasets = [aDataset()], runs = [], detail = {} }: Scene = {}) {
  const core = scriptedCore({
    'dataset.list': () => ({ datasets }),
    'run.list': () => ({ runs }),
    'evaluation.list': () => ({ evaluations: [] }),
    'batch.list': () => ({ batches: [] }),
    'backbone.list': () => ({
      backbones: [
        backbone('efficientNetLite0', 'EfficientNet-Lite0', ''),
        backbone('inceptionV3', 'InceptionV3', 'fine-tuned for another task'),
      ],
      damaged: [],
    }),
    'run.estimate': ({ config }) => ({
      trainCount: 2000,
      validCount: 150,
      toExtract: config.views === 'flips' ? 2150 : 1000,
      secondsExtract: 100,
      secondsTrain: 25,
      diskBytes: 12_300_000,
    }),
    // So many minutes, so many networks.
    'run.plan': ({ config, minutes }) => ({
      config:
        minutes < 2
          ? presets.recommended
          : { ...config, tuning: config.tuning && { ...config.tuning, members: minutes > 40 ? 5 : 2 } },
      plan: { minutes, seconds: 1500 },
      notes: [
        { code: 'PRESET_BEST', values: {} },
        minutes < 2
          ? { code: 'TOO_LITTLE_TIME', values: { minutes, seconds: 300 } }
          : {
              code: 'PLANNED',
              values: { minutes, seconds: 1500, epochs: 8, members: minutes > 40 ? 5 : 2, views: 16 },
            },
      ],
    }),
    'run.start': () => ({ jobId: 'job1', runId: 'run1' }),
    'run.get': () => ({
      run: runs[0] ?? aRun(),
      epochs: [],
      unreadable: [],
      layers: [],
      tensorBoardDir: null,
      environment: null,
      ...detail,
    }),
    'job.cancel': () => ({}),
    'job.resume': () => ({ jobId: 'job2' }),
    'job.dismiss': () => ({}),
  });
  stop = startLibrary();
  render(TrainScreen);
  return core;
}

test('with no photos there is one way on: to import some', async () => {
  open({ datasets: [] });
  expect(await screen.findByText('Nothing to learn from yet')).toBeTruthy();
  expect(screen.getAllByRole('button').map((button) => button.textContent?.trim())).toEqual(['Import photos']);
});

test('Recommended is preselected, and what it costs stands beside the button before anything starts', async () => {
  const core = open();
  const start = await screen.findByRole('button', { name: 'Train on 2,000 photos' });
  const recommended = screen.getByRole('radio', { name: /^Recommended/ });
  expect(recommended instanceof HTMLInputElement && recommended.checked).toBe(true);
  expect(await screen.findByText('about 2 min 5 s')).toBeTruthy();
  expect(screen.getByText('2,000 to learn from, 150 to check on')).toBeTruthy();
  expect(screen.getByText('12.3 MB')).toBeTruthy();
  expect(core.inputsOf('run.start')).toEqual([]);

  await fireEvent.click(start);
  await waitFor(() => expect(core.inputsOf('run.start')).toHaveLength(1));
  expect(core.inputsOf('run.start')[0]).toMatchObject({
    datasetId: 'dataset1',
    name: 'ISIC 2017 – Recommended',
    config: { preset: 'recommended', backboneId: 'efficientNetLite0' },
  });
});

test('the Tutorial says plainly what is the matter with its weights, and its cost is asked anew', async () => {
  const core = open();
  await fireEvent.click(await screen.findByRole('radio', { name: /^Tutorial/ }));
  expect(await screen.findByText(/not the ImageNet weights of the tutorial/)).toBeTruthy();
  await waitFor(() => expect(core.inputsOf('run.estimate').at(-1)).toMatchObject({ config: { preset: 'tutorial' } }));
  expect(await screen.findByText('1,000 photos')).toBeTruthy();
});

test('Best trains upper layers too, and its settings can be seen and changed', async () => {
  const core = open();
  await fireEvent.click(await screen.findByRole('radio', { name: /^Best/ }));
  await screen.findByTestId('plan');
  const members = screen.getByLabelText('Networks averaged');
  await fireEvent.input(members, { target: { value: '3' } });
  await fireEvent.blur(members);
  await fireEvent.click(await screen.findByRole('button', { name: 'Train on 2,000 photos' }));
  await waitFor(() => expect(core.inputsOf('run.start')).toHaveLength(1));
  expect(core.inputsOf('run.start')[0]).toMatchObject({
    config: { preset: 'custom', views: 'turns', tuning: { stages: 'upper', target: 'classes', members: 3 } },
    plan: null,
  });
});

test('Best is fitted to the minutes that there are, says so, and stays Best', async () => {
  const core = open();
  await fireEvent.click(await screen.findByRole('radio', { name: /^Best/ }));
  expect((await screen.findByTestId('plan')).textContent).toMatch(/networks: 2, .* 30 min allow that .* 25 min 0 s/);
  const minutes = screen.getByLabelText('Minutes it may take');
  await fireEvent.input(minutes, { target: { value: '60' } });
  await fireEvent.blur(minutes);
  await waitFor(() => expect(screen.getByTestId('plan').textContent).toMatch(/networks: 5, .* 60 min allow/));
  expect(core.inputsOf('run.plan')).toMatchObject([{ minutes: 30 }, { minutes: 60 }]);
  const best = screen.getByRole('radio', { name: /^Best/ });
  expect(best instanceof HTMLInputElement && best.checked).toBe(true);
  await fireEvent.click(screen.getByRole('button', { name: 'Train on 2,000 photos' }));
  await waitFor(() => expect(core.inputsOf('run.start')).toHaveLength(1));
  expect(core.inputsOf('run.start')[0]).toMatchObject({
    name: 'ISIC 2017 – Best',
    config: { preset: 'best', tuning: { members: 5 } },
    plan: { minutes: 60, seconds: 1500 },
  });
});

test('too few minutes for Best: what is trained instead is said before it starts', async () => {
  const core = open();
  await fireEvent.click(await screen.findByRole('radio', { name: /^Best/ }));
  await screen.findByTestId('plan');
  const minutes = screen.getByLabelText('Minutes it may take');
  await fireEvent.input(minutes, { target: { value: '1' } });
  await fireEvent.blur(minutes);
  await waitFor(() => expect(screen.getByTestId('plan').textContent).toMatch(/1 min are too few to fine-tune/));
  await fireEvent.click(screen.getByRole('button', { name: 'Train on 2,000 photos' }));
  await waitFor(() => expect(core.inputsOf('run.start')).toHaveLength(1));
  expect(core.inputsOf('run.start')[0]).toMatchObject({ config: { preset: 'recommended', tuning: null } });
});

test('a wrong setting is named in words and nothing can be started until it is right', async () => {
  const core = open();
  await screen.findByRole('button', { name: 'Train on 2,000 photos' });
  const rate = screen.getByLabelText('Learning rate');
  await fireEvent.input(rate, { target: { value: '0' } });
  await fireEvent.blur(rate);
  expect(await screen.findByText('Above 0, at most 10.')).toBeTruthy();
  const start = screen.getByRole('button', { name: 'Train on 2,000 photos' });
  expect(start.hasAttribute('disabled')).toBe(true);
  expect(screen.getByText('Put the marked settings right to see the cost.')).toBeTruthy();

  await fireEvent.input(rate, { target: { value: '0.0123' } });
  await fireEvent.blur(rate);
  await waitFor(() => expect(start.hasAttribute('disabled')).toBe(false));
  await fireEvent.click(start);
  await waitFor(() =>
    expect(core.inputsOf('run.start')[0]).toMatchObject({ config: { preset: 'custom', learningRate: 0.0123 } }),
  );
});

test('a data set without validation photos says so instead of being trained on', async () => {
  open({ datasets: [aDataset({ counts: { train: { benign: 5, malignant: 5 } } })] });
  expect(await screen.findByText(/has no validation photos/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Train on 10 photos' }).hasAttribute('disabled')).toBe(true);
});

test('a refused start is told with what to do', async () => {
  const core = open();
  const start = await screen.findByRole('button', { name: 'Train on 2,000 photos' });
  scriptedCore({
    'run.start': () => {
      throw new AppError('NO_SPACE', 'no space left on device');
    },
  });
  await fireEvent.click(start);
  expect(await screen.findByText('Training could not be started')).toBeTruthy();
  expect(core.inputsOf('run.start')).toEqual([]);
});

test('a run in training shows its phase, its speed and the curves as epochs are heard', async () => {
  const run = aRun({ state: 'training', bestEpoch: null, modelHash: null, finishedAt: null });
  acceptJob(aJob());
  const core = open({ runs: [run], detail: { epochs: [anEpoch(1, 0.5)] } });
  go('train', { runId: 'run1' });
  expect(await screen.findByText(/500 of 2,150/)).toBeTruthy();
  expect(screen.getByText(/42 photos a second · 40 s left/)).toBeTruthy();
  expect(await screen.findByText('Every epoch')).toBeTruthy();
  core.emit('run.epoch', { runId: 'other', epoch: anEpoch(9, 0.1) });
  core.emit('run.epoch', { runId: 'run1', epoch: anEpoch(2, 0.4) });
  await waitFor(() => expect(screen.getAllByRole('img')[0]?.getAttribute('aria-label')).toContain('After epoch 2'));

  await fireEvent.click(screen.getByRole('button', { name: 'Cancel training' }));
  expect(core.inputsOf('job.cancel')).toEqual([{ id: 'job1' }]);
});

test('a fine-tuning says which network and epoch it is in, what it needs, whose curves these are and why', async () => {
  const { tuning } = presets.best;
  const config = { ...presets.best, tuning: tuning && { ...tuning, members: 2 } };
  const run = aRun({ state: 'training', config, bestEpoch: null, modelHash: null, jobId: 'job-tune' });
  const parts = [
    { name: 'member' as const, at: 2, of: 2 },
    { name: 'epoch' as const, at: 3, of: 8 },
  ];
  const progress = { phase: 'steps' as const, done: 20_320, total: 32_000, perSecond: 61, parts, memoryBytes: 1.9e9 };
  acceptJob(aJob({ id: 'job-tune', progress, secondsLeft: 190 }));
  const core = open({
    runs: [run],
    detail: {
      epochs: [anEpoch(1, 0.5)],
      notes: [
        { code: 'UPPER_STAGES', values: { train: 2000 } },
        { code: 'FROM_THE_FUTURE', values: {} },
      ],
    },
  });
  go('train', { runId: 'run1' });
  expect(await screen.findByText(/20,320 of 32,000 photos \(network 2 of 2, epoch 3 of 8\)/)).toBeTruthy();
  expect(screen.getByText('61 photos a second · 3 min 10 s left · 1.9 GB of memory')).toBeTruthy();
  expect(await screen.findByText(/the first of 2 networks/)).toBeTruthy();
  await fireEvent.click(screen.getByRole('tab', { name: 'Why these choices' }));
  expect(screen.getByText(/Fine-tunes the last stages: .* 2,000 photos are too few/)).toBeTruthy();
  expect(screen.getByRole('tabpanel').querySelectorAll('li')).toHaveLength(1);
  await fireEvent.click(screen.getByRole('button', { name: 'Pause training' }));
  expect(core.inputsOf('job.cancel')).toEqual([{ id: 'job-tune' }]);
});

test.each<[Run['state'], JobSnapshot['error'], RegExp]>([
  ['interrupted', null, /LesionLab or its engine stopped/],
  ['failed', { code: 'ENGINE_CRASHED', message: 'signal SIGKILL', details: {} }, /When the cause is put right/],
  ['cancelled', null, /You cancelled this run/],
])('a run that was %s says what happened and offers to go on', async (state, error, words) => {
  const job = aJob({
    id: `job-${state}`,
    state: state === 'interrupted' ? 'interrupted' : 'failed',
    resumable: true,
    error,
  });
  acceptJob(job);
  const core = open({ runs: [aRun({ state, jobId: job.id })] });
  go('train', { runId: 'run1' });
  expect(await screen.findByText(words)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(core.inputsOf('job.resume')).toEqual([{ id: job.id }]);
  // Its failure is history now: it must not go on asking in the list of jobs.
  await waitFor(() => expect(jobById(job.id)).toBeUndefined());
});
