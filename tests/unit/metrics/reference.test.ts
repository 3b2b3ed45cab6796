import { describe, expect, test } from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  f1,
  kappa,
  likelihoodRatios,
  mcc,
  npv,
  ppv,
  predictiveValuesAt,
  sensitivity,
  specificity,
} from '../../../electron/shared/metrics/confusion.ts';
import { delongAuc, pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { clopperPearson, sampleSizeForRate, wilson } from '../../../electron/shared/metrics/intervals.ts';
import { aucFromSensitivity, mcclishAuc, partialAucAboveTpr } from '../../../electron/shared/metrics/partialAuc.ts';
import { auc, averagePrecision } from '../../../electron/shared/metrics/ranking.ts';
import { fitTemperature } from '../../../electron/shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { thresholdForSensitivity, youdenThreshold } from '../../../electron/shared/metrics/thresholds.ts';
import { netBenefit, netBenefitTreatAll } from '../../../electron/shared/metrics/utility.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { anyonesVector, aSAH, rows } from './vectors.ts';

// Figures of scikit-learn, statsmodels, R pROC 1.18 and the ISIC challenge scorer, to all digits that were published.

describe("the tutorial's confusion matrix of 600 photos at .23", () => {
  const tutorial = { tp: 84, fn: 33, fp: 181, tn: 302 };

  test('has the published rates', () => {
    expect(sensitivity(tutorial)).toBeCloseTo(0.717949, 6);
    expect(specificity(tutorial)).toBeCloseTo(0.625259, 6);
    expect(ppv(tutorial)).toBeCloseTo(0.316981, 6);
    expect(npv(tutorial)).toBeCloseTo(0.901493, 6);
    expect(accuracy(tutorial)).toBeCloseTo(386 / 600, 12);
    expect(balancedAccuracy(tutorial)).toBeCloseTo(0.671604, 6);
    expect(f1(tutorial)).toBeCloseTo(0.439791, 6);
    expect(mcc(tutorial)).toBeCloseTo(0.273828, 6);
    expect(kappa(tutorial)).toBeCloseTo(0.232011, 6);
    expect(likelihoodRatios(tutorial).positive).toBeCloseTo(1.915852, 6);
    expect(likelihoodRatios(tutorial).negative).toBeCloseTo(0.451095, 6);
  });

  test.each([
    ['sensitivity, Wilson', wilson(84, 117), 0.630489, 0.791551],
    ['sensitivity, Clopper-Pearson', clopperPearson(84, 117), 0.627292, 0.797241],
    ['specificity, Wilson', wilson(302, 483), 0.581261, 0.66728],
    ['specificity, Clopper-Pearson', clopperPearson(302, 483), 0.580393, 0.668581],
    ['none of twenty, Wilson', wilson(0, 20), 0, 0.161125],
    ['none of twenty, Clopper-Pearson', clopperPearson(0, 20), 0, 0.168433],
    ['all of 117, Wilson', wilson(117, 117), 0.968211, 1],
    ['all of 117, Clopper-Pearson', clopperPearson(117, 117), 0.968963, 1],
  ])('has the published interval: %s', (_, interval, low, high) => {
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  test('has the published net benefit at .23, of the model and of treating all', () => {
    expect(netBenefit(tutorial, 0.23)).toBeCloseTo(0.049892, 6);
    expect(netBenefitTreatAll(117 / 600, 0.23)).toBeCloseTo(-0.045455, 6);
  });

  test("has an AUC of its calls, not of its scores, that is balanced accuracy under another name: the tutorial's 0.671", () => {
    const calls = { tp: [1, 1], fn: [1, 0], fp: [0, 1], tn: [0, 0] } as const;
    const counted = (['tp', 'fn', 'fp', 'tn'] as const).flatMap((cell) =>
      Array.from({ length: tutorial[cell] }, () => calls[cell]),
    );
    const thresholded = createScoreTable({
      labels: counted.map(([label]) => label),
      scores: counted.map(([, call]) => call),
    });
    expect(auc(thresholded)).toBeCloseTo(0.671604, 6);
    expect(auc(thresholded)).toBeCloseTo(balancedAccuracy(tutorial) ?? NaN, 14);
  });

  test('has the published predictive values at 2% prevalence', () => {
    const rates = { sensitivity: sensitivity(tutorial), specificity: specificity(tutorial) };
    const values = predictiveValuesAt(rates, 0.02);
    expect(values.ppv).toBeCloseTo(0.037628, 6);
    expect(values.npv).toBeCloseTo(0.990878, 6);
  });
});

describe('DeLong on the aSAH patients, as pROC computes it', () => {
  test.each([
    ['ndka', aSAH.ndka, 0.611957994579946, 0.501244999271703, 0.722670989888189],
    ['s100b', aSAH.s100b, 0.731368563686, 0.630118211762, 0.83261891561],
  ])('%s', (_, scores, value, low, high) => {
    const estimate = delongAuc(createScoreTable({ labels: aSAH.outcome, scores }));
    expect(estimate.value).toBeCloseTo(value, 11);
    expect(estimate.low).toBeCloseTo(low, 11);
    expect(estimate.high).toBeCloseTo(high, 11);
    expect(estimate.method).toBe('DeLong');
  });

  test('the paired comparison of wfns and s100b', () => {
    const paired = pairedDelong({ labels: aSAH.outcome, scoresA: aSAH.wfns, scoresB: aSAH.s100b });
    expect(paired.z).toBeCloseTo(2.20898359144091, 12);
    expect(paired.p).toBeCloseTo(0.0271757822291882, 13);
    expect(paired.low).toBeCloseTo(0.010406, 6);
    expect(paired.high).toBeCloseTo(0.174214, 6);
  });
});

describe('the vector anyone can generate', () => {
  const vector = anyonesVector();
  const table = createScoreTable(vector);

  test('is the one that was meant', () => {
    expect(Math.round(vector.scores.reduce((sum, score) => sum + 1000 * score, 0))).toBe(239173);
  });

  test('at .23 gives the published summary', () => {
    const summary = summarize({ ...vector, threshold: 0.23 });
    expect(EvaluationSummary.parse(summary)).toEqual(summary);
    expect(summary.n).toBe(600);
    expect(summary.auc.value).toBeCloseTo(0.788244766506, 12);
    expect(summary.auc.low).toBeCloseTo(0.744334139957, 12);
    expect(summary.auc.high).toBeCloseTo(0.832155393055, 12);
    expect(summary.auc.method).toBe('DeLong');
    expect(summary.averagePrecision).toBeCloseTo(0.525325677823, 12);
    expect(summary.brier).toBeCloseTo(0.199628408333, 12);
    expect(summary.logLoss).toBeCloseTo(0.606745919827, 12);
    expect(summary.logLossClipped).toBe(0);
    expect(summary.confusion).toEqual({ tp: 104, fn: 13, fp: 251, tn: 232 });
    expect(summary.sensitivity.value).toBeCloseTo(0.888889, 6);
    expect(summary.sensitivity.low).toBeCloseTo(0.819146, 6);
    expect(summary.sensitivity.high).toBeCloseTo(0.933907, 6);
    expect(summary.sensitivity.method).toBe('Wilson');
    expect(summary.specificity.value).toBeCloseTo(0.480331, 6);
    expect(summary.specificity.low).toBeCloseTo(0.436106, 6);
    expect(summary.specificity.high).toBeCloseTo(0.524867, 6);
    expect(summary.ece).toBeCloseTo(0.203621667, 9);
    expect(summary.calibration.intercept).toBeCloseTo(-1.432257, 6);
    expect(summary.calibration.slope).toBeCloseTo(0.515999, 6);
    expect(summary.calibration.inTheLarge).toBeCloseTo(-1.771418, 6);
  });

  test('at .50 gives the published counts, F1, MCC and kappa', () => {
    const summary = summarize({ ...vector, threshold: 0.5 });
    expect(summary.confusion).toEqual({ tp: 83, fn: 34, fp: 142, tn: 341 });
    expect(summary.f1).toBeCloseTo(0.48538, 6);
    expect(summary.mcc).toBeCloseTo(0.339963, 6);
    expect(summary.kappa).toBeCloseTo(0.307768, 6);
  });

  test.each([
    [0.8, 0.612836, 0.375],
    [0.82, 0.57764, 0.335],
    [0.89, 0.447205, 0.201],
    [0.9, 0.438923, 0.196],
    [0.95, 0.320911, 0.104],
  ])(
    'sensitivity of %f or more is had at the published specificity and threshold',
    (target, specificityThere, threshold) => {
      const point = thresholdForSensitivity(table, target);
      expect(point?.threshold).toBe(threshold);
      expect(point?.specificity).toBeCloseTo(specificityThere, 6);
    },
  );

  test("Youden's point is the published one", () => {
    const point = youdenThreshold(table);
    expect(point?.threshold).toBe(0.414);
    expect((point?.sensitivity ?? 0) + (point?.specificity ?? 0) - 1).toBeCloseTo(0.423741, 6);
  });

  test('partial areas are the published ones', () => {
    expect(aucFromSensitivity(table, 0.8)).toBeCloseTo(0.576693387, 9);
    expect(partialAucAboveTpr(table, 0.88)).toBeCloseTo(0.042054113, 9);
    expect(partialAucAboveTpr(table, 0.8)).toBeCloseTo(0.08576171, 9);
    expect(mcclishAuc(table, 0.1)).toBeCloseTo(0.629335788, 9);
  });

  test('the fitted temperature is the published one', () => {
    const fit = fitTemperature(table);
    expect(fit?.temperature).toBeCloseTo(1.94998, 5);
    expect(fit?.logLoss).toBeCloseTo(0.550332207, 9);
  });
});

test('the toy of four has AUC .75 and average precision .8333333', () => {
  const table = createScoreTable(rows([0, 0.1], [0, 0.4], [1, 0.35], [1, 0.8]));
  expect(auc(table)).toBe(0.75);
  expect(averagePrecision(table)).toBeCloseTo(0.8333333, 7);
});

test('a sensitivity near .90 known to 5 points either way needs 139 malignant photos', () => {
  expect(sampleSizeForRate(0.9, 0.05)).toBe(139);
});
