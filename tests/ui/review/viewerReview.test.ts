import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import Viewer from '../../../renderer/src/features/viewer/Viewer.svelte';
import { closeViewer, openViewer, viewer, type ViewerItem } from '../../../renderer/src/state/viewer.svelte.ts';
import { standInForLayout } from '../charts/standIns.ts';
import { reviewCore } from './reviewCore.ts';

standInForLayout();
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
});
beforeEach(() => localStorage.clear());
afterEach(() => {
  closeViewer();
  cleanup();
});

const itemAt = (index: number): ViewerItem => ({
  kind: 'evaluationRow',
  id: `row${index}`,
  title: `lesion ${index}.jpg`,
  facts: [],
  label: 'malignant',
  score: 0.1,
  call: 'benign',
  review: index === 3 ? { whyNot: 'It is gone.' } : { datasetId: 'dataset1', photoId: `p${index}` },
});
function open() {
  const core = reviewCore(() => 'malignant');
  render(Viewer);
  openViewer({ count: 4, index: 0, itemAt });
  return core;
}
const press = (key: string, on: Element = screen.getByRole('dialog')) => fireEvent.keyDown(on, { key });
const shownPhotos = (): (string | null)[] =>
  [...document.querySelectorAll('img')].map((image) => image.getAttribute('alt'));

test('the photo that is looked at is decided on by the same keys as in the gallery', async () => {
  const core = open();
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press('1');
  expect(await screen.findByText('Relabelled benign')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Clear on a second look' }));
  expect(await screen.findByText('Relabelled benign: Clear on a second look')).toBeTruthy();
  await press('ArrowRight');
  expect(await screen.findByText('Not decided')).toBeTruthy();
  await press('x');
  expect(await screen.findByText('Excluded')).toBeTruthy();
  await press('z');
  expect(await screen.findByText('Not decided')).toBeTruthy();
  expect(core.inputsOf('review.decide')).toEqual([
    { photoIds: ['p0'], verdict: { kind: 'relabel', label: 'benign' }, reason: '' },
    { photoIds: ['p0'], verdict: { kind: 'relabel', label: 'benign' }, reason: 'Clear on a second look' },
    { photoIds: ['p1'], verdict: { kind: 'exclude' }, reason: '' },
  ]);
});

test('side by side, the side that is worked on is the one that is decided on', async () => {
  const core = open();
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press('c');
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg', 'lesion 1.jpg']));
  await press('a');
  const about = (): string | undefined => document.querySelector('.about')?.textContent;
  expect(about()).toBe('lesion 1.jpg');
  await press('s');
  expect(about()).toBe('lesion 0.jpg');
  await press('x');
  await waitFor(() => expect(core.inputsOf('review.decide')).toHaveLength(2));
  expect(core.inputsOf('review.decide')).toMatchObject([{ photoIds: ['p1'] }, { photoIds: ['p0'] }]);
});

test('a reason that is typed keeps its keys, and Escape leaves the field before the viewer', async () => {
  const core = open();
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press('x');
  const field = await screen.findByRole('textbox', { name: 'Another reason, then Enter' });
  for (const key of ['1', 'ArrowRight', 'a']) await press(key, field);
  expect([viewer.index, core.inputsOf('review.decide').length]).toEqual([0, 1]);
  await press('Escape', field);
  expect(viewer.open).toBe(true);
  await press('Escape');
  expect(viewer.open).toBe(false);
});

test('where there is nothing to review it says why, and keys do nothing', async () => {
  const core = open();
  await waitFor(() => expect(shownPhotos()).toEqual(['lesion 0.jpg']));
  await press('End');
  expect(await screen.findByText('It is gone.')).toBeTruthy();
  for (const key of ['1', '2', 'a', 'x', 'z']) await press(key);
  expect(core.inputsOf('review.decide')).toEqual([]);
  expect(core.inputsOf('review.undo')).toEqual([]);
});
