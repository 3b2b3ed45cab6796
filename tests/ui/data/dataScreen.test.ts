import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { setTransport } from '../../../renderer/src/api.ts';
import DataScreen from '../../../renderer/src/features/data/DataScreen.svelte';
import { warningText } from '../../../renderer/src/features/data/words.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { frame } from '../../../renderer/src/state/frame.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { toasts, undoMs } from '../../../renderer/src/state/toasts.svelte.ts';
import { closeViewer, viewer } from '../../../renderer/src/state/viewer.svelte.ts';
import { standInForLayout } from '../frame/dom.ts';
import { createScriptedCore, type ScriptedCore } from '../frame/scriptedCore.ts';
import { emptyRecords, records, type Records } from '../frame/scriptedRecords.ts';

standInForLayout({ width: 900, height: 600 });

let core: ScriptedCore;
let stop: () => void;
function open(state: Records = records(), answers: Record<string, (input: unknown) => unknown> = {}): void {
  core = createScriptedCore(state, answers);
  setTransport(core.transport);
  stop = startLibrary();
  render(DataScreen);
}
const tab = (name: RegExp) => fireEvent.click(screen.getByRole('tab', { name }));

beforeEach(() => {
  localStorage.clear();
  go('data', { datasetId: null });
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
  stop();
  closeViewer();
  setLanguage('en');
});

describe('the list of data sets', () => {
  // First, for the lists live as long as the window: only its first look finds nothing there.
  test('working: words, not only a bar', async () => {
    open(records(), { 'dataset.list': () => new Promise(() => undefined) });
    expect(await screen.findByRole('progressbar', { name: 'Reading the data sets' })).toBeTruthy();
  });

  test('empty: one sentence and the next step', async () => {
    open(emptyRecords());
    expect(await screen.findByText('No data sets yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import photos' })).toBeTruthy();
  });

  test('failed: what happened, and another try', async () => {
    let fails = true;
    const state = records();
    open(state, {
      'dataset.list': () => {
        if (fails) throw new AppError('NO_SPACE', 'disk');
        return { datasets: state.datasets.map(({ dataset }) => dataset) };
      },
    });
    expect(await screen.findByText('The data sets could not be read')).toBeTruthy();
    expect(screen.getByText('The disk is full')).toBeTruthy();
    fails = false;
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('ISIC 2017')).toBeTruthy();
  });

  test('full: a row opens its data set by Enter', async () => {
    open();
    const row = (await screen.findByText('ISIC 2017')).closest('tr');
    if (row === null) throw new Error('no row');
    await fireEvent.keyDown(row, { key: 'Enter' });
    expect(nav.selection.datasetId).toBe('dataset-1');
    expect(await screen.findByRole('heading', { name: 'ISIC 2017' })).toBeTruthy();
  });
});

describe('one data set', () => {
  const openOne = async (state?: Records, answers?: Record<string, (input: unknown) => unknown>): Promise<void> => {
    go('data', { datasetId: 'dataset-1' });
    open(state, answers);
    await screen.findByRole('heading', { name: 'ISIC 2017' });
  };

  test('shows counts by split and class', async () => {
    await openOne();
    const table = screen.getByRole('table', { name: 'Photos by split and class' });
    const cells = within(table)
      .getAllByRole('row')
      .map((row) =>
        [...row.children]
          .map((cell) => cell.textContent.trim())
          .filter(Boolean)
          .join(' '),
      );
    expect(cells.slice(1)).toEqual(['Train 1,626 374 2,000', 'Validation 120 30 150', 'Total 1,746 404 2,150']);
  });

  test('leads to training with this data set chosen', async () => {
    await openOne();
    await fireEvent.click(screen.getByRole('button', { name: 'Train on 2,000 photos' }));
    expect([nav.screen, nav.selection.datasetId, nav.selection.runId]).toEqual(['train', 'dataset-1', null]);
  });

  test('asks only for the pages in view, and for what the filters say', async () => {
    await openOne();
    await waitFor(() => expect(core.inputsOf('photo.list').length).toBe(1));
    expect(core.inputsOf('photo.list')[0]).toMatchObject({ offset: 0, limit: 200, split: null, label: null });
    const labels = screen.getByRole('group', { name: 'Filter by label' });
    await fireEvent.click(within(labels).getByRole('radio', { name: 'Malignant' }));
    await fireEvent.input(screen.getByRole('searchbox', { name: 'Search file names' }), {
      target: { value: 'ISIC_00016' },
    });
    await waitFor(() =>
      expect(core.inputsOf('photo.list').at(-1)).toMatchObject({ label: 'malignant', search: 'ISIC_00016', offset: 0 }),
    );
    expect((await screen.findAllByText(/^\d+ photos$/))[0]?.textContent).toBe('74 photos');
  });

  test('says so when no photo matches, and clears the filters', async () => {
    await openOne();
    await fireEvent.input(screen.getByRole('searchbox', { name: 'Search file names' }), { target: { value: 'zzz' } });
    expect(await screen.findByText('No photo matches these filters')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('listbox', { name: 'Photos of the data set' })).toBeTruthy();
  });

  test('the keyboard walks the grid, the inspector follows, and Enter opens the photo full size', async () => {
    await openOne();
    const grid = await screen.findByRole('listbox', { name: 'Photos of the data set' });
    await fireEvent.keyDown(grid, { key: 'ArrowRight' });
    await fireEvent.keyDown(grid, { key: 'ArrowRight' });
    await waitFor(() => expect(frame.inspector?.title).toBe('ISIC_0000001.jpg'));
    await fireEvent.keyDown(grid, { key: 'Enter' });
    expect(viewer.open).toBe(true);
    const item = await viewer.source?.itemAt(viewer.index);
    expect([viewer.source?.count, item?.title, item?.label]).toEqual([2150, 'ISIC_0000001.jpg', 'benign']);
  });

  test('the viewer can go to a photo whose page was never shown', async () => {
    await openOne();
    const grid = await screen.findByRole('listbox', { name: 'Photos of the data set' });
    await fireEvent.keyDown(grid, { key: 'Home' });
    await fireEvent.keyDown(grid, { key: 'Enter' });
    expect((await viewer.source?.itemAt(2_149))?.title).toBe('ISIC_0002149.jpg');
  });

  test('health names every unreadable file with its reason, and what is wrong with copies', async () => {
    await openOne();
    await tab(/^Health/);
    const unreadable = screen.getByRole('grid', { name: 'Unreadable' });
    expect(unreadable.textContent).toContain('ISIC_0000077.jpg');
    expect(unreadable.textContent).toContain('Part of the photo is missing');
    expect(unreadable.textContent).toContain('The format is not supported');
    const duplicates = screen.getByRole('grid', { name: 'Duplicates' });
    expect(within(duplicates).getByText('labels differ')).toBeTruthy();
    expect(within(duplicates).getByText('in two splits')).toBeTruthy();
    expect(screen.getByText(/1 photo stands in more than one split/)).toBeTruthy();
    expect(screen.getByText('System files (.DS_Store, Thumbs.db and the like)').nextElementSibling?.textContent).toBe(
      '4',
    );
  });

  test('each split is saved as the tutorial’s CSV where the user says', async () => {
    await openOne();
    await tab(/^Splits/);
    await fireEvent.click(screen.getByRole('button', { name: 'Save Validation as CSV' }));
    await waitFor(() =>
      expect(core.inputsOf('dataset.exportSplit')).toEqual([
        { id: 'dataset-1', split: 'valid', path: '/home/ada/train.csv' },
      ]),
    );
    await waitFor(() => expect(toasts.all.at(-1)?.text).toBe('2,000 rows saved'));
  });

  test('a name that is taken is not taken again', async () => {
    await openOne();
    await fireEvent.click(screen.getByRole('button', { name: 'More actions' }));
    const item = await screen.findByRole('menuitem', { name: 'Rename' });
    await fireEvent.pointerUp(item);
    await fireEvent.click(item);
    const field = await screen.findByLabelText<HTMLInputElement>('Name');
    await fireEvent.input(field, { target: { value: 'Drawn sample' } });
    expect(screen.getByText('Another data set has this name.')).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Rename' }).disabled).toBe(true);
    await fireEvent.input(field, { target: { value: 'ISIC 2017 v2' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(await screen.findByRole('heading', { name: 'ISIC 2017 v2' })).toBeTruthy();
  });

  test('a removal says what will be lost, can be undone, and is only then done', async () => {
    const state = records();
    state.runs = state.runs.filter((run) => run.state === 'finished');
    await openOne(state);
    const remove = async (): Promise<void> => {
      await fireEvent.click(screen.getByRole('button', { name: 'More actions' }));
      const item = await screen.findByRole('menuitem', { name: 'Remove data set' });
      await fireEvent.pointerUp(item);
      await fireEvent.click(item);
      const dialog = await screen.findByRole('dialog', { name: 'Remove “ISIC 2017”' });
      expect(dialog.textContent).toContain('thumbnails of 2,150 photos');
      expect(dialog.textContent).toContain('Recommended on ISIC 2017');
      await fireEvent.click(within(dialog).getByRole('button', { name: 'Remove data set' }));
    };
    await remove();
    expect(await screen.findByRole('heading', { name: 'Data sets' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('ISIC 2017')).toBeNull());
    toasts.all.at(-1)?.action?.run();
    await screen.findByRole('heading', { name: 'ISIC 2017' });
    expect(core.inputsOf('dataset.remove')).toEqual([]);

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await remove();
    vi.advanceTimersByTime(undoMs);
    vi.useRealTimers();
    await waitFor(() => expect(core.inputsOf('dataset.remove')).toEqual([{ id: 'dataset-1' }]));
  });

  test('while a run trains on it, it cannot be removed', async () => {
    await openOne();
    await fireEvent.click(screen.getByRole('button', { name: 'More actions' }));
    const item = await screen.findByRole('menuitem', { name: 'Remove data set' });
    await fireEvent.pointerUp(item);
    await fireEvent.click(item);
    const dialog = await screen.findByRole('dialog', { name: 'Remove “ISIC 2017”' });
    expect(dialog.textContent).toContain('A run is training on this data set');
    expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Remove data set' }).disabled).toBe(true);
  });

  test('one that is gone leads back to the list', async () => {
    go('data', { datasetId: 'gone' });
    open();
    expect(await screen.findByRole('heading', { name: 'Data sets' })).toBeTruthy();
    expect(nav.selection.datasetId).toBeNull();
  });
});

test('every hint that the core gives has words', () => {
  const electron = join(import.meta.dirname, '../../../electron');
  const datasets = readdirSync(join(electron, 'core/datasets')).map((name) => join('core/datasets', name));
  const sources = [...datasets, 'shared/split.ts'].map((name) => readFileSync(join(electron, name), 'utf8'));
  const given = sources.flatMap((text) =>
    [...text.matchAll(/(?:warnOf\(\s*'([A-Z_]+)'|\{ code: '([A-Z_]+)', details)/g)].map(
      ([, named, built]) => named ?? built ?? '',
    ),
  );
  expect(given).toEqual(expect.arrayContaining(['UNLABELLED', 'SMALL_CLASS', 'CONFLICTING_ROWS', 'EMPTY_SPLIT']));
  for (const code of new Set(given)) expect(warningText({ code, details: {} }), code).not.toMatch(/^Note /);
});

test('a hint with an unknown code is shown as it is, never dropped', () => {
  expect(warningText({ code: 'NEW_HINT', details: { n: 3 } })).toBe('Note NEW_HINT: {"n":3}');
  expect(warningText({ code: 'SMALL_CLASS', details: { className: 'df', count: 1 } })).toContain('1 photo,');
});
