import { cleanup, render } from '@testing-library/svelte';
import { Chart } from 'chart.js';
import { afterEach, describe, expect, test } from 'vitest';
import { prepareScores } from '../../../renderer/src/features/results/operating.ts';
import { bestEpochOf, curveOf, mergeEpochs } from '../../../renderer/src/charts/learningCurves.ts';
import LearningCurves from '../../../renderer/src/charts/LearningCurves.svelte';
import { rocTableRows } from '../../../renderer/src/charts/rocTable.ts';
import RocFigure from '../../../renderer/src/charts/RocFigure.svelte';
import { binScores, shares, softShares } from '../../../renderer/src/charts/scoreBins.ts';
import { hundredThousand } from '../results/referenceVector.ts';
import { anEpoch } from '../train/records.ts';
import { standInForLayout } from './standIns.ts';

const { drawing } = standInForLayout();
afterEach(cleanup);

describe('scores by class', () => {
  test('every score falls into one step, 1 into the last', () => {
    const bins = binScores({ labels: [0, 0, 1, 1], scores: [0, 0.249, 0.25, 1] }, 4);
    expect(bins.benign).toEqual([2, 0, 0, 0]);
    expect(bins.malignant).toEqual([0, 1, 0, 1]);
    expect([bins.benignTotal, bins.malignantTotal]).toEqual([2, 2]);
  });

  test('a smooth curve keeps the whole of its class, also at the ends', () => {
    const soft = softShares([8, 0, 0, 0, 0, 0, 0, 2], 10);
    expect(soft.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(soft[0]).toBeGreaterThan(soft[7] ?? 1);
    expect(softShares([0, 0, 0], 0)).toEqual([0, 0, 0]);
    expect(shares([1, 3], 4)).toEqual([0.25, 0.75]);
  });
});

describe('learning curves', () => {
  const epochs = [anEpoch(1, 0.5), anEpoch(2, 0.4), anEpoch(3, 0.4), { ...anEpoch(4, 0.45), valAuc: null }];

  test('the best epoch has the lowest validation loss, the earliest of equals', () => {
    expect(bestEpochOf(epochs)).toBe(2);
    expect(bestEpochOf([])).toBeNull();
  });

  test('an undefined AUC is a gap in the curve and stays in the table', () => {
    const curve = curveOf(epochs, 'auc');
    expect(curve.valid.map(({ x }) => x)).toEqual([1, 2, 3]);
    expect(curve.rows.at(-1)).toEqual({ epoch: 4, train: 0.75, valid: null });
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
    expect(drawing.texts).toEqual(expect.arrayContaining(['Train', 'Validation', 'best: 2']));
    expect(container.querySelector('[role="img"]')?.getAttribute('aria-label')).toContain('The best epoch is 2');
  });
});

test('the ROC of 100,000 photos is drawn with few lines, its exact area in words, a table of its corners (case O22)', () => {
  const { roc, ranking } = prepareScores(hundredThousand());
  drawing.lines = 0;
  const { container } = render(RocFigure, {
    points: roc,
    auc: ranking.auc,
    threshold: 0.5,
    marker: { fpr: 0.4, tpr: 0.6 },
    reference: { fpr: 181 / 483, tpr: 84 / 117 },
  });
  expect(container.querySelector('[data-testid="roc-label"]')?.textContent).toMatch(/^AUC 0\.595 /);
  expect(drawing.lines).toBeGreaterThan(500);
  expect(drawing.lines).toBeLessThan(3000);
  const rows = rocTableRows(roc);
  expect(rows.length).toBeLessThanOrEqual(23);
  expect([rows[0]?.tpr, rows.at(-1)?.tpr]).toEqual([0, 1]);
});
