import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '../../../electron/shared/metrics/bootstrap.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityBins,
} from '../../../electron/shared/metrics/calibration.ts';
import { countConfusion, f1, kappa, likelihoodRatios, mcc } from '../../../electron/shared/metrics/confusion.ts';
import { delongAuc, pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { auc, prForChart, rocForChart, rocPoints } from '../../../electron/shared/metrics/ranking.ts';
import { applyTemperature, fitTemperature, recalibrate } from '../../../electron/shared/metrics/recalibration.ts';
import { confusionAt, createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { summarize, summarizeAt, summarizeRanking } from '../../../electron/shared/metrics/summary.ts';
import {
  costThreshold,
  thresholdForSensitivity,
  thresholdForSpecificity,
  youdenThreshold,
} from '../../../electron/shared/metrics/thresholds.ts';
import { decisionCurve } from '../../../electron/shared/metrics/utility.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { cpuMs } from './cpuTime.ts';
import { anyonesVector, rows } from './vectors.ts';

const undefinedEstimate = { value: null, low: null, high: null, method: 'not estimable' };

describe('the decision', () => {
  test('is score >= threshold: a score of exactly the threshold is malignant', () => {
    expect(countConfusion(rows([1, 0.5], [0, 0.5], [1, 0.499999]), 0.5)).toEqual({ tp: 1, fp: 1, fn: 1, tn: 0 });
  });

  test('at a threshold of 0 calls everything malignant, at 1 only scores of 1', () => {
    const data = rows([1, 0], [0, 0], [1, 1], [0, 0.3]);
    expect(summarize({ ...data, threshold: 0 }).confusion).toEqual({ tp: 2, fp: 2, fn: 0, tn: 0 });
    expect(summarize({ ...data, threshold: 1 }).confusion).toEqual({ tp: 1, fp: 0, fn: 1, tn: 2 });
  });

  test.each([-0.1, 1.1, NaN, Infinity])('refuses a threshold of %f', (threshold) => {
    expect(() => summarize({ ...anyonesVector(), threshold })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('what is not a label or a probability', () => {
  test.each([
    ['a label of 2', [0, 2], [0.1, 0.2]],
    ['a score that is no number', [0, 1], [0.1, NaN]],
    ['a score above 1', [0, 1], [0.1, 1.0001]],
    ['a score below 0', [0, 1], [-0.0001, 0.2]],
    ['more labels than scores', [0, 1, 1], [0.1, 0.2]],
  ])('is refused: %s', (_, labels, scores) => {
    expect(() => summarize({ labels, scores, threshold: 0.5 })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('labels that look swapped (case O12)', () => {
  test('give an AUC of 0, as it is, with a hint and without an interval', () => {
    const summary = summarize({ ...rows([1, 0.1], [1, 0.2], [0, 0.8], [0, 0.9]), threshold: 0.5 });
    expect(summary.auc).toEqual({ ...undefinedEstimate, value: 0 });
    expect(summary.warnings).toContain('LABELS_MAY_BE_SWAPPED');
  });

  test('are not suspected when the AUC is .5 or more', () => {
    expect(summarize({ ...anyonesVector(), threshold: 0.5 }).warnings).not.toContain('LABELS_MAY_BE_SWAPPED');
  });
});

describe('one class only (case O13)', () => {
  const summary = summarize({ ...rows([1, 0.2], [1, 0.7], [1, 0.9]), threshold: 0.5 });

  test('keeps what is defined: sensitivity, PPV and NPV', () => {
    expect(summary.sensitivity).toMatchObject({ value: 2 / 3, count: 2, total: 3, method: 'Wilson' });
    expect(summary.ppv.value).toBe(1);
    expect(summary.npv.value).toBe(0);
  });

  test('leaves the rest undefined, never 0 or 1', () => {
    expect(summary.specificity).toEqual({ ...undefinedEstimate, count: 0, total: 0 });
    expect(summary.auc).toEqual(undefinedEstimate);
    expect(summary.balancedAccuracy).toBeNull();
    expect(summary.mcc).toBeNull();
    expect(summary.likelihoodRatios).toEqual({ positive: null, negative: null });
    expect(summary.calibration).toEqual({ intercept: null, slope: null, inTheLarge: null });
    expect(summary.warnings).toContain('ONE_CLASS');
    expect(rocPoints(createScoreTable(rows([1, 0.2], [1, 0.7])))).toEqual([]);
  });

  test('likewise without a positive', () => {
    const benign = summarize({ ...rows([0, 0.2], [0, 0.7]), threshold: 0.5 });
    expect(benign.sensitivity.value).toBeNull();
    expect(benign.averagePrecision).toBeNull();
    expect(benign.specificity.value).toBe(0.5);
    expect(EvaluationSummary.parse(benign)).toEqual(benign);
  });

  test('has no threshold that balances the two', () => {
    const table = createScoreTable(rows([1, 0.2], [1, 0.7]));
    expect(thresholdForSensitivity(table, 0.9)).toBeNull();
    expect(thresholdForSpecificity(table, 0.9)).toBeNull();
    expect(youdenThreshold(table)).toBeNull();
    expect(fitTemperature(table)).toBeNull();
  });
});

describe('too little for DeLong (case O13)', () => {
  test('one positive has an AUC of 2/3 but no interval', () => {
    const summary = summarize({ ...rows([1, 0.9], [0, 0.1], [0, 0.4], [0, 0.95]), threshold: 0.5 });
    expect(summary.auc).toEqual({ ...undefinedEstimate, value: 2 / 3 });
    expect(summary.warnings).toEqual(expect.arrayContaining(['FEW_POSITIVES', 'FEW_NEGATIVES']));
  });

  test('an AUC of exactly 1, and scores that never vary, have none either', () => {
    const perfect = delongAuc(createScoreTable(rows([1, 0.9], [1, 0.8], [0, 0.1], [0, 0.2])));
    expect(perfect).toEqual({ ...undefinedEstimate, value: 1, standardError: null });
    const constant = delongAuc(createScoreTable(rows([1, 0.5], [1, 0.5], [0, 0.5], [0, 0.5])));
    expect(constant).toEqual({ ...undefinedEstimate, value: 0.5, standardError: null });
  });

  test('bounds stay inside 0 to 1', () => {
    const table = createScoreTable(rows([1, 0.9], [1, 0.8], [1, 0.35], [0, 0.1], [0, 0.2], [0, 0.4]));
    const { value, high } = delongAuc(table);
    expect(value).toBeLessThan(1);
    expect(high).toBe(1);
  });

  test('a difference that every photo shares has no test, rounding or not', () => {
    // A is perfect; in B each malignant photo beats the same third of the benign ones, and the other way round
    const labels = [1, 1, 1, 0, 0, 0];
    const paired = pairedDelong({
      labels,
      scoresA: [3, 3, 3, 1, 1, 1],
      scoresB: [1, 2, 3, 1.5, 2.5, 3.5].map(() => 1),
    });
    expect(paired).toMatchObject({ difference: 0.5, z: null, p: null, method: 'not estimable' });
  });

  test('a score compared with itself differs by 0, without a test', () => {
    const { labels, scores } = anyonesVector();
    const same = pairedDelong({ labels, scoresA: scores, scoresB: scores.map((score) => score / 2) });
    expect(same).toMatchObject({ difference: 0, low: null, high: null, z: null, p: null, method: 'not estimable' });
  });
});

describe('the bootstrap (case O13)', () => {
  const rare = {
    labels: [...Array<number>(2).fill(1), ...Array<number>(28).fill(0)],
    scores: Array.from({ length: 30 }, (_, i) => ((i * 17) % 30) / 30),
  };

  test('of 2 positives among 30 over 2,000 resamples loses none and ends inside 0 to 1', () => {
    const interval = bootstrapInterval(rare, auc, { seed: 7 });
    expect(interval).toMatchObject({ resamples: 2000, dropped: 0, method: 'bootstrap (stratified, percentile)' });
    expect(interval.low).toBeGreaterThanOrEqual(0);
    expect(interval.high).toBeLessThanOrEqual(1);
    expect(interval.low).toBeLessThan(interval.high ?? 0);
  });

  test('gives the same interval for the same seed in any order of rows, and another for another seed', () => {
    const turned = { labels: rare.labels.toReversed(), scores: rare.scores.toReversed() };
    expect(bootstrapInterval(rare, auc, { seed: 7 })).toEqual(bootstrapInterval(turned, auc, { seed: 7 }));
    const vector = anyonesVector();
    const of = (seed: number): unknown => bootstrapInterval(vector, auc, { seed, resamples: 50 });
    expect(of(1)).not.toEqual(of(2));
  });

  test('agrees with DeLong where both apply', () => {
    const vector = anyonesVector();
    const delong = delongAuc(createScoreTable(vector));
    const interval = bootstrapInterval(vector, auc, { seed: 3 });
    expect(interval.low).toBeCloseTo(delong.low ?? 0, 1);
    expect(interval.high).toBeCloseTo(delong.high ?? 0, 1);
  });

  test('says how many resamples had no value, and gives no interval when half had none', () => {
    let calls = 0;
    const flaky = (): number | null => (calls++ % 4 === 1 ? null : 0.5);
    expect(bootstrapInterval(rare, flaky, { seed: 1, resamples: 100 }).dropped).toBe(25);
    const vanishing = (): number | null => (calls++ === 0 ? 0.5 : null);
    calls = 0;
    expect(bootstrapInterval(rare, vanishing, { seed: 1, resamples: 100 })).toMatchObject({ dropped: 100, low: null });
  });

  test('gives no interval where every resample is the same: nothing missed is not never missed', () => {
    const separated = { labels: [1, 1, 1, 0, 0, 0], scores: [0.9, 0.8, 0.7, 0.3, 0.2, 0.1] };
    expect(bootstrapInterval(separated, auc, { seed: 7 })).toMatchObject({
      value: 1,
      low: null,
      high: null,
      method: 'not estimable',
      dropped: 0,
    });
  });
});

describe('calibration (case O14)', () => {
  test('scores of 0 for both classes: Brier .5, a log loss that is clipped and says so', () => {
    const summary = summarize({ ...rows([1, 0], [0, 0]), threshold: 0.5 });
    expect(summary.brier).toBe(0.5);
    expect(summary.logLoss).toBeCloseTo(-Math.log(2 ** -52) / 2, 12);
    expect(summary.logLossClipped).toBe(1);
    expect(summary.warnings).toEqual(expect.arrayContaining(['LOG_LOSS_CLIPPED', 'CALIBRATION_CLIPPED']));
  });

  test('certain and right scores cost nothing and clip nothing', () => {
    expect(logLoss(createScoreTable(rows([1, 1], [0, 0])))).toEqual({ value: 0, clipped: 0 });
  });

  test('a float32 score that rounds to 1 stays finite', () => {
    const scores = Float32Array.of(1 - 1e-9, 0.25);
    const { value, clipped } = logLoss(createScoreTable({ labels: [0, 1], scores }));
    expect(value).toBeCloseTo((52 * Math.LN2 + 2 * Math.LN2) / 2, 9);
    expect(clipped).toBe(1);
  });

  test.each(['uniform', 'quantile'] as const)(
    'constant scores of .5 give one point and an ECE of .25, %s bins',
    (kind) => {
      const bins = reliabilityBins(createScoreTable(rows([1, 0.5], [0, 0.5], [0, 0.5], [0, 0.5])), { kind });
      expect(bins).toHaveLength(1);
      expect(bins[0]).toMatchObject({ meanScore: 0.5, observedRate: 0.25, count: 4 });
      expect(expectedCalibrationError(bins)).toBe(0.25);
    },
  );

  test('bins of equal width hold their lower edge, the last one 1 as well', () => {
    const scores = Array.from({ length: 11 }, (_, i) => i / 10);
    const bins = reliabilityBins(createScoreTable({ labels: scores.map(() => 0), scores }));
    expect(bins.map((bin) => bin.count)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
  });

  test('quantile bins of distinct scores have equal counts', () => {
    const scores = Array.from({ length: 100 }, (_, i) => (i * i) / 10_000);
    const bins = reliabilityBins(createScoreTable({ labels: scores.map(() => 1), scores }), { kind: 'quantile' });
    expect(bins.map((bin) => bin.count)).toEqual(Array(10).fill(10));
  });

  test('scores that separate the classes have no finite slope, but an intercept in the large', () => {
    const fit = recalibrate(createScoreTable(rows([1, 0.9], [1, 0.5], [0, 0.5], [0, 0.2])));
    expect(fit.slope).toBeNull();
    expect(fit.intercept).toBeNull();
    expect(fit.inTheLarge).not.toBeNull();
    expect(summarize({ ...rows([1, 0.9], [0, 0.2]), threshold: 0.5 }).warnings).toContain('CALIBRATION_NOT_ESTIMABLE');
  });

  test('scores drawn as the truth have intercept 0 and slope 1', () => {
    const scores: number[] = [];
    const labels: number[] = [];
    for (const percent of [10, 30, 50, 80]) {
      for (let i = 0; i < 100; i++) {
        scores.push(percent / 100);
        labels.push(i < percent ? 1 : 0);
      }
    }
    const table = createScoreTable({ labels, scores });
    const fit = recalibrate(table);
    expect(fit.intercept).toBeCloseTo(0, 9);
    expect(fit.slope).toBeCloseTo(1, 9);
    expect(fit.inTheLarge).toBeCloseTo(0, 9);
    expect(expectedCalibrationError(reliabilityBins(table))).toBeCloseTo(0, 12);
    expect(fitTemperature(table)?.temperature).toBeCloseTo(1, 9);
  });

  test('no temperature helps scores that are always right or worse than chance', () => {
    expect(fitTemperature(createScoreTable(rows([1, 0.9], [0, 0.2])))).toBeNull();
    expect(fitTemperature(createScoreTable(rows([0, 0.9], [1, 0.2], [1, 0.6])))).toBeNull();
    expect(() => applyTemperature(0.5, 0)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('Brier of nothing is undefined', () => {
    expect(brierScore(createScoreTable({ labels: [], scores: [] }))).toBeNull();
  });
});

describe('thresholds', () => {
  const table = createScoreTable(rows([1, 0.9], [0, 0.8], [1, 0.7], [0, 0.3], [0, 0.2]));

  test('the target is met exactly where the ratio equals it', () => {
    const tens = createScoreTable({
      labels: Array(10).fill(1).concat(0),
      scores: [...Array.from({ length: 10 }, (_, i) => (i + 1) / 20), 0.01],
    });
    expect(thresholdForSensitivity(tens, 0.9)?.threshold).toBe(0.1);
    expect(thresholdForSensitivity(tens, 1)?.threshold).toBe(0.05);
  });

  test('a target specificity is had at the lowest score that gives it', () => {
    expect(thresholdForSpecificity(table, 0.6)).toMatchObject({ threshold: 0.7, sensitivity: 1, specificity: 2 / 3 });
    expect(thresholdForSpecificity(table, 1)).toMatchObject({ threshold: 0.9, sensitivity: 0.5, specificity: 1 });
    expect(thresholdForSpecificity(createScoreTable(rows([0, 0.9], [1, 0.1])), 1)).toBeNull();
  });

  test('of equal Youden points the one that misses fewest is taken', () => {
    // both .9 (sens 1/2, spec 1) and .2 (sens 1, spec 1/2) have J = 1/2
    expect(youdenThreshold(createScoreTable(rows([1, 0.9], [0, 0.5], [1, 0.2], [0, 0.1])))?.threshold).toBe(0.2);
  });

  test('a dear miss lowers the threshold, a dear false alarm raises it', () => {
    expect(costThreshold(table, { falseNegativeCost: 20, falsePositiveCost: 1 })?.threshold).toBe(0.7);
    expect(costThreshold(table, { falseNegativeCost: 1, falsePositiveCost: 20 })?.threshold).toBe(0.9);
    expect(costThreshold(table, { falseNegativeCost: 20, falsePositiveCost: 1, prevalence: 0 })?.threshold).toBe(0.9);
    expect(() => costThreshold(table, { falseNegativeCost: -1, falsePositiveCost: 1 })).toThrow();
  });

  test.each([0, -1, 1.01, NaN])('a target of %f is refused', (target) => {
    expect(() => thresholdForSensitivity(table, target)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

test('nothing at all is a summary of nothing', () => {
  const summary = summarize({ labels: [], scores: [], threshold: 0.5 });
  expect(EvaluationSummary.parse(summary)).toEqual(summary);
  expect(summary).toMatchObject({ n: 0, accuracy: null, brier: null, logLoss: null, ece: null, warnings: ['NO_ROWS'] });
});

test('accuracy no better than naming the commoner class is pointed out', () => {
  const { warnings, majorityAccuracy, accuracy } = summarize({ ...anyonesVector(), threshold: 0.23 });
  expect(accuracy).toBeLessThan(majorityAccuracy ?? 0);
  expect(warnings).toContain('ACCURACY_NOT_ABOVE_MAJORITY');
});

test('agreement that is all or nothing is exactly 1 or -1', () => {
  const right = { tp: 7, fp: 0, fn: 0, tn: 13 };
  const wrong = { tp: 0, fp: 2, fn: 2, tn: 0 };
  expect([mcc(right), kappa(right), f1(right)]).toEqual([1, 1, 1]);
  expect([mcc(wrong), kappa(wrong), f1(wrong)]).toEqual([-1, -1, 0]);
});

test('undefined ratios of an empty margin are null', () => {
  const nothingCalled = { tp: 0, fp: 0, fn: 0, tn: 5 };
  expect(f1(nothingCalled)).toBeNull();
  expect(mcc(nothingCalled)).toBeNull();
  expect(kappa(nothingCalled)).toBeNull();
  expect(likelihoodRatios(nothingCalled)).toEqual({ positive: null, negative: null });
});

test('the decision curve treats none at 0, all at the prevalence less the harm, and is undefined at 1', () => {
  const curve = decisionCurve(createScoreTable(rows([1, 0.9], [0, 0.8], [0, 0.1], [0, 0.2])), [0, 0.5, 1]);
  expect(curve).toEqual([
    { threshold: 0, model: 0.25, treatAll: 0.25, treatNone: 0 },
    { threshold: 0.5, model: 0, treatAll: -0.5, treatNone: 0 },
    { threshold: 1, model: null, treatAll: null, treatNone: 0 },
  ]);
});

describe('100,000 photos (case O22)', () => {
  const labels = Uint8Array.from({ length: 100_000 }, (_, i) => i % 2);
  const scores = Float64Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 100_003) / 100_003 + 0.1 * (i % 2));

  test('have the published AUC, all of it in a thinned ROC', () => {
    const table = createScoreTable({ labels, scores });
    const chart = rocForChart(table, 1000);
    expect(chart.auc).toBeCloseTo(0.595064, 6);
    expect(chart.points.length).toBeLessThanOrEqual(1000);
    expect(chart.points.length).toBeGreaterThan(900);
    expect(chart.points[0]).toEqual({ fpr: 0, tpr: 0, threshold: null });
    expect(chart.points.at(-1)).toMatchObject({ fpr: 1, tpr: 1 });
    expect(prForChart(table, 500).points.length).toBeLessThanOrEqual(500);
  });

  test('are summed up in well under a second, and a moved threshold in under a millisecond', () => {
    const probabilities = scores.map((score) => score / 1.1);
    expect(cpuMs(() => summarize({ labels, scores: probabilities, threshold: 0.5 }))).toBeLessThan(1000);
    const table = createScoreTable({ labels, scores: probabilities });
    const ranking = summarizeRanking(table);
    const moves = cpuMs(() => {
      for (let i = 0; i < 100; i++) summarizeAt(table, ranking, i / 100);
    });
    expect(moves / 100).toBeLessThan(1);
  });

  test('are counted alike by the table and one by one', () => {
    const table = createScoreTable({ labels, scores });
    for (const threshold of [0, 0.1, 0.5, 0.77, 1.05, 2]) {
      expect(confusionAt(table, threshold)).toEqual(countConfusion({ labels, scores }, threshold));
    }
  });
});
