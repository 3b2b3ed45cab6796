import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { BatchOptions } from '../../../electron/shared/schemas/scoring.ts';
import type { Batch, BatchRow } from '../../../electron/shared/schemas/scoring.ts';
import BatchRows from '../../../renderer/src/features/batch/BatchRows.svelte';
import BatchScreen from '../../../renderer/src/features/batch/BatchScreen.svelte';
import { batchName, rowErrorText, startText, withInputs } from '../../../renderer/src/features/batch/batchText.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
import { viewer } from '../../../renderer/src/state/viewer.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';
import { aRun } from '../train/records.ts';

standInForLayout();
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  go('batch', { runId: null, batchId: null });
});
afterEach(() => {
  cleanup();
  stop?.();
});

const aBatch = (over: Partial<Batch> = {}): Batch => ({
  id: 'batch1',
  runId: 'run1',
  runName: 'ISIC 2017 – Recommended',
  inputs: ['/photos/clinic'],
  threshold: 0.5,
  out: null,
  state: 'finished',
  createdAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  total: 100_000,
  scored: 99_999,
  failed: 1,
  malignant: 20_000,
  skippedJunk: 3,
  request: BatchOptions.parse({}),
  skipped: null,
  evaluationId: null,
  jobId: null,
  ...over,
});

const aRow = (position: number, over: Partial<BatchRow['row']> = {}): BatchRow => ({
  id: String(position),
  position,
  row: {
    path: `/photos/clinic/lesion ${position}.jpg`,
    score: 0.9 - position / 200_000,
    threshold: 0.5,
    label: 'malignant',
    runId: 'run1',
    modelHash: 'a'.repeat(64),
    status: 'ok',
    error: '',
    notice: NOTICE,
    ...over,
  },
  calibrated: null,
  quality: [],
  unlike: null,
  takenAt: null,
  metadata: {},
  mark: null,
  note: '',
});

const broken = aRow(3, { score: null, label: null, status: 'error', error: 'EMPTY_FILE: 0 bytes' });

const rowsCore = () =>
  scriptedCore({
    'batch.rows': ({ offset, limit }) => ({
      total: 100_000,
      rows: Array.from({ length: limit ?? 200 }, (_, i) => (offset + i === 3 ? broken : aRow(offset + i))),
    }),
  });

test('of 100,000 rows only those in sight are made, most suspicious first', async () => {
  const core = rowsCore();
  render(BatchRows, { batch: aBatch() });
  expect(await screen.findByText('100,000 rows')).toBeTruthy();
  await waitFor(() => expect(screen.getByText('lesion 0.jpg')).toBeTruthy());
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  expect(core.inputsOf('batch.rows')[0]).toMatchObject({ sort: 'score', descending: true, filter: 'all', offset: 0 });
  expect(screen.getAllByText('0.900').length).toBeGreaterThan(0);
});

test('an error row says its reason in words and has no score', async () => {
  rowsCore();
  render(BatchRows, { batch: aBatch() });
  await waitFor(() => expect(screen.getByText(rowErrorText(broken.row))).toBeTruthy());
  expect(rowErrorText(broken.row)).not.toContain('EMPTY_FILE');
  expect(rowErrorText({ error: 'something new' })).toBe('something new');
});

test('sorting, filtering and searching are asked of the database', async () => {
  const core = rowsCore();
  render(BatchRows, { batch: aBatch() });
  await screen.findByText('lesion 0.jpg');
  await fireEvent.click(screen.getByRole('button', { name: /File/ }));
  await waitFor(() => expect(core.inputsOf('batch.rows').at(-1)).toMatchObject({ sort: 'path', descending: false }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Without a score' }));
  await waitFor(() => expect(core.inputsOf('batch.rows').at(-1)).toMatchObject({ filter: 'error' }));
  await fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' 12 ' } });
  await waitFor(() => expect(core.inputsOf('batch.rows').at(-1)).toMatchObject({ search: '12', filter: 'error' }));
});

test('Enter opens the row in the viewer, which can walk on through the list', async () => {
  rowsCore();
  render(BatchRows, { batch: aBatch() });
  await screen.findByText('lesion 0.jpg');
  const grid = screen.getByRole('grid');
  await fireEvent.keyDown(grid, { key: 'ArrowDown' });
  await fireEvent.keyDown(grid, { key: 'ArrowDown' });
  await fireEvent.keyDown(grid, { key: 'Enter' });
  expect(viewer.open).toBe(true);
  expect(viewer.source?.count).toBe(100_000);
  const item = await viewer.source?.itemAt(250);
  expect(item).toMatchObject({ kind: 'batchRow', id: '250', title: 'lesion 250.jpg', call: 'malignant' });
});

test('a batch is started with the run’s own threshold on what was dropped, once', async () => {
  const core = scriptedCore({
    'dataset.list': () => ({ datasets: [] }),
    'run.list': () => ({
      runs: [
        aRun({ threshold: { value: 0.196, source: 'targetSensitivity', target: 0.9, setAt: null, lockedAt: null } }),
      ],
    }),
    'evaluation.list': () => ({ evaluations: [] }),
    'batch.list': () => ({ batches: [] }),
    'shell.chooseFolder': () => ({ path: '/photos/clinic' }),
    'batch.start': () => ({ jobId: 'job1', batchId: 'batch1' }),
  });
  stop = startLibrary();
  render(BatchScreen);
  const add = await screen.findByRole('button', { name: 'Add a folder' });
  expect(screen.getByText('The run’s own: 0.196')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Start scoring' }).hasAttribute('disabled')).toBe(true);
  await fireEvent.click(add);
  await screen.findByText('/photos/clinic');
  await fireEvent.click(add);
  await fireEvent.click(await screen.findByRole('button', { name: 'Score 1 folder' }));
  await waitFor(() => expect(core.inputsOf('batch.start')).toHaveLength(1));
  expect(core.inputsOf('batch.start')[0]).toEqual({
    runId: 'run1',
    inputs: ['/photos/clinic'],
    threshold: null,
    out: null,
    resume: false,
  });
});

test('names and buttons say what there is', () => {
  expect(batchName({ inputs: ['/photos/clinic/'] })).toBe('clinic');
  expect(batchName({ inputs: ['C:\\photos\\a.jpg', 'C:\\b.jpg', 'C:\\c.jpg'] })).toBe('a.jpg and 2 more');
  const folder = { path: '/a', kind: 'folder' } as const;
  const file = { path: '/b.jpg', kind: 'file' } as const;
  expect(startText([folder, file])).toBe('Score 1 folder and 1 photo');
  expect(startText([file])).toBe('Score 1 photo');
  expect(withInputs([folder], [folder, file, file])).toEqual([folder, file]);
});
