import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logLoss } from '../../../electron/shared/metrics/calibration.ts';
import { countConfusion } from '../../../electron/shared/metrics/confusion.ts';
import { delongAuc, pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { clopperPearson, logitInterval, wilson } from '../../../electron/shared/metrics/intervals.ts';
import { auc, averagePrecision, rocForChart, rocPoints } from '../../../electron/shared/metrics/ranking.ts';
import { applyTemperature, fitTemperature, recalibrate } from '../../../electron/shared/metrics/recalibration.ts';
import { confusionAt, createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { thresholdForSensitivity, thresholdForSpecificity } from '../../../electron/shared/metrics/thresholds.ts';
import { createRandom, shuffled } from '../../../electron/shared/random.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';

type Row = { label: number; score: number };

// scores on a coarse grid, so that ties are common
const row = fc.record({ label: fc.constantFrom(0, 1), score: fc.integer({ min: 0, max: 20 }).map((k) => k / 20) });
const someRows = fc.array(row, { maxLength: 60 });
const bothClasses = someRows.map((rows): Row[] => [...rows, { label: 0, score: 0.35 }, { label: 1, score: 0.6 }]);

function columns(rows: Row[]): { labels: number[]; scores: number[] } {
  return { labels: rows.map((r) => r.label), scores: rows.map((r) => r.score) };
}

/** The definition itself: malignant above benign 1, equal half, over all pairs. */
function pairCount(rows: Row[]): number {
  const positives = rows.filter((r) => r.label === 1);
  const negatives = rows.filter((r) => r.label === 0);
  let wins = 0;
  for (const p of positives) {
    for (const q of negatives) wins += p.score > q.score ? 1 : p.score === q.score ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
}

describe('AUC', () => {
  test('is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(bothClasses, (rows) => {
        expect(auc(createScoreTable(columns(rows)))).toBeCloseTo(pairCount(rows), 14);
      }),
    );
  });

  test('is the area under its ROC by trapezoids', () => {
    fc.assert(
      fc.property(bothClasses, (rows) => {
        const table = createScoreTable(columns(rows));
        let area = 0;
        rocPoints(table).reduce((from, to) => {
          area += ((to.fpr - from.fpr) * (to.tpr + from.tpr)) / 2;
          return to;
        });
        expect(auc(table)).toBeCloseTo(area, 12);
      }),
    );
  });

  test('and its interval do not change under a rising map of the scores', () => {
    fc.assert(
      fc.property(bothClasses, fc.double({ min: 0.1, max: 9, noNaN: true }), (rows, temperature) => {
        const { labels, scores } = columns(rows);
        const mapped = scores.map((score) => applyTemperature(score, temperature));
        const before = createScoreTable({ labels, scores });
        const after = createScoreTable({ labels, scores: mapped });
        expect(delongAuc(after)).toEqual(delongAuc(before));
        expect(averagePrecision(after)).toBe(averagePrecision(before));
      }),
    );
  });

  test('of negated scores is the complement', () => {
    fc.assert(
      fc.property(bothClasses, (rows) => {
        const { labels, scores } = columns(rows);
        const turned = auc(createScoreTable({ labels, scores: scores.map((score) => -score) })) ?? NaN;
        expect(turned + (auc(createScoreTable({ labels, scores })) ?? NaN)).toBeCloseTo(1, 14);
      }),
    );
  });

  test('has a DeLong interval around it and inside 0 to 1, or none', () => {
    fc.assert(
      fc.property(bothClasses, (rows) => {
        const { value, low, high, method } = delongAuc(createScoreTable(columns(rows)));
        if (method === 'not estimable') expect([low, high]).toEqual([null, null]);
        else {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value ?? NaN);
          expect(high).toBeGreaterThanOrEqual(value ?? NaN);
          expect(high).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('compared in pairs changes sign when the two change places', () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (rows) => {
        const labels = rows.map(([label]) => label);
        const a = rows.map(([, score]) => score);
        const b = rows.map(([, , score]) => score);
        const there = pairedDelong({ labels, scoresA: a, scoresB: b });
        const back = pairedDelong({ labels, scoresA: b, scoresB: a });
        expect(there.p ?? -1).toBeCloseTo(back.p ?? -1, 12);
        expect(there.z ?? 0).toBeCloseTo(-(back.z ?? 0), 12);
        expect(there.aucA).toBe(auc(createScoreTable({ labels, scores: a })));
      }),
    );
  });
});

test('a summary is the same, bit for bit, in any order of photos, and fits its schema', () => {
  fc.assert(
    fc.property(someRows, fc.nat(0xffff), fc.double({ min: 0, max: 1, noNaN: true }), (rows, seed, threshold) => {
      const summary = summarize({ ...columns(rows), threshold });
      const other = shuffled(rows, createRandom(seed));
      expect(summarize({ ...columns(other), threshold })).toEqual(summary);
      expect(EvaluationSummary.parse(summary)).toEqual(summary);
    }),
  );
});

test('the four counts sum to n and agree with counting one by one', () => {
  fc.assert(
    fc.property(someRows, fc.integer({ min: 0, max: 20 }), (rows, k) => {
      const data = columns(rows);
      const counts = confusionAt(createScoreTable(data), k / 20);
      expect(counts).toEqual(countConfusion(data, k / 20));
      expect(counts.tp + counts.fp + counts.fn + counts.tn).toBe(rows.length);
    }),
  );
});

describe('a threshold for a target', () => {
  const target = fc.double({ min: 0.01, max: 1, noNaN: true });

  test('of sensitivity meets it, and no higher score does', () => {
    fc.assert(
      fc.property(bothClasses, target, (rows, wanted) => {
        const table = createScoreTable(columns(rows));
        const point = thresholdForSensitivity(table, wanted);
        expect(point?.sensitivity).toBeGreaterThanOrEqual(wanted);
        for (const score of table.scores.filter((s) => s > (point?.threshold ?? 2))) {
          const { tp, fn } = confusionAt(table, score);
          expect(tp / (tp + fn)).toBeLessThan(wanted);
        }
      }),
    );
  });

  test('of specificity meets it, and no lower score does', () => {
    fc.assert(
      fc.property(bothClasses, target, (rows, wanted) => {
        const table = createScoreTable(columns(rows));
        const point = thresholdForSpecificity(table, wanted);
        const lower = table.scores.filter((s) => point === null || s < point.threshold);
        if (point !== null) expect(point.specificity).toBeGreaterThanOrEqual(wanted);
        for (const score of lower) {
          const { tn, fp } = confusionAt(table, score);
          expect(tn / (tn + fp)).toBeLessThan(wanted);
        }
      }),
    );
  });
});

describe('intervals of a rate', () => {
  const counted = fc
    .integer({ min: 1, max: 2000 })
    .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));

  test('lie inside 0 to 1 around the rate, and the exact one reaches at least its level', () => {
    fc.assert(
      fc.property(counted, fc.constantFrom(0.8, 0.95, 0.99), ([count, total], level) => {
        for (const interval of [wilson(count, total, level), clopperPearson(count, total, level)]) {
          const { value, low, high } = interval;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual((value ?? NaN) + 1e-15);
          expect(high).toBeGreaterThanOrEqual((value ?? NaN) - 1e-15);
        }
      }),
    );
  });

  test('mirror when successes and failures change places', () => {
    fc.assert(
      fc.property(counted, ([count, total]) => {
        for (const interval of [wilson, clopperPearson]) {
          expect(interval(count, total).low).toBeCloseTo(1 - (interval(total - count, total).high ?? NaN), 12);
        }
        const logit = logitInterval(count, total);
        expect(logit.method).toBe(count === 0 || count === total ? 'not estimable' : 'logit');
      }),
    );
  });
});

describe('recalibration', () => {
  const sharp = fc.constantFrom(0, 1e-12, 0.001, 0.2, 0.5, 0.7, 0.999, 1 - 1e-12, 1);
  // each class has a lowest and a highest score, so nothing separates them
  const overlapping = fc
    .array(fc.record({ label: fc.constantFrom(0, 1), score: sharp }), { maxLength: 60 })
    .map((rows): Row[] => [...rows, ...[0, 1].flatMap((label) => [0, 1].map((score) => ({ label, score })))]);
  const logit = (score: number): number => {
    const inside = Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, score));
    return Math.log(inside / (1 - inside));
  };
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

  test('is found wherever it exists, at the top of the likelihood: residuals sum to 0, weighted with the log-odds too', () => {
    fc.assert(
      fc.property(overlapping, (rows) => {
        const { intercept, slope, inTheLarge } = recalibrate(createScoreTable(columns(rows)));
        if (intercept === null || slope === null || inTheLarge === null) throw new Error('not estimated');
        const sum = (term: (row: Row) => number): number => rows.reduce((total, row) => total + term(row), 0);
        expect(sum((r) => r.label - sigmoid(intercept + slope * logit(r.score)))).toBeCloseTo(0, 6);
        expect(sum((r) => (r.label - sigmoid(intercept + slope * logit(r.score))) * logit(r.score))).toBeCloseTo(0, 5);
        expect(sum((r) => r.label - sigmoid(inTheLarge + logit(r.score)))).toBeCloseTo(0, 6);
      }),
      { numRuns: 500 },
    );
  });

  test('by temperature never raises the log loss', () => {
    fc.assert(
      fc.property(overlapping, (rows) => {
        const table = createScoreTable(columns(rows));
        const fit = fitTemperature(table);
        if (fit === null) return;
        const before = logLoss(table).value ?? NaN;
        expect(fit.logLoss).toBeLessThanOrEqual(before + 1e-9);
        for (const factor of [0.9, 1.1]) {
          const scores = table.scores.map((score) => applyTemperature(score, fit.temperature * factor));
          expect(logLoss({ ...table, scores }).value).toBeGreaterThanOrEqual(fit.logLoss - 1e-9);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('a thinned ROC keeps its ends, its order and the AUC of all points', () => {
  fc.assert(
    fc.property(bothClasses, fc.integer({ min: 2, max: 30 }), (rows, limit) => {
      const table = createScoreTable(columns(rows));
      const all = rocPoints(table);
      const { points, auc: area } = rocForChart(table, limit);
      expect(points.length).toBeLessThanOrEqual(limit);
      expect(points[0]).toEqual(all[0]);
      expect(points.at(-1)).toEqual(all.at(-1));
      expect(all.filter((point) => points.some((kept) => kept.threshold === point.threshold))).toEqual(points);
      expect(area).toBe(auc(table));
    }),
  );
});
