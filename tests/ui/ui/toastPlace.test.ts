import { expect, test } from 'vitest';
import { clearBottom } from '../../../renderer/src/ui/toastPlace.ts';

const place = { column: { left: 900, right: 1260 }, heightPx: 50, windowPx: 840, least: 40, reach: 420 };
const box = (left: number, top: number, width = 100, height = 24) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('messages stand above the notice where nothing is under them', () => {
  expect(clearBottom([], place)).toBe(40);
  expect(clearBottom([box(100, 770), box(1000, 700)], place)).toBe(40);
});

test('they go above rows of controls, and into a gap only where they fit', () => {
  expect(clearBottom([box(1040, 770)], place)).toBe(78);
  // 758 to 770 is too low for them
  expect(clearBottom([box(1040, 770), box(1085, 734)], place)).toBe(840 - 734 + 8);
  expect(clearBottom([box(880, 770, 30)], place)).toBe(78);
});

test('where controls are all over they stand at the edge, as ever', () => {
  const all = Array.from({ length: 30 }, (_, row) => box(950, row * 28));
  expect(clearBottom(all, place)).toBe(40);
});
