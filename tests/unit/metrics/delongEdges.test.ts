import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '../../../electron/shared/metrics/bootstrap.ts';
import { delongAuc, pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { exactAucInterval } from '../../../electron/shared/metrics/exactAuc.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import { createScoreTable, tableOfCounts } from '../../../electron/shared/metrics/scoreTable.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import { IntervalMethod } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { cpuMs } from './cpuTime.ts';
import { rows } from './vectors.ts';

/** Normal scores, those of malignant photos shifted, in steps (0: none) so that some tie. */
function drawn(
  seed: number,
  [positives, negatives]: [number, number],
  shift: number,
  step: number,
): { labels: number[]; scores: number[] } {
  const random = createRandom(seed, 'delong');
  const labels = Array.from({ length: positives + negatives }, (_, i) => (i < positives ? 1 : 0));
  const scores = labels.map((label) => label * shift + random.normal());
  return { labels, scores: step === 0 ? scores : scores.map((score) => Math.round(score / step) * step) };
}

test('DeLong and the bootstrap agree within Monte-Carlo error, ties or none', () => {
  const sizes = fc.tuple(fc.integer({ min: 60, max: 150 }), fc.integer({ min: 60, max: 150 }));
  const shift = fc.double({ min: 0.2, max: 1.4, noNaN: true });
  fc.assert(
    fc.property(fc.nat(1e6), sizes, shift, fc.constantFrom(0, 0.5), (seed, size, by, step) => {
      const data = drawn(seed, size, by, step);
      const delong = delongAuc(createScoreTable(data));
      const interval = bootstrapInterval(data, auc, { seed, resamples: 2000 });
      const error = delong.standardError ?? NaN;
      expect(interval.value).toBe(delong.value);
      // an end of 2,000 resamples is known to .06 standard errors; skewness moves both ends alike, by less than .4
      expect(Math.abs((interval.low ?? NaN) - (delong.low ?? NaN))).toBeLessThan(0.6 * error);
      expect(Math.abs((interval.high ?? NaN) - (delong.high ?? NaN))).toBeLessThan(0.6 * error);
      const width = (interval.high ?? NaN) - (interval.low ?? NaN);
      expect(Math.abs(width / (2 * 1.959964 * error) - 1)).toBeLessThan(0.12);
    }),
    { numRuns: 25, seed: 6 },
  );
});

describe('an AUC of exactly 0 or 1', () => {
  const apart = rows([1, 0.9], [1, 0.8], [1, 0.7], [0, 0.1], [0, 0.2]);

  test('has no DeLong interval, and an exact one from pairs without a common photo', () => {
    const table = createScoreTable(apart);
    expect(delongAuc(table)).toMatchObject({ value: 1, low: null, method: 'not estimable' });
    const exact = exactAucInterval(table);
    expect(exact).toMatchObject({ value: 1, high: 1, method: 'exact (pairs)', pairs: 2 });
    expect(exact?.low).toBeCloseTo(Math.sqrt(0.025), 12);
    expect(exactAucInterval(table, 0.9)?.low).toBeCloseTo(Math.sqrt(0.05), 12);
    expect(IntervalMethod.parse(exact?.method)).toBe('exact (pairs)');
  });

  test('of 0 it is the mirror image', () => {
    const turned = createScoreTable({ labels: apart.labels, scores: Array.from(apart.scores, (score) => -score) });
    const exact = exactAucInterval(turned);
    expect(exact).toMatchObject({ value: 0, low: 0, pairs: 2 });
    expect(exact?.high).toBeCloseTo(1 - Math.sqrt(0.025), 12);
  });

  test('of one photo a class says nearly nothing: from .025', () => {
    expect(exactAucInterval(createScoreTable(rows([1, 1e-14], [0, 1e-15])))?.low).toBeCloseTo(0.025, 12);
  });

  test('is the only one that has it', () => {
    for (const data of [rows([1, 0.5], [0, 0.5]), rows([1, 0.2]), rows([1, 0.2], [0, 0.1], [0, 0.3])]) {
      expect(exactAucInterval(createScoreTable(data))).toBeNull();
    }
    expect(exactAucInterval(createScoreTable({ labels: [], scores: [] }))).toBeNull();
  });
});

describe('a table of counts', () => {
  test('joins equal scores and leaves out those without a photo', () => {
    const joined = tableOfCounts(Float64Array.of(0.9, 0.5, 0.5, 0.2), [1, 1, 0, 0], [0, 1, 2, 0]);
    expect(joined).toEqual(createScoreTable(rows([1, 0.9], [1, 0.5], [0, 0.5], [0, 0.5], [0, 0.5])));
  });
});

test('100,000 photos: DeLong, and the paired comparison, take well under a second', () => {
  const data = drawn(4, [20_000, 80_000], 1, 0);
  const table = createScoreTable(data);
  expect(cpuMs(() => delongAuc(table))).toBeLessThan(300);
  const other = data.scores.map((score, i) => score + (i % 7));
  expect(cpuMs(() => pairedDelong({ labels: data.labels, scoresA: data.scores, scoresB: other }))).toBeLessThan(1000);
});
