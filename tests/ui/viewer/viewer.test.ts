import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import Viewer from '../../../renderer/src/features/viewer/Viewer.svelte';
import { closeViewer, openViewer, viewer, type ViewerItem } from '../../../renderer/src/state/viewer.svelte.ts';
import { overlay } from '../../../renderer/src/state/overlay.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { anExplanation, standInForImageData } from '../predict/explained.ts';

standInForLayout();
standInForImageData();
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
});
afterEach(() => {
  closeViewer();
  cleanup();
});

const itemAt = (index: number): ViewerItem => ({
  kind: 'evaluationRow',
  id: `row${index}`,
  title: `lesion ${index}.jpg`,
  facts: [{ term: 'Class', value: 'melanoma' }],
  label: 'malignant',
  score: 0.1 + index / 100,
  call: 'benign',
});

async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  await fireEvent.keyDown(screen.getByRole('dialog'), { key, ...more });
}
const shownPhotos = (): (string | null)[] =>
  [...document.querySelectorAll('img')].map((image) => image.getAttribute('alt'));

test('arrows walk through the list and stop at its ends; Escape closes; the banner is there', async () => {
  render(Viewer);
  openViewer({ count: 3, index: 1, itemAt });
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 1.jpg']));
  expect(screen.getByText(NOTICE)).toBeTruthy();
  expect(screen.getByText('Malignant, missed')).toBeTruthy();
  await press('ArrowRight');
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 2.jpg']));
  await press('ArrowRight');
  expect(viewer.index).toBe(2);
  await press('Home');
  await waitFor(() => expect(screen.getByText('1 of 3')).toBeTruthy());
  await press('Escape');
  expect(viewer.open).toBe(false);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('side by side keeps the photo on the left while the right one is walked on', async () => {
  render(Viewer);
  openViewer({ count: 5, index: 0, itemAt });
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press('c');
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg', 'lesion 1.jpg']));
  await press('ArrowRight');
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg', 'lesion 2.jpg']));
  await press('c');
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 2.jpg']));
});

test('keys of the screen beneath do not act while a photo is looked at', async () => {
  const heard = vi.fn();
  window.addEventListener('keydown', heard);
  render(Viewer);
  openViewer({ count: 2, index: 0, itemAt });
  await waitFor(() => expect(shownPhotos()).toHaveLength(1));
  await press(']');
  await press('ArrowRight');
  expect(heard).not.toHaveBeenCalled();
  window.removeEventListener('keydown', heard);
});

test('a photo that can no longer be listed says so instead of showing another', async () => {
  render(Viewer);
  openViewer({ count: 2, index: 0, itemAt: () => Promise.reject(new Error('gone')) });
  expect(await screen.findByText('The photo could not be read from the list.')).toBeTruthy();
  expect(shownPhotos()).toEqual([]);
});

test('Space colours a scored photo, asking for its map only then, and takes the colour off again', async () => {
  const core = scriptedCore({ 'explanation.get': () => anExplanation() });
  render(Viewer);
  openViewer({ count: 2, index: 0, itemAt });
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await fireEvent.load(screen.getByAltText('lesion 0.jpg'));
  expect(core.inputsOf('explanation.get')).toEqual([]);
  await press(' ');
  await waitFor(() => expect(document.querySelectorAll('canvas')).toHaveLength(1));
  expect(core.inputsOf('explanation.get')).toEqual([{ kind: 'evaluationRow', id: 'row0' }]);
  await fireEvent.keyDown(screen.getByRole('slider'), { key: 'ArrowRight' });
  expect(viewer.index).toBe(0);
  await press(' ');
  expect(document.querySelectorAll('canvas')).toHaveLength(0);
});

test('from the card a photo comes as it lay there; a map that cannot be had is told of, and the photo stays', async () => {
  overlay.shown = true;
  scriptedCore({
    'explanation.get': () => {
      throw new AppError('NOT_FOUND', 'gone', { details: { path: '/a.jpg', reason: 'CHANGED' } });
    },
  });
  render(Viewer);
  openViewer({ count: 1, index: 0, itemAt: () => ({ ...itemAt(0), kind: 'prediction', id: 'changed' }) });
  expect(await screen.findByText(/the photo could not be looked at.*\/a\.jpg/)).toBeTruthy();
  expect(shownPhotos()).toEqual(['lesion 0.jpg']);
});

test('photos without a score of ours have nothing to colour', async () => {
  render(Viewer);
  openViewer({ count: 1, index: 0, itemAt: () => ({ ...itemAt(0), kind: 'runPhoto', id: 'run1/1' }) });
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press(' ');
  expect(screen.queryByRole('slider')).toBeNull();
});
