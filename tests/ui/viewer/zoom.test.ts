import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, panned, wheelFactor, zoomedAt } from '../../../renderer/src/features/viewer/zoom.ts';

const pane = { width: 800, height: 600 };

test('a large photo is shown whole and centred, a small one up to three times its size', () => {
  expect(fitted({ width: 1600, height: 600 }, pane)).toEqual({ scale: 0.5, x: 0, y: 150 });
  expect(fitted({ width: 200, height: 100 }, pane)).toEqual({ scale: 3, x: 100, y: 150 });
});

test('zooming keeps what is under the pointer, as long as the edges allow it', () => {
  const photo = { width: 4000, height: 3000 };
  const view = zoomedAt(fitted(photo, pane), 4, { x: 400, y: 300 }, photo, pane);
  const pointer = { x: 300, y: 220 };
  const next = zoomedAt(view, 1.5, pointer, photo, pane);
  expect((pointer.x - next.x) / next.scale).toBeCloseTo((pointer.x - view.x) / view.scale, 9);
  expect((pointer.y - next.y) / next.scale).toBeCloseTo((pointer.y - view.y) / view.scale, 9);
});

test('whatever is done, a larger photo leaves no gap and a smaller one stays centred', () => {
  const side = fc.integer({ min: 1, max: 12_000 });
  const move = fc.record({
    factor: fc.double({ min: 0.2, max: 5, noNaN: true }),
    dx: fc.integer({ min: -3000, max: 3000 }),
  });
  fc.assert(
    fc.property(side, side, fc.array(move, { maxLength: 12 }), (width, height, moves) => {
      const photo = { width, height };
      let view = fitted(photo, pane);
      for (const { factor, dx } of moves) {
        view = panned(zoomedAt(view, factor, { x: 100, y: 500 }, photo, pane), dx, -dx, photo, pane);
        for (const [start, length, room] of [
          [view.x, width * view.scale, pane.width],
          [view.y, height * view.scale, pane.height],
        ] as const) {
          if (length <= room) expect(start).toBeCloseTo((room - length) / 2, 6);
          else {
            expect(start).toBeLessThanOrEqual(1e-6);
            expect(start + length).toBeGreaterThanOrEqual(room - 1e-6);
          }
        }
      }
    }),
  );
});

test('a wheel turned up and down again ends where it began', () => {
  expect(wheelFactor(-120, 0) * wheelFactor(120, 0)).toBeCloseTo(1, 12);
  expect(wheelFactor(-120, 0)).toBeGreaterThan(1);
  expect(wheelFactor(3, 1)).toBeLessThan(1);
});
