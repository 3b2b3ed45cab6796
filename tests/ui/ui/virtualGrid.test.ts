import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import VirtualGrid from '../../../renderer/src/ui/VirtualGrid.svelte';
import VirtualTable from '../../../renderer/src/ui/VirtualTable.svelte';
import { standInForLayout } from '../frame/dom.ts';

standInForLayout({ width: 640, height: 480 });
afterEach(cleanup);

/** 640 px hold four tiles of 150 px with gaps of 8; a row is 154 + 24 + 8 px high, so two whole rows are in view. */
function grid(count = 100_000, more: Record<string, unknown> = {}): HTMLElement {
  render(VirtualGrid, {
    count,
    tileSize: 150,
    captionHeight: 24,
    label: 'Photos',
    active: -1,
    tile: createRawSnippet((index: () => number) => ({ render: () => `<b>tile ${index()}</b>` })),
    ...more,
  });
  return screen.getByRole('listbox', { name: 'Photos' });
}
const activeText = (list: HTMLElement): string | undefined =>
  document.getElementById(list.getAttribute('aria-activedescendant') ?? '')?.textContent.trim();

describe('a grid of 100,000', () => {
  test('draws a few dozen tiles', () => {
    const list = grid();
    expect(list.querySelectorAll('[role=option]').length).toBeLessThan(60);
    expect(screen.getByText('tile 0').parentElement?.getAttribute('aria-setsize')).toBe('100000');
  });

  test('lays its tiles out inside its padding, or the last column would be cut off', () => {
    const style = document.createElement('style');
    style.textContent = '.grid { padding: 2px; }';
    document.head.append(style);
    const tile = grid().querySelector<HTMLElement>('[role=option]');
    style.remove();
    expect(tile?.style.width).toBe('153px');
  });

  test('goes everywhere by keyboard, drawing what it shows', async () => {
    const list = grid();
    const press = (key: string) => fireEvent.keyDown(list, { key });
    await press('ArrowDown');
    expect(activeText(list)).toBe('tile 0');
    await press('ArrowRight');
    await press('ArrowDown');
    expect(activeText(list)).toBe('tile 5');
    await press('PageDown');
    expect(activeText(list)).toBe('tile 9');
    await press('End');
    expect(activeText(list)).toBe('tile 99999');
    expect(list.scrollTop).toBeGreaterThan(4_000_000);
    await press('PageUp');
    expect(activeText(list)).toBe('tile 99995');
    await press('Home');
    expect(activeText(list)).toBe('tile 0');
    expect(list.scrollTop).toBe(0);
  });

  test('Enter opens the active tile and a double click the one under the pointer', async () => {
    const onopen = vi.fn();
    const list = grid(20, { onopen });
    await fireEvent.keyDown(list, { key: 'Enter' });
    expect(onopen).not.toHaveBeenCalled();
    await fireEvent.keyDown(list, { key: 'End' });
    await fireEvent.keyDown(list, { key: 'Enter' });
    await fireEvent.dblClick(screen.getByText('tile 3'));
    expect(onopen.mock.calls).toEqual([[19], [3]]);
  });

  test('a screen has the first say on a key, and chords are left to the window', async () => {
    const onkey = vi.fn((event: KeyboardEvent, index: number) => event.key === 'ArrowRight' && index === 3);
    const list = grid(20, { active: 3, onkey });
    await fireEvent.keyDown(list, { key: 'ArrowRight' });
    expect(activeText(list)).toBe('tile 3');
    expect(onkey).toHaveBeenCalledTimes(1);
    const event = new KeyboardEvent('keydown', { key: 'ArrowLeft', altKey: true, cancelable: true });
    list.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  test('an empty grid takes keys without harm', async () => {
    const list = grid(0);
    for (const key of ['End', 'Home', 'ArrowDown', 'Enter', 'PageDown']) await fireEvent.keyDown(list, { key });
    expect(list.getAttribute('aria-activedescendant')).toBeNull();
  });
});

describe('a table of 100,000', () => {
  interface Row {
    name: string;
    score: number;
  }
  const rowAt = (index: number): Row | undefined =>
    index === 2 ? undefined : { name: `photo ${index}`, score: index / 100_000 };
  const columns = [
    { key: 'name', title: 'Name', text: (row: Row) => row.name, sortable: true },
    { key: 'score', title: 'Score', numeric: true, text: (row: Row) => row.score.toFixed(3) },
  ];

  test('keeps the place of a row that is on its way, and says how many rows there are', () => {
    render(VirtualTable, { count: 100_000, rowAt, columns, label: 'Rows', active: -1 });
    const table = screen.getByRole('grid', { name: 'Rows' });
    expect(table.getAttribute('aria-rowcount')).toBe('100001');
    const rows = table.querySelectorAll('.line');
    expect(rows.length).toBeLessThan(60);
    expect(rows[2]?.textContent.trim()).toBe('');
    expect(rows[3]?.textContent).toContain('photo 3');
  });

  test('is sorted by its headings and walked by keyboard', async () => {
    const onsort = vi.fn();
    const onopen = vi.fn();
    render(VirtualTable, {
      count: 100_000,
      rowAt,
      columns,
      label: 'Rows',
      active: 0,
      sort: { key: 'name', descending: true },
      onsort,
      onopen,
    });
    const table = screen.getByRole('grid', { name: 'Rows' });
    expect(screen.getByRole('columnheader', { name: 'Name' }).getAttribute('aria-sort')).toBe('descending');
    await fireEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onsort).toHaveBeenCalledWith('name');
    await fireEvent.keyDown(table, { key: 'End' });
    await fireEvent.keyDown(table, { key: 'Enter' });
    expect(onopen).toHaveBeenCalledWith(99_999);
    expect(screen.getByText('photo 99999')).toBeTruthy();
  });
});
