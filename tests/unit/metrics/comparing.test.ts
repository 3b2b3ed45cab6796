import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignScores } from '../../../electron/shared/metrics/alignScores.ts';
import { compareReadings } from '../../../electron/shared/metrics/compare.ts';
import { holm } from '../../../electron/shared/metrics/holm.ts';
import { mcnemar } from '../../../electron/shared/metrics/mcnemar.ts';
import { agrees } from './agrees.ts';
import { anyonesVector, coarseScores } from './vectors.ts';

const vector = anyonesVector();
const callsA = vector.scores.map((score) => score >= 0.5);
const callsB = coarseScores().map((score) => score >= 0.5);

describe("McNemar's test", () => {
  test.each(['all', 'malignant', 'benign'] as const)('is that of R and statsmodels, among %s', (among) => {
    const { onlyARight, onlyBRight, pValue, method } = mcnemar({ callsA, callsB, labels: vector.labels, among });
    agrees(`McNemar ${among} only a right`, onlyARight);
    agrees(`McNemar ${among} only b right`, onlyBRight);
    agrees(`McNemar ${among} exact p`, pValue, 15);
    expect(method).toBe('exact binomial');
  });

  test('of more than 1,000 photos that one alone has right is chi-squared, with the correction', () => {
    const labels = Array.from({ length: 1310 }, () => 1);
    const calls = labels.map((_, i) => i < 700);
    const { pValue, method } = mcnemar({ callsA: calls, callsB: calls.map((call) => !call), labels, among: 'all' });
    agrees('McNemar 700 against 610 p', pValue, 13);
    expect(method).toBe('chi-squared');
  });

  test('of 1,000 such photos is still exact and finite', () => {
    const labels = Array.from({ length: 1000 }, () => 0);
    const calls = labels.map((_, i) => i < 500);
    const even = mcnemar({ callsA: calls, callsB: calls.map((call) => !call), labels, among: 'all' });
    expect(even).toEqual({ onlyARight: 500, onlyBRight: 500, pValue: 1, method: 'exact binomial' });
  });

  test('of readings that never differ has a p of 1, and none without photos', () => {
    const same = { callsA: [true, false], callsB: [true, false], labels: [1, 1] };
    expect(mcnemar({ ...same, among: 'malignant' })).toMatchObject({ onlyARight: 0, onlyBRight: 0, pValue: 1 });
    expect(mcnemar({ ...same, among: 'benign' }).pValue).toBeNull();
  });

  test('refuses columns of unequal lengths and other labels', () => {
    expect(() => mcnemar({ callsA: [true], callsB: [], labels: [1], among: 'all' })).toThrow('but 1 labels');
    expect(() => mcnemar({ callsA: [true], callsB: [true], labels: [2], among: 'all' })).toThrow('neither 0 nor 1');
  });
});

describe("Holm's adjustment", () => {
  test('is that of R and statsmodels', () => {
    holm([0.03, 0.001, 0.04, 0.02, 0.8]).forEach((p, i) => agrees(`Holm ${i + 1}`, p, 13));
  });

  test('passes over what has no p value', () => {
    expect(holm([null, 0.02, null, 0.04])).toEqual([null, 0.04, null, 0.04]);
    expect(holm([])).toEqual([]);
  });

  test('keeps the order of p values, never lowers one and never passes 1', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(p, { maxLength: 15 }), (values) => {
        const adjusted = holm(values);
        values.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          values.forEach((other, j) => {
            if (value <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? NaN);
          });
        });
      }),
    );
  });
});

describe('readings of the same photos', () => {
  const reading = (...photos: [string, number, number][]): { keys: string[]; labels: number[]; scores: number[] } => ({
    keys: photos.map(([key]) => key),
    labels: photos.map(([, label]) => label),
    scores: photos.map(([, , score]) => score),
  });

  test('are brought together by path, whatever their order and slashes', () => {
    const a = reading(['x/1.jpg', 1, 0.9], ['y/1.jpg', 0, 0.1], ['y/2.jpg', 0, 0.2]);
    const b = reading(['y\\2.jpg', 0, 0.3], ['y/1.jpg', 0, 0.4], ['x/1.jpg', 1, 0.5], ['z/7.jpg', 1, 0.5]);
    expect(alignScores([a, b])).toEqual({
      keys: ['x/1.jpg', 'y/1.jpg', 'y/2.jpg'],
      labels: [1, 0, 0],
      scores: [
        [0.9, 0.1, 0.2],
        [0.5, 0.4, 0.3],
      ],
      onlyIn: [0, 1],
      labelConflicts: [],
    });
  });

  test('else by file name without folder and ending, in any case', () => {
    const a = reading(['set/mel/ISIC_01.JPG', 1, 0.9], ['set/nev/ISIC_02.jpg', 0, 0.1]);
    const b = reading(['isic_02', 0, 0.7], ['ISIC_01', 1, 0.8]);
    expect(alignScores([a, b, a])).toMatchObject({
      scores: [
        [0.9, 0.1],
        [0.8, 0.7],
        [0.9, 0.1],
      ],
      onlyIn: [0, 0, 0],
    });
  });

  test('but not by a name that stands twice, nor by a key that does', () => {
    const a = reading(['mel/1.jpg', 1, 0.9], ['nev/1.jpg', 0, 0.1], ['nev/2.jpg', 0, 0.3]);
    const b = reading(['1', 0, 0.7], ['2', 0, 0.8], ['2', 0, 0.2]);
    expect(alignScores([a, b])).toMatchObject({ keys: [], onlyIn: [3, 3] });
  });

  test('never give one row to two photos', () => {
    const a = reading(['a/1.jpg', 1, 0.9], ['1.jpg', 0, 0.1]);
    const b = reading(['1.jpg', 0, 0.4]);
    expect(alignScores([a, b])).toMatchObject({ keys: ['1.jpg'], scores: [[0.1], [0.4]], onlyIn: [1, 0] });
  });

  test('leave out photos whose labels differ, by name', () => {
    const a = reading(['1', 1, 0.9], ['2', 0, 0.1]);
    const b = reading(['1', 0, 0.7], ['2', 0, 0.8]);
    expect(alignScores([a, b])).toMatchObject({ keys: ['2'], labelConflicts: ['1'], onlyIn: [0, 0] });
  });

  test('of unequal columns, or none at all, are refused', () => {
    expect(() => alignScores([])).toThrow('no readings');
    expect(() => alignScores([{ keys: ['1'], labels: [], scores: [] }])).toThrow('1 keys, 0 labels');
  });

  test('are compared in pairs: DeLong and McNemar, adjusted for their number', () => {
    const coarse = coarseScores();
    const scores = [vector.scores, coarse, vector.scores.map((score, i) => (score + (coarse[i] ?? 0)) / 2)];
    const pairs = compareReadings({ labels: vector.labels, scores }, [0.5, 0.5, 0.4]);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const [first] = pairs;
    agrees('a against b Z', first?.delong?.z, 11);
    agrees('McNemar malignant exact p', first?.mcnemar.malignant.pValue, 14);
    expect(pairs.map(({ delongHolm }) => delongHolm)).toEqual(holm(pairs.map(({ delong }) => delong?.p ?? null)));
    expect(pairs.map(({ mcnemarHolm }) => mcnemarHolm)).toEqual(holm(pairs.map(({ mcnemar: { all } }) => all.pValue)));
  });

  test('without a common photo, or with the same scores, have nothing to test', () => {
    const none = compareReadings({ labels: [], scores: [[], []] }, [0.5, 0.5]);
    expect(none).toMatchObject([{ delong: null, delongHolm: null, mcnemarHolm: null }]);
    const same = compareReadings({ labels: vector.labels, scores: [vector.scores, vector.scores] }, [0.5, 0.5]);
    expect(same).toMatchObject([{ delong: { difference: 0, p: null }, delongHolm: null, mcnemarHolm: 1 }]);
    expect(() => compareReadings({ labels: [], scores: [[], []] }, [0.5])).toThrow('1 thresholds, 2 readings');
  });
});
