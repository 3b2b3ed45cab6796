import { resamplesFor } from '../../../electron/shared/metrics/resamplePlan.ts';
import { expect, test } from 'vitest';
import { bootstrapInterval } from '../../../electron/shared/metrics/bootstrap.ts';
import { f1 } from '../../../electron/shared/metrics/confusion.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import { confusionAt } from '../../../electron/shared/metrics/scoreTable.ts';
import { rankingSteps, thresholdSteps, type ResampleData } from '../../../renderer/src/features/results/resampling.ts';
import { referenceScores } from './referenceVector.ts';

const { labels, scores } = referenceScores();
const data = (over: Partial<ResampleData> = {}): ResampleData => ({
  labels: Uint8Array.from(labels),
  scores: Float64Array.from(scores),
  calibrated: null,
  groups: null,
  ...over,
});
const estimate = (steps: ReturnType<typeof rankingSteps>, figure: string) =>
  steps.find((step) => step.figure === figure)?.run();

test('calls alone are resampled where only calls count: the same interval as from the scores', () => {
  const direct = bootstrapInterval({ labels, scores }, (table) => f1(confusionAt(table, 0.23)), { seed: 2017 });
  const counted = estimate(thresholdSteps(data(), 0.23), 'f1');
  expect(counted?.value).toBe(direct.value);
  // two ways to draw the same photos: the ends differ by chance only
  expect(counted?.low).toBeCloseTo(direct.low ?? NaN, 1);
  expect(counted?.high).toBeCloseTo(direct.high ?? NaN, 1);
  expect(estimate(thresholdSteps(data(), 0.23), 'f1')).toEqual(counted);
});

test('whole patients are drawn where they are known, which says less than as many photos', () => {
  const groups = labels.map((_, i) => `patient ${Math.floor(i / 6)}`);
  const byPatient = estimate(rankingSteps(data({ groups })), 'groupAuc');
  const byPhoto = bootstrapInterval({ labels, scores }, auc, { seed: 2017 });
  expect(byPatient?.method).toBe('bootstrap (by group, percentile)');
  expect(byPatient?.value).toBe(byPhoto.value);
  expect(rankingSteps(data()).some(({ figure }) => figure === 'groupAuc')).toBe(false);
});

test('recalibrated scores get intervals of their own', () => {
  const calibrated = Float64Array.from(scores, (score) => score / 2);
  const steps = rankingSteps(data({ calibrated }));
  expect(estimate(steps, 'after-brier')?.value).not.toBe(estimate(steps, 'brier')?.value);
  expect(estimate(steps, 'brier')?.value).toBeCloseTo(0.199628408333, 10);
});

test('one class has no interval, and does not fail', () => {
  const oneClass = data({ labels: new Uint8Array(600) });
  expect(estimate(thresholdSteps(oneClass, 0.5), 'mcc')).toMatchObject({ value: null, method: 'not estimable' });
  expect(estimate(rankingSteps(oneClass), 'specificityAt90')).toMatchObject({ value: null, threshold: null });
});

test('so many photos are drawn fewer times', () => {
  expect([600, 10_000, 100_000].map(resamplesFor)).toEqual([2000, 2000, 400]);
});
