import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RateEstimate } from '../../../electron/shared/schemas/evaluationSummary.ts';
import ClassMark from '../../../renderer/src/ui/ClassMark.svelte';
import { nextSort, sortRows } from '../../../renderer/src/ui/columns.ts';
import NumberField from '../../../renderer/src/ui/NumberField.svelte';
import { parseNumber, stepBy } from '../../../renderer/src/ui/numbers.ts';
import Rate from '../../../renderer/src/ui/Rate.svelte';
import Segmented from '../../../renderer/src/ui/Segmented.svelte';
import Tabs from '../../../renderer/src/ui/Tabs.svelte';
import { createRawSnippet } from 'svelte';

afterEach(cleanup);

describe('a number field', () => {
  test('reads numbers as people write them, and nothing else', () => {
    expect(parseNumber(' 0.5 ')).toBe(0.5);
    expect(parseNumber('0,5')).toBe(0.5);
    expect(parseNumber('１２')).toBe(12);
    expect(parseNumber('1e-3')).toBe(0.001);
    for (const text of ['', 'abc', '1 000', '1,000,000', '0x10', 'Infinity', '1e999', '--1']) {
      expect(parseNumber(text), text).toBeNull();
    }
  });

  test('steps without the dust of binary fractions', () => {
    expect(stepBy(0.1, 0.1, 2)).toBe(0.3);
    expect(stepBy(0.23, 0.001, -1)).toBe(0.229);
  });

  test('commits on Enter and on leaving, held to its limits', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'Epochs', value: 30, min: 1, max: 100, integer: true, onchange });
    const field = screen.getByLabelText('Epochs');
    await fireEvent.input(field, { target: { value: '250' } });
    expect(screen.getByRole('alert').textContent).toBe('A number from 1 to 100.');
    expect(onchange).not.toHaveBeenCalled();
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(onchange).toHaveBeenLastCalledWith(100);
    await fireEvent.input(field, { target: { value: '12.7' } });
    await fireEvent.blur(field);
    expect(onchange).toHaveBeenLastCalledWith(13);
  });

  test('goes back to its value when what was typed is no number, or on Escape', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'Epochs', value: 30, onchange });
    const field = screen.getByLabelText<HTMLInputElement>('Epochs');
    await fireEvent.input(field, { target: { value: 'many' } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.blur(field);
    expect(field.value).toBe('30');
    await fireEvent.input(field, { target: { value: '44' } });
    await fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe('30');
    expect(onchange).not.toHaveBeenCalled();
  });

  test('an optional one may be empty, and arrows step', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'Patience', value: 5, min: 1, optional: true, onchange });
    const field = screen.getByLabelText('Patience');
    await fireEvent.keyDown(field, { key: 'ArrowUp' });
    expect(onchange).toHaveBeenLastCalledWith(6);
    await fireEvent.keyDown(field, { key: 'ArrowDown', shiftKey: true });
    expect(onchange).toHaveBeenLastCalledWith(1);
    await fireEvent.input(field, { target: { value: '' } });
    await fireEvent.blur(field);
    expect(onchange).toHaveBeenLastCalledWith(null);
  });
});

describe('a rate', () => {
  const rate = (part: Partial<RateEstimate>): RateEstimate => ({
    value: 84 / 117,
    low: 0.63,
    high: 0.792,
    method: 'Wilson',
    count: 84,
    total: 117,
    ...part,
  });

  test('stands with its counts and its interval', () => {
    const { container } = render(Rate, { rate: rate({}) });
    expect(container.textContent.replaceAll(/\s+/g, ' ').trim()).toBe('84 of 117, 71.8 % (63.0–79.2)');
  });

  test('is undefined, not 0, where nothing was counted', () => {
    const { container } = render(Rate, {
      rate: rate({ value: null, low: null, high: null, method: 'not estimable', count: 0, total: 0 }),
    });
    expect(container.textContent).toContain('undefined');
    expect(container.textContent).not.toContain('%');
  });
});

describe('the class marks', () => {
  test('differ in shape, not only in colour, and a missed one is hatched', () => {
    const shape = (props: Record<string, unknown>): string => {
      const { container } = render(ClassMark, props);
      const html = container.innerHTML;
      cleanup();
      return html;
    };
    expect(shape({ label: 'benign' })).toContain('<circle');
    expect(shape({ label: 'malignant' })).toContain('<path');
    expect(shape({ label: null })).toContain('No label');
    expect(shape({ label: 'malignant', missed: true })).toContain('<pattern');
    expect(shape({ label: 'malignant', text: false, missed: true })).toContain('aria-label="Malignant, missed"');
  });
});

describe('choices', () => {
  test('a segmented choice can have nothing chosen yet', async () => {
    const onchange = vi.fn();
    render(Segmented, {
      label: 'Meaning',
      value: null,
      options: [
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ],
      onchange,
    });
    const radios = screen.getAllByRole<HTMLInputElement>('radio');
    expect(radios.map((radio) => radio.checked)).toEqual([false, false]);
    await fireEvent.click(screen.getByText('B'));
    expect(onchange).toHaveBeenCalledWith('b');
  });

  test('tabs are walked by arrows, Home and End', async () => {
    render(Tabs, {
      label: 'Views',
      value: 'one',
      tabs: [
        { value: 'one', label: 'One' },
        { value: 'two', label: 'Two' },
        { value: 'three', label: 'Three' },
      ],
      children: createRawSnippet((value: () => string) => ({ render: () => `<i>${value()}</i>` })),
    });
    const list = screen.getByRole('tablist', { name: 'Views' });
    const chosen = (): string | null =>
      screen
        .getAllByRole('tab')
        .find((tab) => tab.getAttribute('aria-selected') === 'true')
        ?.textContent.trim() ?? null;
    await fireEvent.keyDown(list, { key: 'ArrowLeft' });
    expect(chosen()).toBe('Three');
    expect(document.activeElement?.textContent.trim()).toBe('Three');
    await fireEvent.keyDown(list, { key: 'ArrowRight' });
    expect(chosen()).toBe('One');
    await fireEvent.keyDown(list, { key: 'End' });
    expect(chosen()).toBe('Three');
    expect(screen.getByRole('tabpanel', { name: 'Three' })).toBeTruthy();
  });
});

describe('sorting', () => {
  interface Row {
    name: string;
    score: number | null;
  }
  const rows: Row[] = [
    { name: 'b', score: 0.2 },
    { name: 'a10', score: null },
    { name: 'a9', score: 0.7 },
  ];
  const column = { key: 'score', title: '', sortValue: (row: Row) => row.score };

  test('what is undefined comes last both ways', () => {
    expect(sortRows(rows, column, false).map((row) => row.name)).toEqual(['b', 'a9', 'a10']);
    expect(sortRows(rows, column, true).map((row) => row.name)).toEqual(['a9', 'b', 'a10']);
  });

  test('numbers within words are counted, not spelled', () => {
    const byName = { key: 'name', title: '', sortValue: (row: Row) => row.name };
    expect(sortRows(rows, byName, false).map((row) => row.name)).toEqual(['a9', 'a10', 'b']);
  });

  test('a first click sorts figures from the highest, words from a', () => {
    expect(nextSort(null, 'score', true)).toEqual({ key: 'score', descending: true });
    expect(nextSort(null, 'name', false)).toEqual({ key: 'name', descending: false });
    expect(nextSort({ key: 'name', descending: false }, 'name', false)).toEqual({ key: 'name', descending: true });
  });
});
