import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { Chart } from 'chart.js';
import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import type { EvaluationDetail } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run, TestOpening } from '../../../electron/shared/schemas/run.ts';
import EvaluationView from '../../../renderer/src/features/results/EvaluationView.svelte';
import { workbench } from '../../../renderer/src/features/results/workbenchSettings.svelte.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRun } from '../train/records.ts';
import { referenceScores } from './referenceVector.ts';
import { standInForWorker } from './workerStandIn.ts';

standInForLayout();
// a machine that does other work as well resamples for seconds
configure({ asyncUtilTimeout: 20_000 });
standInForWorker(['f1', 'specificityAt90', 'groupAuc']);
afterEach(cleanup);

interface Scene {
  run?: Partial<Run>;
  split?: 'train' | 'valid' | 'test';
  groups?: (string | null)[];
  openings?: TestOpening[];
  /** Scores that came in a file: the run is of another computer. */
  fromFile?: boolean;
}
function show(over: Scene = {}) {
  localStorage.clear();
  workbench.change({ targetSensitivity: 0.9, targetSpecificity: 0.8, worth: 20, prevalence: null, folded: [] });
  const run = aRun(over.run);
  const core = scriptedCore({
    'run.list': () => ({ runs: [run] }),
    'evaluation.columns': () => ({
      photoIds: referenceScores().rowIds.map(() => null),
      groups: over.groups ?? referenceScores().rowIds.map(() => null),
      groupColumn: over.groups === undefined ? null : 'patient',
      metadata: [],
    }),
    'evaluation.setThreshold': ({ value, source, target }) => ({
      ...detail.evaluation,
      threshold: { value, source, target, setAt: '2026-01-02T00:00:00.000Z', lockedAt: null },
    }),
    'run.setThreshold': ({ value, source, target }) => ({
      ...run,
      threshold: { value, source, target, setAt: '2026-01-02T00:00:00.000Z', lockedAt: null },
    }),
  });
  const detail: EvaluationDetail = {
    evaluation: {
      id: 'evaluation1',
      runId: over.fromFile === true ? null : run.id,
      name: run.name,
      origin:
        over.fromFile === true
          ? { kind: 'scores', path: '/scores.csv', sha256: 'b'.repeat(64), scoreColumn: 'score', scale: 'probability' }
          : { kind: 'run' },
      source: { kind: 'split', split: over.split ?? 'test' },
      createdAt: '2026-01-01T00:00:00.000Z',
      modelHash: 'a'.repeat(64),
      n: 600,
      unreadable: [],
      threshold: run.threshold,
      opened: true,
    },
    scores: referenceScores(),
  };
  const unlocked: string[] = [];
  const tested: string[] = [];
  const { container } = render(EvaluationView, {
    run: over.fromFile === true ? null : run,
    detail,
    validation: over.fromFile === true ? null : createScoreTable(referenceScores()),
    openings: over.openings ?? [],
    onscorevalidation: null,
    onunlock: () => unlocked.push(run.id),
    ontest: () => tested.push(run.id),
  });
  return { core, container, unlocked, tested };
}

const counts = (): (string | undefined)[] =>
  ['tp', 'fn', 'fp', 'tn'].map((cell) => screen.getByTestId(`cell-${cell}`).querySelector('.count')?.textContent);
const metric = (name: string): string =>
  screen.getByTestId(`metric-${name}`).querySelector('td.value')?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';

function marker(container: HTMLElement): { x: number; y: number } | undefined {
  const canvas = container.querySelector('canvas');
  const point: unknown = canvas === null ? undefined : Chart.getChart(canvas)?.data.datasets[0]?.data[0];
  if (typeof point !== 'object' || point === null || !('x' in point) || !('y' in point)) return undefined;
  return { x: Number(point.x), y: Number(point.y) };
}

async function slideTo(value: number): Promise<void> {
  const slider = screen.getByRole('slider');
  if (!(slider instanceof HTMLInputElement)) throw new Error('no slider');
  slider.value = String(value);
  await fireEvent.input(slider);
  flushSync();
}

test('one move of the threshold moves matrix, metrics and ROC marker together', async () => {
  const { container } = show();
  expect(counts()).toEqual(['83', '34', '142', '341']);
  expect(metric('f1')).toMatch(/^0\.485/);

  await slideTo(0.23);
  expect(counts()).toEqual(['104', '13', '251', '232']);
  expect(metric('sensitivity')).toBe('104 of 117, 88.9 % (81.9–93.4)');
  expect(metric('specificity')).toBe('232 of 483, 48.0 % (43.6–52.5)');
  expect(metric('auc')).toBe('0.788 (0.744–0.832)');
  expect(marker(container)).toEqual({ x: 251 / 483, y: 104 / 117 });
  expect(screen.getByTestId('roc-label').textContent).toBe('AUC 0.788 (0.744–0.832)');
});

test('the gallery of a field follows the threshold, worst photo first', async () => {
  show();
  await fireEvent.click(screen.getByTestId('cell-fn'));
  const gallery = () => screen.getByRole('listbox').querySelectorAll('[role="option"]');
  expect(screen.getByRole('listbox').getAttribute('aria-label')).toBe('Missed: 34');
  const scores = () => [...gallery()].map((tile) => tile.querySelector('.tabular')?.textContent);
  const before = scores();
  expect(before.length).toBeGreaterThan(3);
  expect(before).toEqual(before.toSorted());

  await slideTo(0.23);
  expect(screen.getByRole('listbox').getAttribute('aria-label')).toBe('Missed: 13');
  expect(gallery()[0]?.getAttribute('aria-setsize')).toBe('13');
});

test('a rule sets the threshold from validation scores and it is saved with the run once', async () => {
  vi.useFakeTimers();
  try {
    const { core } = show();
    await fireEvent.click(screen.getByRole('button', { name: 'Set to 0.196: Find at least 90 %' }));
    flushSync();
    expect(counts()).toEqual(['106', '11', '271', '212']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(core.inputsOf('run.setThreshold')).toEqual([
      { id: 'run1', value: 0.196, source: 'targetSensitivity', target: 0.9 },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

test('on the split it was chosen on the threshold is called optimistic, and on how few it rests is said; elsewhere not', () => {
  const youden = { value: 0.414, source: 'youden' as const, target: null, setAt: null };
  const lockedAt = '2026-03-01T00:00:00.000Z';
  show({ run: { threshold: { ...youden, lockedAt: null } }, split: 'valid' });
  expect(screen.getByText(/^Optimistic: the threshold was chosen on these very photos/)).toBeTruthy();
  expect(screen.getByTestId('rests-on').textContent).toMatch(
    /^It rests on 117 malignant photos: \d+ of 117 is \d+\.\d % \(\d+\.\d–\d+\.\d\)\.$/,
  );
  cleanup();
  show({ run: { threshold: { ...youden, lockedAt } }, split: 'test' });
  expect(screen.queryByText(/^Optimistic/)).toBeNull();
  expect(screen.getByText(/^The threshold was locked before these photos were opened/)).toBeTruthy();
});

test('each rule says in the list what it would do, and in full when it is pointed at or has the focus', async () => {
  const { core } = show();
  const list = screen.getByRole('list', { name: 'Set it by a rule' });
  expect(within(list).getByTestId('preset-tutorial').textContent).toContain('found 104 of 117, needless 251 of 483');
  expect(within(list).getByTestId('preset-default').textContent).toContain('found 83 of 117, needless 142 of 483');
  const preview = screen.getByTestId('preset-preview');
  await fireEvent.focusIn(screen.getByRole('button', { name: 'Set to 0.230: Tutorial' }));
  expect(preview.textContent?.replaceAll(/\s+/g, ' ').trim()).toBe(
    '0.230 would find 104 of 117, 88.9 % (81.9–93.4) (sensitivity) and spare 232 of 483, 48.0 % (43.6–52.5) (specificity).',
  );
  expect(counts()).toEqual(['83', '34', '142', '341']);
  expect(core.inputsOf('run.setThreshold')).toEqual([]);
});

test('a typed target is remembered and moves its own rule only', async () => {
  show();
  const target = screen.getByRole('spinbutton', { name: 'Sensitivity to reach, per cent' });
  await fireEvent.input(target, { target: { value: '95' } });
  await fireEvent.keyDown(target, { key: 'Enter' });
  expect(screen.getByRole('button', { name: 'Set to 0.104: Find at least 95 %' })).toBeTruthy();
  expect(localStorage.getItem('lesionlab.workbench')).toContain('0.95');
  expect(counts()).toEqual(['83', '34', '142', '341']);
});

test('keys step the threshold by hundredths and thousandths', async () => {
  show();
  const slider = screen.getByRole('slider');
  await fireEvent.keyDown(slider, { key: 'ArrowLeft' });
  expect(screen.getByRole('spinbutton', { name: 'Threshold, from 0 to 1' })).toHaveProperty('value', '0.49');
  await fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true });
  expect(screen.getByRole('spinbutton', { name: 'Threshold, from 0 to 1' })).toHaveProperty('value', '0.491');
});

test('a locked threshold cannot be moved, and unlocking says in words what follows', async () => {
  const lockedAt = '2026-03-01T00:00:00.000Z';
  const openings: TestOpening[] = [1, 2].map((n) => ({
    id: String(n),
    runId: 'run1',
    runName: 'Recommended',
    datasetId: 'dataset1',
    evaluationId: 'evaluation1',
    openedAt: `2026-03-0${n}T10:00:00.000Z`,
    threshold: 0.5,
    by: 'window',
  }));
  const threshold = { value: 0.5, source: 'default' as const, target: null, setAt: null, lockedAt };
  const { unlocked } = show({ run: { threshold }, split: 'test', openings });
  expect(screen.getByRole('slider')).toHaveProperty('disabled', true);
  expect(screen.queryByTestId('preset-youden')).toBeNull();
  const unlock = screen.getByRole('button', { name: 'Unlock' });
  const words = document.getElementById(unlock.getAttribute('aria-describedby') ?? '')?.textContent;
  expect(words).toContain('hidden until the threshold is locked again');
  expect(words).toContain('opened 2 times so far');
  expect(screen.getByText('Openings of the test split: 2')).toBeTruthy();
  await fireEvent.click(unlock);
  expect(unlocked).toEqual(['run1']);
});

test('a threshold that was locked elsewhere can be moved here: there is no test split to guard', async () => {
  const threshold = {
    value: 0.5,
    source: 'default' as const,
    target: null,
    setAt: null,
    lockedAt: '2026-03-01T00:00:00.000Z',
  };
  show({ run: { threshold }, fromFile: true });
  expect(screen.queryByTestId('lock')).toBeNull();
  await slideTo(0.23);
  expect(counts()).toEqual(['104', '13', '251', '232']);
});

test('out of 1,000 patients, at the share among these photos and at a typed one', async () => {
  show();
  const array = () => screen.getByTestId('icon-array').getAttribute('aria-label');
  // 83 of 117 and 341 of 483 at 19.5 %
  expect(array()).toBe('Out of 1,000 patients: 138 found, 57 missed, 237 sent for nothing, 568 spared');
  const share = screen.getByRole('spinbutton', { name: /^Share of malignant lesions/ });
  await fireEvent.input(share, { target: { value: '2' } });
  await fireEvent.keyDown(share, { key: 'Enter' });
  expect(array()).toBe('Out of 1,000 patients: 14 found, 6 missed, 288 sent for nothing, 692 spared');
  expect(screen.getByText('typed; these photos have 19.5 %')).toBeTruthy();
  await slideTo(0.23);
  // statistics.md's rule: LR+ 1.7105 at 2 % prevalence
  expect(metric('ppvAt')).toMatch(/^3\.4 % \(\d\.\d–\d\.\d\)$/);
});

test('intervals without a formula arrive by resampling, by patient where patients are known', async () => {
  show({ groups: referenceScores().rowIds.map((_, i) => `patient ${Math.floor(i / 6)}`) });
  expect(screen.getByTestId('metric-f1').querySelector('.method')?.textContent).toBe('being resampled');
  await waitFor(() => expect(metric('f1')).toMatch(/^0\.485 \(0\.\d{3}–0\.\d{3}\)$/));
  await waitFor(() => expect(metric('specificityAt90')).toMatch(/^43\.9 % \(\d\d\.\d–\d\d\.\d\)$/));
  expect(screen.getByTestId('metric-specificityAt90').textContent).toContain('at the threshold 0.196');
  expect(screen.getByText('Whole groups resampled (by patient, 100)')).toBeTruthy();
  await waitFor(() =>
    expect(screen.getByTestId('metric-groupAuc').querySelector('.method')?.textContent).toBe('bootstrap by group'),
  );
});

test('where nothing can be computed beside the window, that is said, and all else stands', async () => {
  const present = globalThis.Worker;
  vi.stubGlobal('Worker', () => {
    throw new Error('refused');
  });
  try {
    show();
    flushSync();
    await waitFor(() =>
      expect(screen.getByTestId('metric-f1').querySelector('.method')?.textContent).toBe('could not be resampled'),
    );
    expect(metric('f1')).toBe('0.485');
    expect(metric('sensitivity')).toBe('83 of 117, 70.9 % (62.2–78.4)');
  } finally {
    vi.stubGlobal('Worker', present);
  }
});

test('an interval of ±5 points at a sensitivity of 90 % needs 139 malignant cases', () => {
  show();
  expect(screen.getByTestId('sample-size').textContent).toBe('needs 139 malignant cases; here are 117.');
});

test('both languages have all the words', () => {
  setLanguage('zh-CN');
  try {
    const { container } = show();
    expect(container.textContent).not.toMatch(/workbench\.|results\./);
    expect(screen.getByText('每 1,000 名患者中')).toBeTruthy();
    expect(metric('sensitivity')).toBe('83 / 117, 70.9% (62.2–78.4)');
  } finally {
    setLanguage('en');
  }
});

test('an accuracy that always saying benign reaches as well is called so', async () => {
  show();
  // 483 of 600 are benign: 80.5 %
  expect(
    screen.getByText(
      'Calling every photo benign would reach 80.5 %: this accuracy is no better. Read sensitivity and specificity instead.',
    ),
  ).toBeTruthy();
  await slideTo(0.7);
  expect(metric('accuracy')).toMatch(/^\d+ of 600, /);
});

test('an undefined rate reads undefined', async () => {
  show();
  await slideTo(1);
  // no score reaches 1: nothing is called malignant
  expect(counts()).toEqual(['0', '117', '0', '483']);
  expect(metric('ppv')).toBe('undefined (0 of 0)');
  expect(metric('mcc')).toBe('undefined');
});

test('on the validation photos the next step is named, and leads to the test photos', async () => {
  const { tested } = show({ split: 'valid' });
  const next = () => screen.getByRole('group', { name: 'Next:' });
  expect(next().dataset['step']).toBe('choose');
  await slideTo(0.23);
  expect(next().dataset['step']).toBe('chosen');
  await fireEvent.click(screen.getByRole('button', { name: 'Test photos' }));
  expect(tested).toEqual(['run1']);
});

test('nothing is said of a next step where the test photos are looked at', () => {
  show({ split: 'test' });
  expect(screen.queryByRole('group', { name: 'Next:' })).toBeNull();
});

test('a field of the matrix hands the keys to its photos', async () => {
  show();
  await fireEvent.click(screen.getByTestId('cell-fp'));
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('False alarms: 142'));
});
