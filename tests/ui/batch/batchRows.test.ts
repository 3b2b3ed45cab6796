import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import BatchRows from '../../../renderer/src/features/batch/BatchRows.svelte';
import { rowErrorText } from '../../../renderer/src/features/batch/batchText.ts';
import { handleKey } from '../../../renderer/src/state/commands.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { overlay } from '../../../renderer/src/state/overlay.svelte.ts';
import { closeViewer, viewer } from '../../../renderer/src/state/viewer.svelte.ts';
import { standInForLayout } from '../charts/standIns.ts';
import { aBatch, aRow, broken, rowsCore } from './records.ts';

standInForLayout({ width: 1000, height: 480 });
beforeEach(() => {
  localStorage.clear();
  go('batch', { runId: null, batchId: null });
  window.addEventListener('keydown', handleKey);
});
afterEach(() => {
  cleanup();
  closeViewer();
  window.removeEventListener('keydown', handleKey);
});

async function rows(core = rowsCore()) {
  const { rerender } = render(BatchRows, { batch: aBatch() });
  await screen.findByText('lesion 0.jpg');
  const grid = screen.getByRole('grid');
  const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(grid, { key, ...more });
  const rowOf = (file: string): HTMLElement => {
    const row = screen.getByText(file).closest('[role=row]');
    if (!(row instanceof HTMLElement)) throw new Error(`no row of ${file}`);
    return row;
  };
  const selected = (): string[] =>
    screen
      .getAllByRole('row')
      .filter((row) => row.getAttribute('aria-selected') === 'true')
      .map((row) => /lesion \d+\.jpg/.exec(row.textContent)?.[0] ?? '');
  return { core, grid, press, rowOf, selected, rerender };
}

test('of 100,000 rows only those in sight are made, most suspicious first', async () => {
  const { core } = await rows();
  expect(screen.getByText('100,000 rows')).toBeTruthy();
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(core.inputsOf('batch.rows')[0]).toMatchObject({ sort: 'score', descending: true, filter: 'all', offset: 0 });
  expect(screen.getAllByText('0.900').length).toBeGreaterThan(0);
});

test('an error row says its reason in words and has no score; flags stand in words', async () => {
  const { rowOf } = await rows();
  expect(screen.getByText(rowErrorText(broken.row))).toBeTruthy();
  expect(rowErrorText(broken.row)).not.toContain('EMPTY_FILE');
  expect(rowErrorText({ error: 'something new' })).toBe('something new');
  expect(rowOf('lesion 4.jpg').textContent).toContain('Unlike the training photos · Blurred');
  expect(rowOf('lesion 4.jpg').textContent).toContain('2026-03-04 05:06');
  expect(rowOf('lesion 4.jpg').textContent).toContain('25.0 %');
});

test('sorting, filtering and searching are asked of the database', async () => {
  const { core } = await rows();
  const last = () => core.inputsOf('batch.rows').at(-1);
  await fireEvent.click(screen.getByRole('button', { name: /File/ }));
  await waitFor(() => expect(last()).toMatchObject({ sort: 'path', descending: false }));
  await fireEvent.click(screen.getByRole('button', { name: /^Mark/ }));
  await waitFor(() => expect(last()).toMatchObject({ sort: 'mark', descending: true }));
  const filter = screen.getByRole('combobox', { name: /^Show/ });
  filter.focus();
  await fireEvent.keyDown(filter, { key: 'Enter' });
  await fireEvent.pointerUp(await screen.findByRole('option', { name: /Near the threshold/ }));
  await waitFor(() => expect(last()).toMatchObject({ filter: 'near' }));
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' 12 ' } });
  await waitFor(() => expect(last()).toMatchObject({ search: '12', filter: 'near' }));
});

test('a click selects a row, Ctrl adds one, Shift all between, Ctrl+A all that the filter finds', async () => {
  const { core, press, rowOf, selected } = await rows();
  await fireEvent.click(rowOf('lesion 1.jpg'));
  expect(selected()).toEqual(['lesion 1.jpg']);
  await fireEvent.click(rowOf('lesion 4.jpg'), { ctrlKey: true });
  expect(selected()).toEqual(['lesion 1.jpg', 'lesion 4.jpg']);
  await fireEvent.click(rowOf('lesion 4.jpg'), { ctrlKey: true });
  expect(selected()).toEqual(['lesion 1.jpg']);
  await fireEvent.click(rowOf('lesion 2.jpg'));
  await fireEvent.click(rowOf('lesion 5.jpg'), { shiftKey: true });
  await waitFor(() => expect(selected()).toHaveLength(4));
  expect(screen.getByText('4 selected')).toBeTruthy();
  await press('ArrowUp', { shiftKey: true });
  await waitFor(() => expect(selected()).toHaveLength(3));

  await press('a', { ctrlKey: true });
  expect(screen.getByText('All 100,000 found selected')).toBeTruthy();
  // one of all is left out: the others are known by their ids from then on
  await fireEvent.click(rowOf('lesion 0.jpg'), { ctrlKey: true });
  expect(await screen.findByText('99,999 selected')).toBeTruthy();
  expect(core.inputsOf('batch.rowIds')).toHaveLength(1);
  expect(selected()).not.toContain('lesion 0.jpg');
});

test('a selection that reaches beyond what is drawn holds all between', async () => {
  const { core, press, rowOf } = await rows();
  await fireEvent.click(rowOf('lesion 1.jpg'));
  await press('End', { shiftKey: true });
  expect(await screen.findByText('99,999 selected')).toBeTruthy();
  expect(core.inputsOf('batch.rowIds')).toEqual([expect.objectContaining({ offset: 1, limit: 99_999 })]);
});

test('another filter selects nothing: no act goes to rows that nobody sees', async () => {
  const { press } = await rows();
  await press('ArrowDown');
  expect(screen.getByText('1 selected')).toBeTruthy();
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: '12' } });
  expect(await screen.findByText(/^None selected/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Move to …' }).hasAttribute('disabled')).toBe(true);
});

test('a batch that is told anew, or goes on, keeps what is selected', async () => {
  const { core, press, rerender } = await rows();
  await press('ArrowDown');
  const asked = core.inputsOf('batch.rows').length;
  await rerender({ batch: aBatch() });
  expect(screen.getByText('1 selected')).toBeTruthy();
  expect(core.inputsOf('batch.rows')).toHaveLength(asked);
  await rerender({ batch: aBatch({ scored: 5 }) });
  await waitFor(() => expect(core.inputsOf('batch.rows').length).toBeGreaterThan(asked));
  expect(screen.getByText('1 selected')).toBeTruthy();
});

test('a batch that had no row yet shows its first rows as they come', async () => {
  let total = 0;
  const core = rowsCore({ 'batch.rows': () => ({ total, rows: Array.from({ length: total }, (_, i) => aRow(i)) }) });
  const { rerender } = render(BatchRows, { batch: aBatch({ state: 'running', total: 9, scored: 0, failed: 0 }) });
  await screen.findByText('The first rows appear here in a moment.');
  total = 2;
  await rerender({ batch: aBatch({ state: 'running', total: 9, scored: 2, failed: 0 }) });
  await screen.findByText('lesion 1.jpg');
  expect(core.inputsOf('batch.rows')).toHaveLength(2);
});

test('keys mark what is selected and take it back; the same key again takes the mark off', async () => {
  const { core, grid, press, rowOf } = await rows();
  await press('ArrowDown');
  await press('m');
  await waitFor(() => expect(rowOf('lesion 0.jpg').textContent).toContain('To check'));
  expect(core.inputsOf('batch.mark')).toEqual([
    { batchId: 'batch1', selection: { kind: 'rows', ids: ['0'] }, mark: 'check' },
  ]);
  await press('m');
  await waitFor(() => expect(rowOf('lesion 0.jpg').textContent).not.toContain('To check'));
  await press('a', { ctrlKey: true });
  await press('d');
  await waitFor(() => expect(rowOf('lesion 1.jpg').textContent).toContain('Done'));
  expect(core.inputsOf('batch.mark').at(-1)).toMatchObject({ selection: { kind: 'query', query: { filter: 'all' } } });
  await fireEvent.keyDown(grid, { key: 'z', ctrlKey: true });
  await waitFor(() => expect(core.inputsOf('batch.undoMark')).toEqual([{ id: 'undo 100000' }]));
  await waitFor(() => expect(rowOf('lesion 1.jpg').textContent).not.toContain('Done'));
});

test('Space colours the photo on the card, or leaves it bare', async () => {
  const { press } = await rows();
  await press('ArrowDown');
  const before = overlay.shown;
  await press(' ');
  expect(overlay.shown).toBe(!before);
  await press(' ');
  expect(overlay.shown).toBe(before);
});

test('Enter opens the row in the viewer, which can walk on through the list and mark', async () => {
  const { core, press } = await rows();
  await press('ArrowDown');
  await press('ArrowDown');
  await press('Enter');
  expect(viewer.open).toBe(true);
  expect(viewer.source?.count).toBe(100_000);
  const item = await viewer.source?.itemAt(250);
  expect(item).toMatchObject({ kind: 'batchRow', id: '250', title: 'lesion 250.jpg', call: 'malignant' });
  item
    ?.actions?.()
    .find(({ key }) => key === 'D')
    ?.run();
  await waitFor(() =>
    expect(core.inputsOf('batch.mark').at(-1)).toMatchObject({
      selection: { kind: 'rows', ids: ['250'] },
      mark: 'done',
    }),
  );
});

test('photos are moved only after the folder was chosen and the button pressed', async () => {
  const core = rowsCore({
    'shell.chooseFolder': () => ({ path: '/photos/clinic/chosen' }),
    'batch.transfer': () => ({ jobId: 'job1', transferId: 'transfer1' }),
  });
  const { press } = await rows(core);
  await press('ArrowDown');
  await fireEvent.click(screen.getByRole('button', { name: 'Move to …' }));
  const dialog = await screen.findByRole('dialog', { name: '1 photo to a folder' });
  const start = within(dialog).getByRole('button', { name: 'Move 1 photo' });
  expect(start.hasAttribute('disabled')).toBe(true);
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Choose a folder' }));
  expect(await within(dialog).findByText(/lies in one that was scored/)).toBeTruthy();
  await fireEvent.click(start);
  await waitFor(() =>
    expect(core.inputsOf('batch.transfer')).toEqual([
      { batchId: 'batch1', selection: { kind: 'rows', ids: ['0'] }, to: '/photos/clinic/chosen', move: true },
    ]),
  );
});
