import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveInGrid, scrollToShow, visibleRange } from '../../../renderer/src/ui/virtual.ts';

const shape = { count: 100_000, columns: 8, rowsInView: 5 };

describe('moving in a grid', () => {
  test('arrows move by one, rows by a row, pages by a screenful less a row', () => {
    expect(moveInGrid('ArrowRight', 10, shape)).toBe(11);
    expect(moveInGrid('ArrowLeft', 10, shape)).toBe(9);
    expect(moveInGrid('ArrowDown', 10, shape)).toBe(18);
    expect(moveInGrid('ArrowUp', 10, shape)).toBe(2);
    expect(moveInGrid('PageDown', 10, shape)).toBe(42);
    expect(moveInGrid('PageUp', 42, shape)).toBe(10);
    expect(moveInGrid('Home', 10, shape)).toBe(0);
    expect(moveInGrid('End', 10, shape)).toBe(99_999);
    expect(moveInGrid('a', 10, shape)).toBeNull();
  });

  test('a short last row can be reached from above a gap, and only from the row before', () => {
    const short = { count: 10, columns: 4, rowsInView: 3 };
    expect(moveInGrid('ArrowDown', 7, short)).toBe(9);
    expect(moveInGrid('ArrowDown', 8, short)).toBe(8);
    expect(moveInGrid('ArrowUp', 2, short)).toBe(2);
  });

  test('sideways keys are no business of a list', () => {
    expect(moveInGrid('ArrowLeft', 3, { count: 9, columns: 1, rowsInView: 3 })).toBeNull();
  });

  test('no key leads out of the grid', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 0, max: 30 }),
        fc.nat(),
        fc.constantFrom(...keys),
        (count, columns, rowsInView, at, key) => {
          const next = moveInGrid(key, at % count, { count, columns, rowsInView });
          expect(next).not.toBeNull();
          expect(next).toBeGreaterThanOrEqual(0);
          expect(next).toBeLessThan(count);
        },
      ),
    );
  });
});

describe('what is drawn', () => {
  test('every row in view is drawn, and not many more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 10, max: 400 }),
        fc.integer({ min: 0, max: 100_000 }),
        (scrollTop, viewportPx, rowPx, rows) => {
          const { first, last } = visibleRange(scrollTop, viewportPx, rowPx, rows, 4);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeLessThanOrEqual(rows);
          expect(first).toBeLessThanOrEqual(last);
          expect(last - first).toBeLessThanOrEqual(viewportPx / rowPx + 10);
          const top = Math.floor(scrollTop / rowPx);
          const bottom = Math.min(rows - 1, Math.floor((scrollTop + viewportPx - 1) / rowPx));
          if (top < rows) expect(first <= top && bottom < last).toBe(true);
        },
      ),
    );
  });

  test('a row already in view does not move the list; one outside comes just into it', () => {
    expect(scrollToShow(100, 300, 150, 50)).toBe(100);
    expect(scrollToShow(100, 300, 40, 50)).toBe(40);
    expect(scrollToShow(100, 300, 380, 50)).toBe(130);
  });
});
