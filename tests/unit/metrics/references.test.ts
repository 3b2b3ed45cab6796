import { expect, test } from 'vitest';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityBins,
} from '../../../electron/shared/metrics/calibration.ts';
import {
  balancedAccuracy,
  f1,
  kappa,
  likelihoodRatios,
  mcc,
  npv,
  ppv,
  sensitivity,
  specificity,
} from '../../../electron/shared/metrics/confusion.ts';
import { delongAuc, pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { exactAucInterval } from '../../../electron/shared/metrics/exactAuc.ts';
import {
  clopperPearson,
  predictiveValueIntervals,
  sampleSizeForRate,
  wilson,
} from '../../../electron/shared/metrics/intervals.ts';
import { isicConfusion, isicScores } from '../../../electron/shared/metrics/isicScorer.ts';
import { mcclishAuc, partialAucAboveTpr } from '../../../electron/shared/metrics/partialAuc.ts';
import { auc, averagePrecision } from '../../../electron/shared/metrics/ranking.ts';
import { applyRecalibration, fitRecalibration, recalibrate } from '../../../electron/shared/metrics/recalibration.ts';
import { confusionAt, createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import {
  thresholdForSensitivity,
  thresholdForSpecificity,
  youdenThreshold,
} from '../../../electron/shared/metrics/thresholds.ts';
import { netBenefit, netBenefitTreatAll } from '../../../electron/shared/metrics/utility.ts';
import { agrees } from './agrees.ts';
import { anyonesVector, aSAH, coarseScores } from './vectors.ts';

const vector = anyonesVector();
const table = createScoreTable(vector);
const coarse = createScoreTable({ labels: vector.labels, scores: coarseScores() });
const tutorial = { tp: 84, fn: 33, fp: 181, tn: 302 };

test.each([
  ['tutorial', tutorial],
  ['a at 0.23', confusionAt(table, 0.23)],
  ['a at 0.5', confusionAt(table, 0.5)],
])('the rates of a confusion matrix: %s', (name, counts) => {
  agrees(`${name} sensitivity`, sensitivity(counts));
  agrees(`${name} specificity`, specificity(counts));
  agrees(`${name} PPV`, ppv(counts));
  agrees(`${name} NPV`, npv(counts));
  agrees(`${name} balanced accuracy`, balancedAccuracy(counts));
  agrees(`${name} F1`, f1(counts));
  agrees(`${name} MCC`, mcc(counts));
  agrees(`${name} kappa`, kappa(counts));
  if (name === 'tutorial') return;
  for (const cell of ['tp', 'fn', 'fp', 'tn'] as const) agrees(`${name} ${cell.toUpperCase()}`, counts[cell]);
});

test.each([
  ['tutorial', tutorial],
  ['a at 0.23', confusionAt(table, 0.23)],
])('what calls mean where they are acted upon: %s', (name, counts) => {
  agrees(`${name} LR+`, likelihoodRatios(counts).positive);
  agrees(`${name} LR-`, likelihoodRatios(counts).negative);
  agrees(`${name} net benefit at .23`, netBenefit(counts, 0.23));
  agrees(`${name} net benefit of all at .23`, netBenefitTreatAll(117 / 600, 0.23));
  const at2Percent = predictiveValueIntervals(counts, 0.02);
  for (const [kind, estimate] of [['PPV', at2Percent.ppv] as const, ['NPV', at2Percent.npv] as const]) {
    agrees(`${name} ${kind} at 2%`, estimate.value);
    agrees(`${name} ${kind} at 2% low`, estimate.low, 8);
    agrees(`${name} ${kind} at 2% high`, estimate.high, 8);
    expect(estimate.method).toBe('logit');
  }
});

test.each([
  [84, 117],
  [302, 483],
  [0, 20],
  [117, 117],
  [104, 117],
  [232, 483],
])('the intervals of %i of %i', (count, total) => {
  for (const interval of [wilson(count, total), clopperPearson(count, total)]) {
    agrees(`${count} of ${total} ${interval.method} low`, interval.low, 11);
    agrees(`${count} of ${total} ${interval.method} high`, interval.high, 11);
  }
});

test('ranking, partial areas and thresholds', () => {
  agrees(
    'a sum of thousandths',
    vector.scores.reduce((sum, score) => sum + 1000 * score, 0),
    6,
  );
  for (const [name, scores] of [['a', table] as const, ['b', coarse] as const]) {
    agrees(`${name} AUC`, auc(scores), 13);
    agrees(`${name} average precision`, averagePrecision(scores), 13);
    agrees(`${name} McClish max_fpr .1`, mcclishAuc(scores, 0.1), 12);
    agrees(`${name} partial AUC TPR>= 0.8`, partialAucAboveTpr(scores, 0.8), 12);
    agrees(`${name} partial AUC TPR>= 0.88`, partialAucAboveTpr(scores, 0.88), 12);
  }
  for (const target of [0.8, 0.82, 0.89, 0.9, 0.95]) {
    const point = thresholdForSensitivity(table, target);
    agrees(`a specificity at sensitivity ${target}`, point?.specificity, 13);
    agrees(`a threshold for sensitivity ${target}`, point?.threshold, 15);
  }
  agrees('a sensitivity at specificity 0.9', thresholdForSpecificity(table, 0.9)?.sensitivity, 13);
  agrees('a threshold for specificity 0.9', thresholdForSpecificity(table, 0.9)?.threshold, 15);
  const youden = youdenThreshold(table);
  agrees('a Youden J', (youden?.sensitivity ?? NaN) + (youden?.specificity ?? NaN) - 1, 13);
  agrees('a Youden threshold', youden?.threshold, 15);
  const toy = createScoreTable({ labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] });
  agrees('toy AUC', auc(toy), 15);
  agrees('toy average precision', averagePrecision(toy), 15);
});

test('DeLong, of one score and of two of the same patients, ties and all', () => {
  for (const marker of ['wfns', 's100b', 'ndka'] as const) {
    const estimate = delongAuc(createScoreTable({ labels: aSAH.outcome, scores: aSAH[marker] }));
    agrees(`aSAH ${marker} AUC`, estimate.value, 13);
    agrees(`aSAH ${marker} DeLong low`, estimate.low, 13);
    agrees(`aSAH ${marker} DeLong high`, estimate.high, 13);
  }
  for (const [name, scores] of [['a', table] as const, ['b', coarse] as const]) {
    agrees(`${name} DeLong low`, delongAuc(scores).low, 13);
    agrees(`${name} DeLong high`, delongAuc(scores).high, 13);
  }
  const pairs = [
    ['aSAH wfns against s100b', { labels: aSAH.outcome, scoresA: aSAH.wfns, scoresB: aSAH.s100b }],
    ['a against b', { labels: vector.labels, scoresA: vector.scores, scoresB: coarseScores() }],
  ] as const;
  for (const [name, data] of pairs) {
    const paired = pairedDelong(data);
    agrees(`${name} Z`, paired.z, 11);
    agrees(`${name} p`, paired.p, 15);
    agrees(`${name} low`, paired.low, 13);
    agrees(`${name} high`, paired.high, 13);
  }
});

test('calibration and the maps that mend it', () => {
  agrees('a Brier', brierScore(table), 13);
  agrees('a log loss', logLoss(table).value, 13);
  agrees('a ECE', expectedCalibrationError(reliabilityBins(table)), 13);
  const { intercept, slope, inTheLarge } = recalibrate(table);
  agrees('a calibration intercept', intercept, 9);
  agrees('a calibration slope', slope, 9);
  agrees('a calibration in the large', inTheLarge, 9);
  const platt = fitRecalibration(table, 'platt');
  const temperature = fitRecalibration(table, 'temperature');
  if (platt === null || temperature?.map.method !== 'temperature') throw new Error('no map was found');
  expect(platt.map).toEqual({ method: 'platt', intercept, slope });
  agrees('a Platt of .23', applyRecalibration(0.23, platt), 9);
  agrees('a temperature', temperature.map.temperature, 5);
  const scores = vector.scores.map((score) => applyRecalibration(score, temperature));
  const after = createScoreTable({ labels: vector.labels, scores });
  agrees('a log loss after temperature', logLoss(after).value, 12);
});

test("the ISIC challenge's scorer, with its strict decision and its present for 0/0", () => {
  const scores = isicScores(vector);
  for (const name of ['accuracy', 'sensitivity', 'specificity', 'dice', 'ppv', 'npv'] as const) {
    agrees(`ISIC ${name}`, scores[name], 13);
  }
  agrees('ISIC auc_sens_80', scores.auc_sens_80, 12);
  agrees('ISIC ap', scores.ap, 13);
  agrees('ISIC balanced_accuracy', scores.balanced_accuracy, 13);
  expect(scores.auc).toBe(auc(table));
  const nothing = isicScores({ labels: [0, 0], scores: [0.5, 0.1] });
  agrees('ISIC sensitivity of nothing', nothing.sensitivity);
  agrees('ISIC dice of nothing', nothing.dice);
  agrees('ISIC ppv of nothing', nothing.ppv);
  expect(nothing).toMatchObject({
    npv: 1,
    specificity: 1,
    balanced_accuracy: 1,
    auc: null,
    auc_sens_80: null,
    ap: null,
  });
  expect(isicConfusion({ labels: [1, 0, 1], scores: [0.5, 0.5, 0.500001] })).toEqual({ tp: 1, fp: 0, fn: 1, tn: 1 });
});

test('how many photos are needed, and what 20 pairs in the right order leave open', () => {
  agrees('photos for .90 +- .05', sampleSizeForRate(0.9, 0.05));
  const rising = Array.from({ length: 40 }, (_, i) => i);
  const apart = createScoreTable({ labels: rising.map((i) => (i < 20 ? 0 : 1)), scores: rising });
  agrees('exact pairs 20 of 20 low', exactAucInterval(apart)?.low, 12);
});
