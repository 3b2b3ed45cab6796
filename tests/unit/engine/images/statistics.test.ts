import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawLesion, SAMPLE_CLASSES } from '../../../../electron/core/demo/drawLesion.ts';
import type { Picture } from '../../../../electron/engine/images/look.ts';
import { shrink } from '../../../../electron/engine/images/shrink.ts';
import { pictureStatistics, statisticCount } from '../../../../electron/engine/images/statistics.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import type { Pixels } from '../../../support/photos.ts';
import { blot, jpeg, noise } from '../../../support/photos.ts';

const pictureOf = ({ rgb, widthPx, heightPx }: Pixels): Picture => ({ rgb, widthPx, heightPx });

function shrunk(picture: Picture, sidePx: number): Float64Array {
  const out = new Float64Array(sidePx * sidePx * 3).fill(7);
  shrink(picture, sidePx, out);
  return out;
}

/** By the definition: the integral over the area of each pixel of the result. */
function byHand({ rgb, widthPx, heightPx }: Picture, sidePx: number): number[] {
  const covered = (place: number, i: number, from: number): number =>
    Math.max(0, Math.min(place + 1, ((i + 1) * from) / sidePx) - Math.max(place, (i * from) / sidePx));
  return Array.from({ length: sidePx * sidePx * 3 }, (_, n) => {
    const [j, i, c] = [Math.floor(n / 3 / sidePx), Math.floor(n / 3) % sidePx, n % 3];
    let sum = 0;
    for (let y = 0; y < heightPx; y += 1) {
      for (let x = 0; x < widthPx; x += 1) {
        sum += covered(x, i, widthPx) * covered(y, j, heightPx) * at(rgb, (y * widthPx + x) * 3 + c);
      }
    }
    return (sum * sidePx * sidePx) / widthPx / heightPx;
  });
}

/** Rows and columns change places: with mirroring, every turn is made of it. */
function transposed({ rgb, widthPx, heightPx }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const from = (y * widthPx + x) * 3;
      out.set(rgb.subarray(from, from + 3), (x * heightPx + y) * 3);
    }
  }
  return { rgb: out, widthPx: heightPx, heightPx: widthPx };
}

function mirrored({ rgb, widthPx, heightPx }: Picture): Picture {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < widthPx * heightPx; i += 1) {
    const from = (i - (i % widthPx) + widthPx - 1 - (i % widthPx)) * 3;
    out.set(rgb.subarray(from, from + 3), i * 3);
  }
  return { rgb: out, widthPx, heightPx };
}

describe('shrink', () => {
  it.each([
    [32, 32],
    [19, 8],
    [8, 13],
    [5, 3],
    [1, 1],
    [1, 40],
  ])('takes the mean of the area that each pixel covers (%i x %i to 8 x 8)', (widthPx, heightPx) => {
    const picture = pictureOf(noise(widthPx, heightPx, 1));
    const expected = byHand(picture, 8);
    shrunk(picture, 8).forEach((value, i) => expect(value).toBeCloseTo(at(expected, i), 9));
  });
});

describe('picture statistics', () => {
  it('are 45 numbers that say nothing of what was measured before', () => {
    const [first, other] = [pictureOf(blot(80, 60, 1)), pictureOf(noise(90, 200, 2))];
    const numbers = pictureStatistics(first);
    expect(numbers).toHaveLength(statisticCount);
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(pictureStatistics(other)).not.toEqual(numbers);
    expect(pictureStatistics(first)).toEqual(numbers);
  });

  it('do not change with mirroring and turning', () => {
    const picture = pictureOf(noise(70, 45, 3));
    const plain = pictureStatistics(picture);
    for (const changed of [mirrored(picture), transposed(picture), mirrored(transposed(picture))]) {
      pictureStatistics(changed).forEach((value, i) => expect(value).toBeCloseTo(at(plain, i), 4));
    }
  });

  it('are about the same of a photo, of its thumbnail and at another size, and far from those of another', async () => {
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(...a.map((value, i) => value - at(b, i)));
    for (let seed = 1; seed <= 4; seed += 1) {
      const lesion = pictureOf(drawLesion(seed, at(SAMPLE_CLASSES, seed % 3)));
      const own = pictureStatistics(lesion);
      const decoded = async (widthPx: number, quality: number): Promise<Float32Array> => {
        const bytes = await sharp(await jpeg({ ...lesion }))
          .resize(widthPx)
          .jpeg({ quality })
          .toBuffer();
        const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
        return pictureStatistics({ rgb: data, widthPx: info.width, heightPx: info.height });
      };
      const another = pictureStatistics(pictureOf(drawLesion(seed + 100, at(SAMPLE_CLASSES, seed % 3))));
      expect(distance(own, await decoded(lesion.widthPx, 85))).toBeLessThan(0.1 * distance(own, another));
      expect(distance(own, await decoded(200, 92))).toBeLessThan(0.2 * distance(own, another));
    }
  });
});
