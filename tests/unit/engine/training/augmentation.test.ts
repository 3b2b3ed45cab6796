import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Augmentation,
  drawAugmentation,
  placement,
  viewOf,
} from '../../../../electron/engine/training/augmentation.ts';
import { type Augmenter, createAugmenter } from '../../../../electron/engine/training/augmenter.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { bestPreset } from '../../../../electron/shared/presets.ts';
import type { AugmentationSettings } from '../../../../electron/shared/schemas/run.ts';

function augmenterOf(fromPx: number, toPx: number, mean = 0, scale = 1): Augmenter {
  const augmenter = createAugmenter({ fromPx, toPx, mean, scale });
  onTestFinished(() => augmenter.dispose());
  return augmenter;
}

const noise = (sizePx: number, seed = 1): Uint8Array => {
  const random = createRandom(seed, 'photo');
  return Uint8Array.from({ length: sizePx * sizePx * 3 }, () => random.below(256));
};

const drawnByTheBest = bestPreset.tuning?.augmentation;

const none: AugmentationSettings = {
  turnsAndMirrors: false,
  smallestCrop: 1,
  gain: 0,
  channelGain: 0,
  offset: 0,
  cutOut: 0,
};

describe('the 8 views', () => {
  const size = 6;
  const photo = noise(size);
  const sizes = { fromPx: size, toPx: size };
  const pixel = (from: ArrayLike<number>, y: number, x: number) =>
    [0, 1, 2].map((c) => at(from, (y * size + x) * 3 + c));

  test('hold each photo exactly, as it is, turned clockwise and mirrored', () => {
    const last = size - 1;
    /** Where the output's pixel comes from. */
    const sources: ((y: number, x: number) => [number, number])[] = [
      (y, x) => [y, x],
      (y, x) => [last - x, y],
      (y, x) => [last - y, last - x],
      (y, x) => [x, last - y],
      (y, x) => [y, last - x],
      (y, x) => [x, y],
      (y, x) => [last - y, x],
      (y, x) => [last - x, last - y],
    ];
    const views = sources.map((_, symmetry) => viewOf(symmetry, sizes));
    const photos = Uint8Array.from(sources.flatMap(() => [...photo]));
    const output = augmenterOf(size, size).apply(photos, views);
    sources.forEach((sourceOf, symmetry) => {
      const own = output.subarray(symmetry * photo.length, (symmetry + 1) * photo.length);
      for (let y = 0; y < size; y += 1)
        for (let x = 0; x < size; x += 1) expect(pixel(own, y, x)).toEqual(pixel(photo, ...sourceOf(y, x)));
    });
  });

  test('of a smaller size show the whole photo', () => {
    // A ramp stays a ramp under bilinear interpolation: each pixel is the ramp's value at its centre.
    const [fromPx, toPx] = [16, 10];
    const ramp = Uint8Array.from({ length: fromPx * fromPx * 3 }, (_, i) => 10 * (Math.floor(i / 3) % fromPx));
    const output = augmenterOf(fromPx, toPx).apply(ramp, [viewOf(0, { fromPx, toPx })]);
    const row = Array.from({ length: toPx }, (_, x) => at(output, x * 3));
    row.forEach((value, x) => expect(value).toBeCloseTo(10 * (((x + 0.5) * fromPx) / toPx - 0.5), 3));
  });
});

test('a crop reads the square that was asked for', () => {
  // Half the side, around a centre that lies a quarter to the right and down: the lower right quarter.
  const transform = placement(0, { side: 0.5, right: 0.25, down: 0.25 }, 8, 4);
  const photo = noise(8);
  const change: Augmentation = { ...viewOf(0, { fromPx: 8, toPx: 4 }), transform };
  const output = augmenterOf(8, 4).apply(photo, [change]);
  for (let y = 0; y < 4; y += 1)
    for (let x = 0; x < 4; x += 1)
      for (let c = 0; c < 3; c += 1)
        expect(at(output, (y * 4 + x) * 3 + c)).toBe(at(photo, ((y + 4) * 8 + x + 4) * 3 + c));
});

test('light and colour change each channel, stay within 0 to 255, and are scaled as the network scales', () => {
  const photo = noise(4);
  const change: Augmentation = { ...viewOf(0, { fromPx: 4, toPx: 4 }), gain: [1.5, 1, 0.5], offset: [10, -40, 5] };
  const output = augmenterOf(4, 4, 127, 128).apply(photo, [change]);
  photo.forEach((value, i) => {
    const changed = value * at([1.5, 1, 0.5], i % 3) + at([10, -40, 5], i % 3);
    expect(at(output, i)).toBeCloseTo((Math.min(255, Math.max(0, changed)) - 127) / 128, 5);
  });
});

test('a hole is blotted out with the mean, the rest stays', () => {
  const photo = noise(6);
  const change: Augmentation = { ...viewOf(0, { fromPx: 6, toPx: 6 }), hole: [1, 3, 4, 9] };
  const output = augmenterOf(6, 6, 100, 50).apply(photo, [change]);
  photo.forEach((value, i) => {
    const [y, x] = [Math.floor(i / 18), Math.floor((i % 18) / 3)];
    const isHole = y >= 1 && y < 4 && x >= 3;
    expect(at(output, i)).toBeCloseTo(isHole ? 0 : (value - 100) / 50, 5);
  });
});

describe('what is drawn', () => {
  const sizes = { fromPx: 256, toPx: 224 };
  const settings: AugmentationSettings = { ...none, ...drawnByTheBest, cutOut: 0.3 };
  const many = Array.from({ length: 2000 }, (_, i) =>
    drawAugmentation(settings, { seed: 3, epoch: 1, photo: `photo ${i}` }, sizes),
  );

  test('follows from seed, epoch and photo alone', () => {
    const draw = (seed: number, epoch: number, photo: string) =>
      drawAugmentation(settings, { seed, epoch, photo }, sizes);
    expect(draw(1, 2, 'a')).toEqual(draw(1, 2, 'a'));
    for (const other of [draw(2, 2, 'a'), draw(1, 3, 'a'), draw(1, 2, 'b')]) expect(other).not.toEqual(draw(1, 2, 'a'));
  });

  test('is nothing when nothing is asked for', () => {
    expect(drawAugmentation(none, { seed: 1, epoch: 1, photo: 'a' }, sizes)).toEqual(viewOf(0, sizes));
  });

  test('one setting changes nothing that another one draws', () => {
    const still = drawAugmentation(
      { ...settings, turnsAndMirrors: false },
      { seed: 3, epoch: 1, photo: 'photo 0' },
      sizes,
    );
    expect(still.gain).toEqual(many[0]?.gain);
    expect(still.hole).toEqual(many[0]?.hole);
  });

  test('stays within the photo and the limits, and reaches all of them', () => {
    const corners = [-0.5, 223.5];
    let [leastZoom, mostZoom] = [Infinity, 0];
    const turns = new Map<string, number>();
    for (const { transform: t, gain, offset, hole } of many) {
      for (const x of corners)
        for (const y of corners)
          for (const [a, b, c] of [t.slice(0, 3), t.slice(3, 6)] as [number, number, number][]) {
            expect(a * x + b * y + c).toBeGreaterThan(-0.5001);
            expect(a * x + b * y + c).toBeLessThan(255.5001);
          }
      const zoom = (Math.max(Math.abs(at(t, 0)), Math.abs(at(t, 1))) * 224) / 256;
      [leastZoom, mostZoom] = [Math.min(leastZoom, zoom), Math.max(mostZoom, zoom)];
      const turn = [0, 1, 3, 4].map((i) => Math.sign(at(t, i))).join();
      turns.set(turn, (turns.get(turn) ?? 0) + 1);
      for (const factor of gain) expect(Math.abs(factor - 1)).toBeLessThan(0.1 + 0.05 + 0.1 * 0.05);
      expect(new Set(offset).size).toBe(1);
      expect(Math.abs(at(offset, 0))).toBeLessThanOrEqual(15);
      expect(at(hole, 2) - at(hole, 0)).toBeLessThanOrEqual(Math.round(224 * 0.3));
    }
    expect(leastZoom).toBeGreaterThanOrEqual(0.7);
    expect(leastZoom).toBeLessThan(0.71);
    expect(mostZoom).toBeGreaterThan(0.99);
    expect(turns.size).toBe(8);
    // 250 of each expected, with a standard deviation of 15.
    for (const count of turns.values()) expect(Math.abs(count - 250)).toBeLessThan(75);
    const holes = many.filter(({ hole }) => at(hole, 2) > at(hole, 0)).length;
    expect(Math.abs(holes / 2000 - 0.5)).toBeLessThan(0.06);
  });
});
