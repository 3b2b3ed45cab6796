import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DatasetDetail, Photo } from '../../../electron/shared/schemas/dataset.ts';
import type { DatasetChanges } from '../../../electron/shared/schemas/review.ts';
import HealthTab from '../../../renderer/src/features/data/HealthTab.svelte';
import HistoryTab from '../../../renderer/src/features/data/HistoryTab.svelte';
import { handleKey } from '../../../renderer/src/state/commands.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { dismissToast, toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { versionName } from '../../../renderer/src/ui/review/verdictText.ts';
import { standInForLayout } from '../charts/standIns.ts';
import { records } from '../frame/scriptedRecords.ts';
import { aDataset } from '../train/records.ts';
import { reviewCore } from './reviewCore.ts';

standInForLayout({ width: 900, height: 600 });
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  window.addEventListener('keydown', handleKey);
});
afterEach(() => {
  cleanup();
  stop?.();
  window.removeEventListener('keydown', handleKey);
  for (const { id } of toasts.all) dismissToast(id);
});

function detailOf(changes: DatasetChanges | null = null): DatasetDetail {
  const [detail] = records().datasets;
  if (detail === undefined) throw new Error('no data set in the records');
  return { ...detail, dataset: aDataset(changes === null ? {} : { id: 'dataset2', version: 2 }), changes };
}
/** Two copies of the first photo: training and validation. */
function copies(): Photo[] {
  const [first] = records().photos;
  if (first === undefined) throw new Error('no photo in the records');
  return (['train', 'valid'] as const).map((split) => ({
    ...first,
    id: split,
    datasetId: 'dataset1',
    split,
    path: `/photos/${split}/a.jpg`,
    fileName: 'a.jpg',
  }));
}
function health() {
  const core = reviewCore(() => 'benign', {
    'photo.list': ({ sha256 }) => ({ total: 2, photos: sha256 === null ? [] : copies() }),
  });
  stop = startLibrary();
  render(HealthTab, { detail: detailOf() });
  return core;
}
const duplicates = (): HTMLElement => screen.getByRole('grid', { name: 'Duplicates' });

test('a leaking copy is excluded with the leak as its reason, and taken back by a key', async () => {
  const core = health();
  expect(screen.getByText(/^Choose a row/)).toBeTruthy();
  await fireEvent.keyDown(duplicates(), { key: 'ArrowDown' });
  const region = await screen.findByRole('region', { name: 'Copies of this photo' });
  const [inTrain] = await within(region).findAllByRole('listitem');
  if (inTrain === undefined) throw new Error('no copy is listed');
  await fireEvent.click(within(inTrain).getByRole('button', { name: 'Exclude' }));
  const reason = 'The same photo stands in another split';
  expect(await within(inTrain).findByRole('img', { name: `Excluded: ${reason}` })).toBeTruthy();
  expect(core.inputsOf('review.decide')).toEqual([{ photoIds: ['train'], verdict: { kind: 'exclude' }, reason }]);
  const table = await screen.findByRole('grid', { name: 'Decisions' });
  expect(within(table).getAllByRole('row')).toHaveLength(2);
  expect(table.textContent).toContain(reason);
  expect(screen.getByText('1 decision not yet in a data set version')).toBeTruthy();

  await fireEvent.keyDown(duplicates(), { key: 'z' });
  await waitFor(() => expect(screen.queryByRole('grid', { name: 'Decisions' })).toBeNull());
  expect(toasts.all.at(-1)?.text).toBe(`Taken back: train.jpg, Excluded: ${reason}`);
});

test('keeping one copy excludes the others; a copy with another label can be relabelled', async () => {
  const core = health();
  await fireEvent.keyDown(duplicates(), { key: 'ArrowDown' });
  await fireEvent.keyDown(duplicates(), { key: 'ArrowDown' });
  const region = await screen.findByRole('region', { name: 'Copies of this photo' });
  const [, inValid] = await within(region).findAllByRole('listitem');
  if (inValid === undefined) throw new Error('no second copy is listed');
  await fireEvent.click(within(inValid).getByRole('button', { name: 'Keep only this one' }));
  await fireEvent.click(within(inValid).getByRole('button', { name: 'Label malignant' }));
  const reason = 'A copy has another label';
  await waitFor(() =>
    expect(core.inputsOf('review.decide')).toEqual([
      { photoIds: ['train'], verdict: { kind: 'exclude' }, reason },
      { photoIds: ['valid'], verdict: { kind: 'relabel', label: 'malignant' }, reason },
    ]),
  );
});

test('the history of a version says what it was made from and every change with its reason', async () => {
  reviewCore(() => 'benign');
  stop = startLibrary();
  go('data', { datasetId: 'dataset2' });
  render(HistoryTab, {
    detail: detailOf({
      parentId: 'dataset1',
      parentName: 'ISIC 2017',
      relabelled: [{ path: '/photos/a.jpg', from: 'benign', to: 'malignant', reason: 'Histology says otherwise' }],
      excluded: [{ path: '/photos/b.jpg', label: 'malignant', reason: 'Blurred' }],
      lastDecisionId: '2',
    }),
  });
  const rows = within(screen.getByRole('grid', { name: 'Changes' }))
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((row) => row.textContent.replaceAll(/\s+/g, ''))).toEqual([
    'a.jpgBenignMalignantHistologysaysotherwise',
    'b.jpgMalignantExcludedBlurred',
  ]);
  expect(screen.getByText('1 relabelled · 1 excluded')).toBeTruthy();
  await fireEvent.click(await screen.findByRole('button', { name: 'ISIC 2017' }));
  expect(nav.selection.datasetId).toBe('dataset1');
});

test('a version takes the next number that is free', () => {
  expect(versionName('ISIC', 1, new Set(['ISIC']))).toBe('ISIC v2');
  expect(versionName('ISIC v2', 2, new Set(['ISIC', 'ISIC v2']))).toBe('ISIC v3');
  expect(versionName('ISIC', 1, new Set(['ISIC', 'ISIC v2', 'ISIC v3']))).toBe('ISIC v4');
  expect(versionName('x'.repeat(200), 1, new Set()).length).toBeLessThanOrEqual(200);
});
