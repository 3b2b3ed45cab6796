import { cleanup, render } from '@testing-library/svelte';
import { Chart } from 'chart.js';
import { afterEach, describe, expect, test } from 'vitest';
import { pointsOf } from '../../../electron/shared/figures/learningCurvesFigure.ts';
import { learningModel } from '../../../electron/shared/figures/plainModels.ts';
import { keptEpochOf, mergeEpochs } from '../../../renderer/src/charts/learningCurves.ts';
import LearningCurves from '../../../renderer/src/charts/LearningCurves.svelte';
import { softShares } from '../../../renderer/src/charts/softShares.ts';
import { anEpoch } from '../train/records.ts';
import { standInForLayout } from './standIns.ts';

const { drawing } = standInForLayout();
afterEach(cleanup);

test('a smooth curve of scores keeps the whole of its class, also at the ends', () => {
  const soft = softShares([8, 0, 0, 0, 0, 0, 0, 2], 10);
  expect(soft.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(soft[0]).toBeGreaterThan(soft[7] ?? 1);
  expect(softShares([0, 0, 0], 0)).toEqual([0, 0, 0]);
});

describe('learning curves', () => {
  const epochs = [anEpoch(1, 0.5), anEpoch(2, 0.4), anEpoch(3, 0.4), { ...anEpoch(4, 0.45), valAuc: null }];

  test('the best epoch has the lowest validation loss, the earliest of equals', () => {
    expect(keptEpochOf(epochs)).toBe(2);
    expect(keptEpochOf([])).toBeNull();
    expect(keptEpochOf(epochs, 'last')).toBeNull();
  });

  test('an undefined AUC is a gap in the curve and stays in the table', () => {
    expect(pointsOf(epochs, 'auc', 'valid').map(({ x }) => x)).toEqual([1, 2, 3]);
    const { rows } = learningModel({ epochs, bestEpoch: 2, measures: ['auc'] }, 'en').table();
    expect(rows.at(-1)).toEqual([4, 0.75, null]);
  });

  test('what was read and what was heard since are one history, without an epoch twice', () => {
    const merged = mergeEpochs([anEpoch(1, 0.5), anEpoch(2, 0.9)], [anEpoch(2, 0.4), anEpoch(3, 0.3)]);
    expect(merged.map(({ epoch, valLoss }) => [epoch, valLoss])).toEqual([
      [1, 0.5],
      [2, 0.4],
      [3, 0.3],
    ]);
  });

  test('both splits are drawn, named at their ends, with the best epoch marked', () => {
    const { container } = render(LearningCurves, { epochs, epochCount: 30, bestEpoch: 2, measure: 'loss' });
    const canvas = container.querySelector('canvas');
    const chart = canvas === null ? undefined : Chart.getChart(canvas);
    expect(chart?.data.datasets.map(({ data }) => data.length)).toEqual([4, 4]);
    expect(chart?.scales['x']?.max).toBe(30);
    expect(drawing.texts).toEqual(expect.arrayContaining(['Train', 'Validation', 'kept: 2']));
    expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toContain('Epoch 2 is kept');
  });
});
