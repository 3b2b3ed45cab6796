import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NOTICE } from '../../../electron/shared/notice.ts';
import App from '../../../renderer/src/App.svelte';
import { setTransport } from '../../../renderer/src/api.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { standInForLayout } from './dom.ts';
import { createScriptedCore, type ScriptedCore } from './scriptedCore.ts';
import { emptyRecords } from './scriptedRecords.ts';

standInForLayout();

let core: ScriptedCore;
function open(records = emptyRecords()): void {
  core = createScriptedCore(records);
  setTransport(core.transport);
  render(App);
}
const press = (key: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(window, { key, ...more });

beforeEach(() => {
  localStorage.clear();
  go('start', { datasetId: null, runId: null, evaluationId: null, batchId: null });
});
afterEach(() => {
  cleanup();
  setLanguage('en');
});

describe('the frame', () => {
  test('opens on the start screen with its three doors', async () => {
    open();
    for (const door of ['Try the sample', 'Start with my photos', 'Score with a finished run']) {
      expect(await screen.findByRole('heading', { name: door })).toBeTruthy();
    }
  });

  test('carries the notice to the letter on every screen, in Chinese too', async () => {
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Settings' }));
    await fireEvent.click(await screen.findByRole('radio', { name: '简体中文' }));
    await waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));
    for (const name of ['start', 'data', 'train', 'results', 'predict', 'batch', 'help', 'settings'] as const) {
      go(name);
      await waitFor(() => expect(within(screen.getByRole('note')).getByText(NOTICE)).toBeTruthy());
    }
    expect(core.inputsOf('settings.set')).toEqual([{ language: 'zh-CN' }]);
    expect(core.inputsOf('shell.setLook').at(-1)).toEqual({ theme: 'light', language: 'zh-CN' });
  });

  test('goes to a screen by its key and says which one is shown', async () => {
    open();
    await screen.findByText('Try the sample');
    await press('2', { ctrlKey: true });
    expect(await screen.findByRole('heading', { name: 'Data sets' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Data' }).getAttribute('aria-current')).toBe('page');
    await press('ArrowLeft', { altKey: true });
    expect(await screen.findByText('Try the sample')).toBeTruthy();
  });

  test('remembers the screen and what was chosen', async () => {
    open();
    await screen.findByText('Try the sample');
    await press('2', { ctrlKey: true });
    expect(localStorage.getItem('lesionlab.place')).toContain('"screen":"data"');
  });

  test('obeys the native menu', async () => {
    open();
    await screen.findByText('Try the sample');
    core.emit('menu.command', { command: 'import' });
    expect(await screen.findByRole('dialog', { name: 'Import photos' })).toBeTruthy();
  });

  test('leaves keys to the field being written in, and to an open dialog', async () => {
    open();
    await screen.findByText('Try the sample');
    await press('k', { ctrlKey: true });
    const field = await screen.findByRole('combobox', { name: 'Search and commands' });
    await fireEvent.keyDown(field, { key: '?' });
    await press('2', { ctrlKey: true });
    expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Data sets' })).toBeNull();
  });

  test('says when another LesionLab holds the data folder, and when the core has come back reads everything anew', async () => {
    open();
    await screen.findByText('Try the sample');
    core.emit('core.state', { state: 'locked', message: 'held by process 4711' });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Another LesionLab is using this data folder');
    expect(alert.textContent).toContain('held by process 4711');
    const before = core.inputsOf('dataset.list').length;
    core.emit('core.state', { state: 'ready', message: '' });
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(core.inputsOf('dataset.list').length).toBe(before + 1);
  });

  test('a start asks the core once for each list', async () => {
    open();
    await screen.findByText('Imported photos will be listed here.');
    for (const channel of ['settings.get', 'dataset.list', 'run.list', 'batch.list', 'job.list'] as const) {
      expect(core.inputsOf(channel).length, channel).toBe(1);
    }
  });
});

describe('the palette', () => {
  test('finds a run by a few letters and opens it', { timeout: 30_000 }, async () => {
    const { records } = await import('./scriptedRecords.ts');
    open(records());
    await screen.findAllByText('ISIC 2017');
    await press('k', { ctrlKey: true });
    const field = await screen.findByRole('combobox', { name: 'Search and commands' });
    await fireEvent.input(field, { target: { value: 'recom' } });
    const options = screen.getAllByRole('option');
    expect(options[0]?.textContent).toContain('Recommended on ISIC 2017');
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(await screen.findByRole('heading', { name: 'Results' })).toBeTruthy();
    expect(localStorage.getItem('lesionlab.place')).toContain('"runId":"run-1"');
  });

  test('says so when nothing matches', async () => {
    open();
    await screen.findByText('Try the sample');
    await press('k', { ctrlKey: true });
    await fireEvent.input(await screen.findByRole('combobox', { name: 'Search and commands' }), {
      target: { value: 'qqq' },
    });
    expect(await screen.findByText('Nothing matches “qqq”')).toBeTruthy();
  });
});
