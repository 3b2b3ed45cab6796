import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import type { Run } from '../../../electron/shared/schemas/run.ts';
import RunView from '../../../renderer/src/features/train/RunView.svelte';
import { reportPath } from '../../../renderer/src/state/reportFiles.ts';
import { toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRun } from './records.ts';

standInForLayout();
afterEach(cleanup);

function open(run: Run, chosen: string | null = '/out') {
  const core = scriptedCore({
    'run.get': () => ({ run, epochs: [], unreadable: [], layers: [], tensorBoardDir: null, environment: null }),
    'shell.chooseFolder': () => ({ path: chosen }),
    'run.export': ({ format }) => ({ jobId: `job of ${format}`, dir: `/out/run-${format}` }),
  });
  render(RunView, { run, onremove: vi.fn(), onrepeat: vi.fn() });
  return core;
}

async function openMenu(): Promise<void> {
  const trigger = screen.getByRole('button', { name: 'More actions' });
  trigger.focus();
  await fireEvent.keyDown(trigger, { key: 'Enter' });
  await screen.findByRole('menuitem', { name: 'Use these settings again' });
}

async function choose(item: RegExp): Promise<void> {
  await openMenu();
  const entry = await screen.findByRole('menuitem', { name: item });
  await fireEvent.keyDown(entry, { key: 'Enter' });
}

test.each([
  ['bundle', /^Export for another computer/],
  ['savedmodel', /^Export for other programs/],
] as const)('a finished run is exported (%s) into the folder that is chosen, by keyboard', async (format, item) => {
  const core = open(aRun());
  await choose(item);
  await waitFor(() => expect(core.inputsOf('run.export')).toHaveLength(1));
  expect(core.inputsOf('run.export')[0]).toEqual({ id: 'run1', format, to: { kind: 'inside', folder: '/out' } });
  // What the end of the job offers to show.
  await waitFor(() => expect(reportPath(`job of ${format}`)).toBe(`/out/run-${format}`));
  expect(toasts.all.at(-1)?.text).toContain('nothing there is written over');
});

test('nothing is exported when no folder is chosen', async () => {
  const core = open(aRun(), null);
  await choose(/^Export for another computer/);
  await waitFor(() => expect(core.inputsOf('shell.chooseFolder')).toHaveLength(1));
  expect(core.inputsOf('run.export')).toEqual([]);
});

test('a refused export is told with what to do', async () => {
  open(aRun());
  scriptedCore({
    'shell.chooseFolder': () => ({ path: '/out' }),
    'run.export': () => {
      throw new AppError('NO_PERMISSION', 'not allowed', { details: { path: '/out' } });
    },
  });
  await choose(/^Export for another computer/);
  await waitFor(() => expect(toasts.all.at(-1)).toMatchObject({ tone: 'error' }));
  expect(toasts.all.at(-1)?.text).toContain('The run could not be exported');
});

test('a run that is not finished has nothing to export', async () => {
  open(aRun({ state: 'cancelled', modelHash: null }));
  await openMenu();
  expect(screen.queryByRole('menuitem', { name: /^Export/ })).toBeNull();
});
