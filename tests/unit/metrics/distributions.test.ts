import { describe, expect, test } from 'vitest';
import { betaCdf, betaQuantile, normalCdf, normalQuantile } from '../../../electron/shared/metrics/distributions.ts';
import { logitInterval, predictiveValueIntervals } from '../../../electron/shared/metrics/intervals.ts';

// expected values computed with SciPy 1.17

describe('the normal distribution', () => {
  test.each([
    [-30, 4.906713927147908e-198],
    [-5, 2.866515718791933e-7],
    [-3.0001, 0.0013494549132607172],
    [-2.9999, 0.001350341282954925],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [8, 0.9999999999999993],
  ])('has P(Z <= %f) = %f to 12 digits', (x, p) => {
    expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-12);
  });

  test.each([1e-300, 1e-10, 0.001, 0.025, 0.3, 0.49999, 0.7, 0.975, 1 - 1e-9])(
    'has a quantile of %f that maps back',
    (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-11);
    },
  );

  test('has the 97.5% point everyone knows, and no quantile of 0 and 1', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
    expect(() => normalQuantile(0)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    expect(() => normalQuantile(1)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('the beta distribution', () => {
  test.each([
    [0.3, 2, 5, 0.5798250000000003],
    [0.9, 84, 33, 0.9999999784688012],
    [0.7, 84, 34, 0.37812070113077817],
    [0.001, 1, 20, 0.01981113517046532],
    [0.5, 50000, 50001, 0.5012615631070978],
    [0.502, 50000, 50001, 0.8976155879717419],
  ])('has P(X <= %f) of beta(%i, %i) = %f', (x, a, b, p) => {
    expect(Math.abs(betaCdf(x, a, b) / p - 1)).toBeLessThan(1e-9);
  });

  test.each([
    [0.025, 84, 34, 0.627292102442839],
    [0.975, 1, 20, 0.1684334709830853],
    [0.5, 3, 7, 0.2862366680227827],
  ])('has a quantile of %f of beta(%i, %i) = %f', (p, a, b, x) => {
    expect(betaQuantile(p, a, b)).toBeCloseTo(x, 12);
  });
});

describe('intervals on the logit scale', () => {
  test('of 84 in 117', () => {
    const { low, high, method } = logitInterval(84, 117);
    expect(low).toBeCloseTo(0.6298664086156116, 12);
    expect(high).toBeCloseTo(0.7919919959943958, 12);
    expect(method).toBe('logit');
  });

  test('of PPV and NPV at 2% prevalence (Mercaldo), from the formulas in Python', () => {
    const { ppv, npv } = predictiveValueIntervals({ tp: 84, fn: 33, fp: 181, tn: 302 }, 0.02);
    expect(ppv.value).toBeCloseTo(0.0376278118609407, 12);
    expect(ppv.low).toBeCloseTo(0.03218857255354996, 12);
    expect(ppv.high).toBeCloseTo(0.04394444245562452, 12);
    expect(npv.value).toBeCloseTo(0.990877952046151, 12);
    expect(npv.low).toBeCloseTo(0.9877593159439048, 12);
    expect(npv.high).toBeCloseTo(0.9932074974999596, 12);
  });

  test('do not exist where a rate is 0 or 1, or a class is missing', () => {
    const { ppv, npv } = predictiveValueIntervals({ tp: 5, fn: 0, fp: 2, tn: 8 }, 0.02);
    expect(npv).toEqual({ value: 1, low: null, high: null, method: 'not estimable' });
    expect(ppv.method).toBe('not estimable');
    expect(predictiveValueIntervals({ tp: 5, fn: 1, fp: 0, tn: 0 }, 0.02).ppv.value).toBeNull();
  });
});
