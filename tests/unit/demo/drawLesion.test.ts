import { describe, expect, test } from 'vitest';
import { drawLesion, SAMPLE_CLASSES, SAMPLE_MAPPING } from '../../../electron/core/demo/drawLesion.ts';
import { lesionShape, type ShapeTraits } from '../../../electron/core/demo/lesionShape.ts';
import { fractalField, noiseField } from '../../../electron/core/demo/noise.ts';
import { proposeClass } from '../../../electron/shared/classTerms.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import { cpuMs } from '../metrics/cpuTime.ts';

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a drawn lesion', () => {
  test.each(SAMPLE_CLASSES)('of class %s is a picture of the size asked for, repeated by its seed', (className) => {
    const image = drawLesion(7, className, 96);
    expect([image.widthPx, image.heightPx, image.rgb.length]).toEqual([96, 96, 96 * 96 * 3]);
    expect(drawLesion(7, className, 96)).toEqual(image);
    expect(drawLesion(8, className, 96)).not.toEqual(image);
  });

  test('is darker than the skin around it', () => {
    for (const className of SAMPLE_CLASSES) {
      const differences = Array.from({ length: 8 }, (_, seed) => {
        const { rgb } = drawLesion(seed, className, 128);
        const region = (half: number): number[] =>
          Array.from({ length: half * half }, (_, k) => {
            const y = 64 - half / 2 + Math.floor(k / half);
            const x = 64 - half / 2 + (k % half);
            return rgb[3 * (y * 128 + x) + 1] ?? NaN;
          });
        return mean(region(120)) - mean(region(24));
      });
      expect(mean(differences)).toBeGreaterThan(15);
    }
  });

  test('takes under a tenth of a second', () => {
    const ms = cpuMs(() => {
      for (let seed = 0; seed < 15; seed++) drawLesion(seed, SAMPLE_CLASSES[seed % 3] ?? 'nevus');
    });
    expect(ms / 15).toBeLessThan(100);
  });

  test('has a class whose meaning the import proposes by itself', () => {
    for (const className of SAMPLE_CLASSES) expect(proposeClass(className)).toBe(SAMPLE_MAPPING[className]);
  });
});

describe('the rule behind the classes', () => {
  const calm: ShapeTraits = { asymmetry: 0, irregularity: 0, softnessPx: 4 };
  const sizePx = 128;

  /** Mean of a measure over ten outlines. */
  function measured(traits: ShapeTraits, measure: (inside: boolean[]) => number): number {
    return mean(
      Array.from({ length: 10 }, (_, seed) =>
        measure(Array.from(lesionShape(createRandom(seed), sizePx, traits).depthPx, (depth) => depth > 0)),
      ),
    );
  }

  /** Share of the lesion that is not covered when it is turned by half a turn about its centre of mass. */
  function turnedGap(inside: boolean[]): number {
    const pixels = inside.flatMap((isIn, i) => (isIn ? [{ x: i % sizePx, y: Math.floor(i / sizePx) }] : []));
    const cx = mean(pixels.map(({ x }) => x));
    const cy = mean(pixels.map(({ y }) => y));
    const missing = pixels.filter(({ x, y }) => !inside[Math.round(2 * cy - y) * sizePx + Math.round(2 * cx - x)]);
    return missing.length / pixels.length;
  }

  /** Border length against area: 1 would be least. */
  function roughness(inside: boolean[]): number {
    const area = inside.filter(Boolean).length;
    const edge = inside.filter(
      (isIn, i) => isIn && !(inside[i - 1] && inside[i + 1] && inside[i - sizePx] && inside[i + sizePx]),
    );
    return edge.length / Math.sqrt(area);
  }

  test('asymmetry makes outlines that differ from their own half turn', () => {
    expect(measured({ ...calm, asymmetry: 1 }, turnedGap)).toBeGreaterThan(1.5 * measured(calm, turnedGap));
  });

  test('irregularity makes longer borders', () => {
    expect(measured({ ...calm, irregularity: 1 }, roughness)).toBeGreaterThan(1.2 * measured(calm, roughness));
  });

  test('cannot be read from the corners: skin and light do not depend on the class', () => {
    const corner = (className: (typeof SAMPLE_CLASSES)[number]): number[] =>
      Array.from({ length: 60 }, (_, seed) => {
        const { rgb } = drawLesion(seed, className, 48);
        return mean(rgb.subarray(0, 3 * 48 * 3));
      });
    const nevi = corner('nevus');
    const melanomas = corner('melanoma');
    const spread = Math.sqrt(mean(nevi.map((x) => (x - mean(nevi)) ** 2)));
    // three standard errors of a difference of two means of 60
    expect(Math.abs(mean(nevi) - mean(melanomas))).toBeLessThan(3 * spread * Math.sqrt(2 / 60));
  });
});

test('noise stays near -1 to 1, has mean 0, and is smooth where it has few cells', () => {
  const field = noiseField(createRandom(1), 128, 6);
  expect(Math.max(...field)).toBeLessThan(1.2);
  expect(Math.min(...field)).toBeGreaterThan(-1.2);
  expect(Math.abs(mean(fractalField(createRandom(2), 128, 12, 3)))).toBeLessThan(0.05);
  const steps = field.slice(1).map((value, i) => ((i + 1) % 128 === 0 ? 0 : Math.abs(value - (field[i] ?? 0))));
  expect(Math.max(...steps)).toBeLessThan(0.2);
});
