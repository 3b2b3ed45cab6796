import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { Prediction } from '../../../electron/shared/schemas/scoring.ts';
import PredictScreen from '../../../renderer/src/features/predict/PredictScreen.svelte';
import { batchInputs } from '../../../renderer/src/state/batchInputs.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRun } from '../train/records.ts';
import { anExplanation } from './explained.ts';

standInForLayout();
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  go('predict', { runId: null });
});
afterEach(() => {
  cleanup();
  stop?.();
});

function open(refuse: string | null = null, chosen: string[] = []) {
  const made: Prediction[] = [];
  const core = scriptedCore({
    'run.list': () => ({ runs: [aRun(), aRun({ id: 'run0', name: 'Unfinished', state: 'training' })] }),
    'shell.pathKind': ({ path }) => ({ kind: path.endsWith('.jpg') ? 'file' : 'folder' }),
    'shell.chooseFile': () => ({ path: chosen.shift() ?? null }),
    'prediction.list': () => ({ predictions: made.toReversed() }),
    'explanation.get': () => anExplanation({ map: null }),
    'prediction.create': ({ runId, path }) => {
      if (path === refuse) throw new AppError('BACKBONE_MISSING', 'efficientNetLite0');
      const prediction: Prediction = {
        id: `prediction ${path}`,
        runId,
        runName: 'ISIC 2017 – Recommended',
        row: {
          path,
          score: 0.75,
          threshold: 0.5,
          label: 'malignant',
          runId,
          modelHash: 'a'.repeat(64),
          status: 'ok',
          error: '',
          notice: NOTICE,
        },
        errorCode: null,
        widthPx: 10,
        heightPx: 10,
        createdAt: new Date(2026, 0, made.length + 1).toISOString(),
      };
      made.push(prediction);
      return prediction;
    },
  });
  stop = startLibrary();
  render(PredictScreen);
  return core;
}

async function drop(names: string[]): Promise<void> {
  const zone = await screen.findByRole('group', { name: 'Drop a photo here' });
  const files = names.map((name) => new File([], name));
  await fireEvent.drop(zone, { dataTransfer: { files, types: ['Files'] } });
}

test('dropped photos are scored one after the other with the finished run, and the last one is shown', async () => {
  const core = open();
  await drop(['a.jpg', 'b.jpg']);
  await waitFor(() => expect(core.inputsOf('prediction.create')).toHaveLength(2));
  expect(core.inputsOf('prediction.create')).toEqual([
    { runId: 'run1', path: '/home/ada/a.jpg' },
    { runId: 'run1', path: '/home/ada/b.jpg' },
  ]);
  expect((await screen.findByTestId('call')).textContent).toContain('Called malignant: the score 0.750');
  await waitFor(() => expect(screen.getByRole('button', { current: true }).textContent).toContain('b.jpg'));
  await fireEvent.keyDown(screen.getByRole('button', { current: true }), { key: 'ArrowDown' });
  await waitFor(() => expect(screen.getByRole('button', { current: true }).textContent).toContain('a.jpg'));
});

test('a dropped folder is handed to the batch screen, not scored here', async () => {
  const core = open();
  await drop(['clinic']);
  await fireEvent.click(await screen.findByRole('button', { name: 'Score the folder' }));
  expect(nav.screen).toBe('batch');
  expect(batchInputs.take()).toEqual(['/home/ada/clinic']);
  expect(batchInputs.take()).toEqual([]);
  expect(core.inputsOf('prediction.create')).toEqual([]);
});

test('when scoring fails as a whole it is told with what to do, and nothing looks like a result', async () => {
  open('/home/ada/c.jpg');
  await drop(['c.jpg']);
  expect(await screen.findByText('The photo could not be scored')).toBeTruthy();
  expect(screen.queryByTestId('call')).toBeNull();
});

test('a picture dragged from a page has no place on disk, and that is said', async () => {
  open();
  const zone = await screen.findByRole('group', { name: 'Drop a photo here' });
  await fireEvent.drop(zone, { dataTransfer: { types: ['Files'], files: [] } });
  await waitFor(() => expect(toasts.all.at(-1)?.text).toMatch(/saved on this computer/));
});

test('the keys go to the card of the photo that was chosen; where it could not be scored, back to the button', async () => {
  open('/home/ada/b.jpg', ['/home/ada/a.jpg', '/home/ada/b.jpg']);
  const choose = async (): Promise<void> => {
    const button = await screen.findByRole('button', { name: 'Choose a photo' });
    button.focus();
    await fireEvent.click(button);
  };
  await choose();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('article')));
  await choose();
  expect(await screen.findByRole('alert')).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Choose a photo'));
});
