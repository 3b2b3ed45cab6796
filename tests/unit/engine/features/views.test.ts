import { expect, it } from 'vitest';
import { averageViews, viewsOf, writeView } from '../../../../electron/engine/features/views.ts';

/** 2 x 2 pixels a b / c d, each pixel (n, n, n + 100) so that channels cannot be mixed up. */
const pixels = (...ns: number[]) => Uint8Array.from(ns.flatMap((n) => [n, n, n + 100]));

it('writes each mirror image where it is told to, channels in their order', () => {
  const photo = pixels(1, 2, 3, 4);
  const expected = {
    identity: pixels(1, 2, 3, 4),
    mirrored: pixels(2, 1, 4, 3),
    upsideDown: pixels(3, 4, 1, 2),
    turned: pixels(4, 3, 2, 1),
  } as const;
  expect(viewsOf('flips').toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const view of viewsOf('flips')) {
    const out = new Uint8Array(24);
    writeView(view, photo, 2, out, 12);
    expect(out.subarray(12)).toEqual(expected[view]);
    expect(out.subarray(0, 12)).toEqual(new Uint8Array(12));
  }
});

it('averages in float64 and leaves a single view as it is', () => {
  const rows = [Float32Array.of(1e8, 1), Float32Array.of(1, 2), Float32Array.of(-1e8, 3)];
  expect(averageViews(rows)).toEqual(Float32Array.of(1 / 3, 2));
  const single = Float32Array.of(0.1, 0.2);
  expect(averageViews([single])).toBe(single);
});
