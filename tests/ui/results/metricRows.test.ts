import { expect, test } from 'vitest';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { rankingRows } from '../../../renderer/src/features/results/metricRows.ts';

const auc = (labels: number[], scores: number[]) =>
  rankingRows(summarize({ labels, scores, threshold: 0.5 }), { get: () => undefined, failed: false }).find(
    ({ key }) => key === 'auc',
  );

test('an AUC of exactly 1 has no DeLong interval, and the exact one beside it', () => {
  const row = auc([1, 1, 0, 0, 0], [0.9, 0.8, 0.3, 0.2, 0.1]);
  expect(row).toMatchObject({ text: '1.000 (not estimable)', note: 'exact interval, by pairs (0.158–1.000)' });
});

test('another AUC needs none, nor what is undefined', () => {
  expect(auc([1, 1, 0, 0], [0.9, 0.2, 0.3, 0.1])?.note).toBeUndefined();
  expect(auc([1, 1], [0.9, 0.2])).toMatchObject({ text: 'undefined' });
});
