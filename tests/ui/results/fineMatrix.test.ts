import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import type { FineMatrix as Matrix } from '../../../electron/shared/schemas/evaluation.ts';
import FineMatrix from '../../../renderer/src/features/results/FineMatrix.svelte';
import { fineText } from '../../../renderer/src/features/results/fineTable.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const matrix: Matrix = {
  classes: [
    { name: 'nevus', malignant: false },
    { name: 'seborrheic keratosis', malignant: false },
    { name: 'melanoma', malignant: true },
  ],
  counts: [
    [70, 5, 3],
    [10, 30, 2],
    [9, 1, 20],
  ],
  others: 2,
};

test('rows are true classes with their counts, shares and sums; a melanoma that is named benign is marked', () => {
  render(FineMatrix, { fine: matrix });
  const cell = (row: number, column: number) => screen.getByTestId(`fine-${row}-${column}`);
  expect(cell(0, 0).getAttribute('aria-label')).toBe('70, 89.7 % of the row');
  expect(cell(2, 0).getAttribute('aria-label')).toBe('9, 30.0 % of the row');
  expect(cell(2, 0).className).toContain('missed');
  expect(cell(2, 2).className).not.toContain('missed');
  expect(cell(0, 2).className).not.toContain('missed');
  const rows = screen.getAllByRole('row').map((row) => row.textContent?.replaceAll(/\s+/g, ' '));
  expect(rows[1]).toMatch(/nevus \(Benign\).*78$/);
  expect(rows[3]).toMatch(/melanoma \(Malignant\).*30$/);
  expect(screen.getByText(/2 photos are of classes that the run does not know/)).toBeTruthy();
});

test('arrows walk the cells within their row and column', async () => {
  render(FineMatrix, { fine: matrix });
  const cell = (row: number, column: number) => screen.getByTestId(`fine-${row}-${column}`);
  cell(0, 0).focus();
  const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });
  await press('ArrowRight');
  await press('ArrowDown');
  expect(document.activeElement).toBe(cell(1, 1));
  await press('End');
  await press('ArrowRight');
  expect(document.activeElement).toBe(cell(1, 2));
  await press('Home');
  await press('ArrowUp');
  await press('ArrowUp');
  expect(document.activeElement).toBe(cell(0, 0));
  expect([...document.querySelectorAll('td[tabindex="0"]')]).toEqual([cell(0, 0)]);
});

test('the table is copied as a spreadsheet takes it', async () => {
  const written: string[] = [];
  vi.stubGlobal('navigator', {
    ...navigator,
    clipboard: {
      writeText: (text: string) => {
        written.push(text);
        return Promise.resolve();
      },
    },
  });
  render(FineMatrix, { fine: matrix });
  await fireEvent.click(screen.getByRole('button', { name: 'Copy the table' }));
  expect(written).toEqual([
    'True class / Named as\tnevus\tseborrheic keratosis\tmelanoma (Malignant)\n' +
      'nevus\t70\t5\t3\nseborrheic keratosis\t10\t30\t2\nmelanoma (Malignant)\t9\t1\t20',
  ]);
});

test('a class without photos has no share, and a name cannot break the table', () => {
  const odd: Matrix = {
    classes: [
      { name: 'a\tb', malignant: false },
      { name: 'c', malignant: true },
    ],
    counts: [
      [0, 0],
      [0, 4],
    ],
    others: 0,
  };
  render(FineMatrix, { fine: odd });
  expect(screen.getByTestId('fine-0-0').getAttribute('aria-label')).toBe('0, undefined of the row');
  expect(screen.queryByText(/does not know/)).toBeNull();
  expect(fineText(odd, { corner: '', mark: 'm' })).toBe('\ta b\tc (m)\na b\t0\t0\nc (m)\t0\t4');
});
