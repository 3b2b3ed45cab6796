import { expect, it } from 'vitest';
import { averageViews, placeInPhoto, viewsOf, writeView } from '../../../../electron/engine/features/views.ts';

/** 2 x 2 pixels a b / c d, each pixel (n, n, n + 100) so that channels cannot be mixed up. */
const pixels = (...ns: number[]) => Uint8Array.from(ns.flatMap((n) => [n, n, n + 100]));

it('writes each turned and mirrored image where it is told to, channels in their order', () => {
  const photo = pixels(1, 2, 3, 4);
  const expected = {
    identity: pixels(1, 2, 3, 4),
    mirrored: pixels(2, 1, 4, 3),
    upsideDown: pixels(3, 4, 1, 2),
    turned: pixels(4, 3, 2, 1),
    transposed: pixels(1, 3, 2, 4),
    clockwise: pixels(3, 1, 4, 2),
    counterclockwise: pixels(2, 4, 1, 3),
    antiTransposed: pixels(4, 2, 3, 1),
  } as const;
  expect(viewsOf('turns').toSorted()).toEqual(Object.keys(expected).toSorted());
  expect(viewsOf('turns').slice(0, 4)).toEqual(viewsOf('flips'));
  expect(viewsOf('flips').slice(0, 1)).toEqual(viewsOf('one'));
  for (const view of viewsOf('turns')) {
    const out = new Uint8Array(24);
    writeView(view, photo, 2, out, 12);
    expect(out.subarray(12)).toEqual(expected[view]);
    expect(out.subarray(0, 12)).toEqual(new Uint8Array(12));
  }
});

it('knows where in the photo each pixel of a view was', () => {
  const size = 5;
  const photo = pixels(...Array.from({ length: size * size }, (_, i) => i));
  for (const view of viewsOf('turns')) {
    const out = new Uint8Array(photo.length);
    writeView(view, photo, size, out, 0);
    const back = new Uint8Array(photo.length);
    for (let place = 0; place < size * size; place += 1) {
      const from = placeInPhoto(view, Math.floor(place / size), place % size, size) * 3;
      back.set(out.subarray(place * 3, place * 3 + 3), from);
    }
    expect(back).toEqual(photo);
  }
});

it('averages in float64 and leaves a single view as it is', () => {
  const rows = [Float32Array.of(1e8, 1), Float32Array.of(1, 2), Float32Array.of(-1e8, 3)];
  expect(averageViews(rows)).toEqual(Float32Array.of(1 / 3, 2));
  const single = Float32Array.of(0.1, 0.2);
  expect(averageViews([single])).toBe(single);
});
