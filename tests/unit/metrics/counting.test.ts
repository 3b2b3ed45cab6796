import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outOfThousand } from '../../../electron/shared/metrics/iconArray.ts';
import { nearScores, nearThreshold } from '../../../electron/shared/metrics/nearThreshold.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';

describe('out of 1,000', () => {
  test("the tutorial's call at 2 % prevalence", () => {
    const counts = outOfThousand({ sensitivity: 84 / 117, specificity: 302 / 483, prevalence: 0.02 });
    // 14.36 found, 5.64 missed, 367.25 needless, 612.75 spared
    expect(counts).toEqual({ found: 14, missed: 6, needless: 367, spared: 613 });
  });

  test('nobody is lost or made up by rounding: whole numbers within 1 of the expected ones, 1,000 together', () => {
    const rate = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 0.9, 0.5, 0.1, 1 / 3));
    fc.assert(
      fc.property(rate, rate, rate, (sensitivity, specificity, prevalence) => {
        const { found, missed, needless, spared } = outOfThousand({ sensitivity, specificity, prevalence });
        expect(found + missed + needless + spared).toBe(1000);
        const expected = [
          [found, 1000 * prevalence * sensitivity],
          [missed, 1000 * prevalence * (1 - sensitivity)],
          [needless, 1000 * (1 - prevalence) * (1 - specificity)],
          [spared, 1000 * (1 - prevalence) * specificity],
        ] as const;
        for (const [count, exact] of expected) {
          expect(Number.isInteger(count)).toBe(true);
          expect(count).toBeGreaterThanOrEqual(0);
          expect(Math.abs(count - exact)).toBeLessThan(1 + 1e-6);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('whole expectations stay as they are', () => {
    expect(outOfThousand({ sensitivity: 0.9, specificity: 0.7, prevalence: 0.1 })).toEqual({
      found: 90,
      missed: 10,
      needless: 270,
      spared: 630,
    });
  });

  test.each([NaN, -0.1, 1.1])('a rate of %f is refused', (rate) => {
    expect(() => outOfThousand({ sensitivity: rate, specificity: 1, prevalence: 0.1 })).toThrow('not all from 0 to 1');
  });
});

describe('near the threshold', () => {
  const hundred = createScoreTable({
    labels: Array.from({ length: 100 }, (_, i) => i % 2),
    scores: Array.from({ length: 100 }, (_, i) => i / 100),
  });

  test('is a score with fewer than 5 % of the validation photos in between, on either side', () => {
    expect(nearThreshold(0.54, 0.5, hundred)).toEqual({ isNear: true, between: 4, n: 100 });
    expect(nearThreshold(0.55, 0.5, hundred)).toEqual({ isNear: false, between: 5, n: 100 });
    expect(nearThreshold(0.46, 0.5, hundred)).toEqual({ isNear: true, between: 4, n: 100 });
    expect(nearThreshold(0.45, 0.5, hundred)).toEqual({ isNear: false, between: 5, n: 100 });
    expect(nearThreshold(0.5, 0.5, hundred)).toEqual({ isNear: true, between: 0, n: 100 });
  });

  test('counts ranks, not distances: crowded scores of 1e-6 are far apart', () => {
    const crowded = createScoreTable({
      labels: Array.from({ length: 100 }, (_, i) => i % 2),
      scores: Array.from({ length: 100 }, (_, i) => i * 1e-6),
    });
    expect(nearThreshold(9e-5, 1e-5, crowded)).toMatchObject({ isNear: false, between: 80 });
  });

  test('cannot be told without validation photos, and not of NaN', () => {
    expect(nearThreshold(0.5, 0.5, createScoreTable({ labels: [], scores: [] }))).toEqual({
      isNear: false,
      between: 0,
      n: 0,
    });
    expect(() => nearThreshold(NaN, 0.5, hundred)).toThrow('no finite number');
  });

  test('is asked of many scores at once by a range that holds exactly those near, whatever the table', () => {
    const score = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      // ties, also with the threshold, and both ends
      fc.integer({ min: 0, max: 12 }).map((step) => step / 12),
    );
    const photos = fc.array(fc.record({ label: fc.constantFrom(0, 1), score }), { maxLength: 120 });
    fc.assert(
      fc.property(photos, score, fc.array(score, { maxLength: 40 }), (validation, threshold, more) => {
        const scores = validation.map((photo) => photo.score);
        const table = createScoreTable({ labels: validation.map(({ label }) => label), scores });
        const range = nearScores(threshold, table);
        for (const each of [...scores, ...more, threshold, 0, 1]) {
          const inRange = range !== null && each > range.above && each <= range.upTo;
          expect([each, inRange]).toEqual([each, nearThreshold(each, threshold, table).isNear]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
