import { expect, test } from 'vitest';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import {
  cellRows,
  operateAt,
  prepareAhead,
  prepareScores,
  type Cell,
} from '../../../renderer/src/features/results/operating.ts';
import { hundredThousand, referenceScores } from './referenceVector.ts';

const scores = referenceScores();
const prepared = prepareScores(scores);

test('the threshold of the tutorial gives the counts of the reference vector', () => {
  const { summary, marker } = operateAt(prepared, 0.23);
  expect(summary.confusion).toEqual({ tp: 104, fn: 13, fp: 251, tn: 232 });
  expect(marker?.tpr).toBeCloseTo(104 / 117, 12);
  expect(marker?.fpr).toBeCloseTo(251 / 483, 12);
  expect(summary.auc.value).toBeCloseTo(0.788244766506, 9);
});

test('moving the threshold gives what a whole new count of all photos gives, all along the line', () => {
  for (let k = 0; k <= 1000; k += 8) {
    expect(operateAt(prepared, k / 1000).summary).toEqual(summarize({ ...scores, threshold: k / 1000 }));
  }
});

test.each([0, 0.23, 0.5, 0.999, 1])('a field holds just its photos at threshold %f, worst first', (threshold) => {
  const { confusion } = operateAt(prepared, threshold).summary;
  const isIn: Record<Cell, (label: number, score: number) => boolean> = {
    tp: (label, score) => label === 1 && score >= threshold,
    fn: (label, score) => label === 1 && score < threshold,
    fp: (label, score) => label === 0 && score >= threshold,
    tn: (label, score) => label === 0 && score < threshold,
  };
  for (const cell of ['tp', 'fn', 'fp', 'tn'] as const) {
    const gallery = cellRows(prepared, confusion, cell);
    const rows = Array.from({ length: gallery.count }, (_, place) => gallery.rowAt(place) ?? -1);
    const wanted = scores.scores.flatMap((score, row) => (isIn[cell](scores.labels[row] ?? 0, score) ? [row] : []));
    expect(rows.toSorted((a, b) => a - b)).toEqual(wanted);
    const shown = rows.map((row) => scores.scores[row] ?? NaN);
    // malignant photos: the lowest score is the worst; benign ones: the highest
    expect(shown).toEqual(shown.toSorted((a, b) => (cell === 'tp' || cell === 'fn' ? a - b : b - a)));
    expect(gallery.rowAt(gallery.count)).toBeUndefined();
    expect(gallery.rowAt(-1)).toBeUndefined();
  }
});

test('without malignant photos rates are undefined and there is no point on the ROC', () => {
  const benign = prepareScores({
    rowIds: ['a', 'b'],
    labels: [0, 0],
    scores: [0.1, 0.9],
    paths: ['a.jpg', 'b.jpg'],
    classNames: ['nevus', 'nevus'],
  });
  const { summary, marker } = operateAt(benign, 0.5);
  expect(marker).toBeNull();
  expect(summary.sensitivity.value).toBeNull();
  expect(benign.roc).toEqual([]);
});

test('100,000 scores are drawn by few corners and keep their exact area (case O22)', () => {
  const many = prepareScores(hundredThousand());
  expect(many.roc.length).toBeLessThanOrEqual(1500);
  expect(many.roc[0]).toMatchObject({ fpr: 0, tpr: 0 });
  expect(many.roc.at(-1)).toMatchObject({ fpr: 1, tpr: 1 });
  expect(many.ranking.auc.value).toBeCloseTo(0.595064, 6);
});

test('what is made ahead, in pieces with room for a key between them, is what is made at once', async () => {
  const scores = hundredThousand();
  let keys = 0;
  const timer = setInterval(() => (keys += 1), 0);
  await prepareAhead(scores);
  clearInterval(timer);
  expect(keys).toBeGreaterThanOrEqual(2);
  const prepared = prepareScores(scores);
  expect(prepareScores(scores)).toBe(prepared);
  expect(prepared).toEqual(prepareScores({ ...scores }));
});
