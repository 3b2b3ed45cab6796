import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { Chart } from 'chart.js';
import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import type { EvaluationDetail } from '../../../electron/shared/schemas/evaluation.ts';
import type { Run } from '../../../electron/shared/schemas/run.ts';
import EvaluationView from '../../../renderer/src/features/results/EvaluationView.svelte';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRun } from '../train/records.ts';
import { referenceScores } from './referenceVector.ts';

standInForLayout();
afterEach(cleanup);

function show(over: { run?: Partial<Run>; split?: 'train' | 'valid' | 'test' } = {}) {
  const run = aRun(over.run);
  const core = scriptedCore({
    'run.list': () => ({ runs: [run] }),
    'run.setThreshold': ({ value, source, target }) => ({
      ...run,
      threshold: { value, source, target, setAt: '2026-01-02T00:00:00.000Z', lockedAt: null },
    }),
  });
  const detail: EvaluationDetail = {
    evaluation: {
      id: 'evaluation1',
      runId: run.id,
      name: run.name,
      origin: { kind: 'run' },
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
  const { container } = render(EvaluationView, {
    run,
    detail,
    validation: createScoreTable(referenceScores()),
    onscorevalidation: null,
  });
  return { core, container };
}

const counts = (): (string | undefined)[] =>
  ['tp', 'fn', 'fp', 'tn'].map((cell) => screen.getByTestId(`cell-${cell}`).querySelector('.count')?.textContent);
const metric = (name: string): string =>
  screen.getByTestId(`metric-${name}`).querySelector('td')?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';

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
  expect(metric('f1')).toBe('0.485');

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
    await fireEvent.click(screen.getByRole('button', { name: 'Set' }));
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

test('on the split it was chosen on the threshold is called optimistic, elsewhere not', () => {
  const chosen = { run: { threshold: { value: 0.414, source: 'youden' as const, target: null, setAt: null, lockedAt: null } } };
  show({ ...chosen, split: 'valid' });
  expect(screen.getByText(/^Optimistic: the threshold was chosen on these very photos/)).toBeTruthy();
  cleanup();
  show({ ...chosen, split: 'test' });
  expect(screen.queryByText(/^Optimistic/)).toBeNull();
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
