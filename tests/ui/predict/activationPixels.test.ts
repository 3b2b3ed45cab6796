import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationPixels, isPale, pushes } from '../../../renderer/src/ui/activationPixels.ts';

function alphaAt({ width, data }: ReturnType<typeof activationPixels>, x: number, y: number): number {
  return data[(y * width + x) * 4 + 3] ?? Number.NaN;
}

test('row by row, from the upper left: the strongest place is the densest, and what lowers the score stays clear', () => {
  const pixels = activationPixels({ columns: 3, rows: 2, values: [0, 0, 4, -4, -4, -4] });
  expect([pixels.width, pixels.height, pixels.data.length]).toEqual([48, 32, 48 * 32 * 4]);
  expect(alphaAt(pixels, 47, 0)).toBe(255);
  expect(alphaAt(pixels, 0, 0)).toBe(0);
  for (const x of [0, 20, 47]) expect(alphaAt(pixels, x, 31)).toBe(0);
});

test('the scale is the largest contribution of either sign', () => {
  expect(alphaAt(activationPixels({ columns: 1, rows: 1, values: [2] }), 8, 8)).toBe(255);
  expect(alphaAt(activationPixels({ columns: 2, rows: 1, values: [1, -4] }), 0, 0)).toBe(64);
});

test('a map of nothing but zeros, and one of negatives only, colour nothing', () => {
  for (const values of [
    [0, 0, 0, 0],
    [-1, -2, -3, 0],
  ]) {
    expect(
      activationPixels({ columns: 2, rows: 2, values })
        .data.filter((_, i) => i % 4 === 3)
        .every((a) => a === 0),
    ).toBe(true);
  }
});

test('smoothing makes nothing up: between places nothing is denser than they are, nor clear between coloured ones', () => {
  const maps = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(maps, (values) => {
      const largest = Math.max(...values.map(Math.abs));
      fc.pre(largest > 1e-6);
      const pixels = activationPixels({ columns: 4, rows: 3, values });
      const share = (x: number, y: number): number => Math.max(0, values[y * 4 + x] ?? 0) / largest;
      for (let y = 8; y < 40; y += 3) {
        for (let x = 8; x < 56; x += 3) {
          const left = Math.floor((x + 0.5) / 16 - 0.5);
          const top = Math.floor((y + 0.5) / 16 - 0.5);
          const around = [share(left, top), share(Math.min(3, left + 1), top)].concat(
            share(left, Math.min(2, top + 1)),
            share(Math.min(3, left + 1), Math.min(2, top + 1)),
          );
          const alpha = alphaAt(pixels, x, y) / 255;
          expect(alpha).toBeLessThanOrEqual(Math.max(...around) + 0.003);
          if (around.every((value) => value > 0)) expect(alpha).toBeGreaterThanOrEqual(Math.min(...around) - 0.003);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('what raises, what lowers and the constant add up to the log-odds', () => {
  const { up, down, logit } = pushes({ columns: 2, rows: 2, values: [2, -1, 0, 1], bias: -0.05 });
  expect([up, down]).toEqual([0.75, -0.25]);
  expect(logit).toBeCloseTo(0.45, 12);
});

test('a map is pale when the strongest place that raises is less than half as strong as one that lowers', () => {
  expect(isPale({ values: [2.8, -7.4] })).toBe(true);
  expect(isPale({ values: [4, -7.4] })).toBe(false);
  expect(isPale({ values: [4, 1] })).toBe(false);
  // nothing raises: that is said in its own words
  expect(isPale({ values: [0, -1] })).toBe(false);
});
