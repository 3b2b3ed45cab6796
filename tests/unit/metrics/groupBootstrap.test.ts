import { describe, expect, test } from 'vitest';
import { bootstrapInterval, quantile, type BootstrapEstimate } from '../../../electron/shared/metrics/bootstrap.ts';
import {
  partialAucInterval,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from '../../../electron/shared/metrics/operatingPoints.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import { createRandom, permutation } from '../../../electron/shared/random.ts';
import { agrees, reference } from './agrees.ts';
import { anyonesVector, patientsOf, rows } from './vectors.ts';

const vector = anyonesVector();
const patients = patientsOf();
const by = { seed: 5, resamples: 2000 };

const width = ({ low, high }: BootstrapEstimate): number => (high ?? NaN) - (low ?? NaN);
const standardError = (estimate: BootstrapEstimate): number => width(estimate) / (2 * 1.959964);

describe('the bootstrap by patient', () => {
  test("has the standard error of Obuchowski's DeLong for photos in groups, within Monte-Carlo error", () => {
    const interval = bootstrapInterval({ ...vector, groups: patients }, auc, by);
    expect(interval.method).toBe('bootstrap (by group, percentile)');
    // 2,000 resamples know a width to some 2 %; drawing the two kinds of patients apart takes off a little
    const ratio = standardError(interval) / reference('a clustered standard error (Obuchowski 1997)');
    expect(ratio).toBeGreaterThan(0.92);
    expect(ratio).toBeLessThan(1.08);
  });

  test('is wider than by photo where each patient gave the same photo twice, by the square root of 2', () => {
    const twice = {
      labels: [...vector.labels, ...vector.labels],
      scores: [...vector.scores, ...vector.scores],
    };
    const names = [...vector.labels, ...vector.labels].map((_, i) => `patient ${i % 600}`);
    const grouped = bootstrapInterval({ ...twice, groups: names }, auc, by);
    const single = bootstrapInterval(vector, auc, by);
    expect(width(grouped) / width(single)).toBeGreaterThan(0.93);
    expect(width(grouped) / width(single)).toBeLessThan(1.07);
    expect(width(grouped) / width(bootstrapInterval(twice, auc, by))).toBeGreaterThan(1.3);
  });

  test('is that by photo where nobody has two, or no patient is known', () => {
    const photo = bootstrapInterval(vector, auc, { seed: 5, resamples: 50 });
    const apart = patients.map((_, i) => String(i));
    const unknown = patients.map(() => null);
    expect(bootstrapInterval({ ...vector, groups: apart }, auc, { seed: 5, resamples: 50 })).toEqual(photo);
    expect(bootstrapInterval({ ...vector, groups: unknown }, auc, { seed: 5, resamples: 50 })).toEqual(photo);
  });

  test('does not depend on the order of photos', () => {
    const order = permutation(600, createRandom(1));
    const groups = patients.map((patient, i) => (i % 5 === 0 ? null : patient));
    const pick = <T>(values: T[]): T[] => Array.from(order, (i) => values[i]).filter((value) => value !== undefined);
    const turned = { labels: pick(vector.labels), scores: pick(vector.scores), groups: pick(groups) };
    const options = { seed: 5, resamples: 50 };
    expect(bootstrapInterval(turned, auc, options)).toEqual(bootstrapInterval({ ...vector, groups }, auc, options));
  });

  test('has no interval where one patient holds all malignant photos', () => {
    const data = { ...rows([1, 0.9], [1, 0.7], [0, 0.8], [0, 0.3], [0, 0.1]), groups: ['a', 'a', 'b', 'c', 'd'] };
    expect(bootstrapInterval(data, auc, by)).toMatchObject({ value: 5 / 6, low: null, method: 'not estimable' });
  });

  test('refuses groups of another length', () => {
    expect(() => bootstrapInterval({ ...vector, groups: ['a'] }, auc, by)).toThrow('1 groups, 600 labels');
  });
});

describe('against the bootstrap of pROC, within Monte-Carlo error', () => {
  test('the AUC', () => {
    const { low, high } = bootstrapInterval(vector, auc, { seed: 2, resamples: 10_000 });
    expect(Math.abs((low ?? NaN) - reference('a bootstrap AUC low'))).toBeLessThan(0.003);
    expect(Math.abs((high ?? NaN) - reference('a bootstrap AUC high'))).toBeLessThan(0.003);
  });

  // pROC takes points between the corners of the ROC too, which LesionLab does not call thresholds
  test('specificity at a sensitivity and back, to half a point or two photos', () => {
    const specificity = specificityAtSensitivity(vector, 0.9, by);
    agrees('a specificity at sensitivity 0.9', specificity.value, 12);
    agrees('a threshold for sensitivity 0.9', specificity.threshold, 15);
    expect(Math.abs((specificity.low ?? NaN) - reference('a specificity at .9 low'))).toBeLessThan(0.02);
    expect(Math.abs((specificity.high ?? NaN) - reference('a specificity at .9 high'))).toBeLessThan(0.02);
    const sensitivity = sensitivityAtSpecificity(vector, 0.9, by);
    agrees('a sensitivity at specificity 0.9', sensitivity.value, 12);
    agrees('a threshold for specificity 0.9', sensitivity.threshold, 15);
    expect(Math.abs((sensitivity.low ?? NaN) - reference('a sensitivity at .9 low'))).toBeLessThan(0.02);
    expect(Math.abs((sensitivity.high ?? NaN) - reference('a sensitivity at .9 high'))).toBeLessThan(0.02);
  });
});

describe('rates at a target', () => {
  test('a benign photo on top leaves no threshold, and a sensitivity of 0', () => {
    const data = rows([0, 0.9], [1, 0.8], [1, 0.7], [0, 0.1]);
    expect(sensitivityAtSpecificity(data, 1, by)).toMatchObject({ value: 0, threshold: null });
    expect(specificityAtSensitivity(data, 1, by)).toMatchObject({ value: 0.5, threshold: 0.7 });
  });

  test('are undefined for one class, and refuse a target of 0', () => {
    const one = rows([1, 0.9], [1, 0.2]);
    expect(sensitivityAtSpecificity(one, 0.9, by)).toMatchObject({ value: null, threshold: null, low: null });
    expect(specificityAtSensitivity(one, 0.9, by)).toMatchObject({ value: null, method: 'not estimable' });
    expect(() => specificityAtSensitivity(vector, 0, by)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

test('partial areas are the references, inside their intervals', () => {
  const few = { seed: 5, resamples: 400 };
  const named = [
    ['a McClish max_fpr .1', partialAucInterval(vector, { maxFpr: 0.1 }, few)],
    ['a partial AUC TPR>= 0.8', partialAucInterval(vector, { minSensitivity: 0.8 }, few)],
  ] as const;
  for (const [name, estimate] of named) {
    agrees(name, estimate.value, 12);
    expect(estimate.low).toBeLessThan(estimate.value ?? NaN);
    expect(estimate.high).toBeGreaterThan(estimate.value ?? NaN);
  }
});

test.each([
  ['no photo', { labels: [], scores: [] }],
  ['one photo', rows([1, 0.3])],
  ['one photo of each class', rows([1, 0.9], [0, 0.1])],
])('%s has no interval', (_, data) => {
  expect(bootstrapInterval(data, auc, by)).toMatchObject({ low: null, high: null, method: 'not estimable' });
  expect(partialAucInterval(data, { maxFpr: 0.1 }, by)).toMatchObject({ low: null, method: 'not estimable' });
  expect(specificityAtSensitivity(data, 0.9, by)).toMatchObject({ low: null, method: 'not estimable' });
});

test('a score that is no number is refused by its place', () => {
  expect(() => bootstrapInterval(rows([1, 0.3], [0, NaN]), auc, by)).toThrow('score NaN at 1 is no finite number');
});

test('a quantile lies between its neighbours as R and numpy have it', () => {
  expect(quantile(Float64Array.of(1, 2, 4, 8), 0.5)).toBe(3);
  expect(quantile(Float64Array.of(1, 2, 4, 8), 0.9)).toBeCloseTo(6.8, 12);
  expect(quantile(Float64Array.of(1, 2, 4, 8), 1)).toBe(8);
  expect(quantile(Float64Array.of(7), 0.3)).toBe(7);
});
