import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../electron/shared/errors.ts';
import type { Evaluation, EvaluationColumns } from '../../../electron/shared/schemas/evaluation.ts';
import type { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import ErrorsView from '../../../renderer/src/features/results/errors/ErrorsView.svelte';
import { prepareScores, type Cell } from '../../../renderer/src/features/results/operating.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { acceptJob } from '../../../renderer/src/state/jobs.svelte.ts';
import { handleKey } from '../../../renderer/src/state/commands.svelte.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go, nav } from '../../../renderer/src/state/nav.svelte.ts';
import { dismissToast, toasts } from '../../../renderer/src/state/toasts.svelte.ts';
import { standInForLayout } from '../charts/standIns.ts';
import { aRun } from '../train/records.ts';
import { referenceScores } from '../results/referenceVector.ts';
import { reviewCore } from './reviewCore.ts';

standInForLayout();
let stop: (() => void) | undefined;
beforeEach(() => {
  localStorage.clear();
  window.addEventListener('keydown', handleKey);
  go('results', { runId: 'run1', datasetId: null, evaluationId: null, batchId: null });
});
afterEach(() => {
  cleanup();
  stop?.();
  window.removeEventListener('keydown', handleKey);
  for (const { id } of toasts.all) dismissToast(id);
  setLanguage('en');
});

const scores = referenceScores();
const prepared = prepareScores(scores);
const threshold = { value: 0.5, source: 'default' as const, target: null, setAt: null, lockedAt: null };
const evaluation: Evaluation = {
  id: 'evaluation1',
  runId: 'run1',
  name: 'Recommended',
  origin: { kind: 'run' },
  source: { kind: 'split', split: 'valid' },
  createdAt: '2026-01-01T00:00:00.000Z',
  modelHash: 'a'.repeat(64),
  n: 600,
  unreadable: [],
  threshold,
  opened: true,
};
interface Scene {
  evaluation?: Partial<Evaluation>;
  withRun?: boolean;
  photoIds?: (string | null)[];
  cell?: Cell | null;
  answers?: Parameters<typeof reviewCore>[1];
}
/** Photo p0 to p116 are malignant. */
function open({ evaluation: over = {}, withRun = true, photoIds, cell = null, answers = {} }: Scene = {}) {
  const core = reviewCore((id) => (Number(id.slice(1)) < 117 ? 'malignant' : 'benign'), answers);
  stop = startLibrary();
  const value: EvaluationColumns = {
    photoIds: photoIds ?? scores.rowIds.map((_, row) => `p${row}`),
    groups: scores.rowIds.map(() => null),
    groupColumn: null,
    metadata: [],
  };
  const chosen: Cell[] = [];
  const props = {
    run: withRun ? aRun() : null,
    detail: { evaluation: { ...evaluation, ...over }, scores },
    prepared,
    threshold,
    recalibration: null,
    cell,
    columns: { status: 'ready' as const, value, error: undefined, reload: () => undefined },
    onchoose: (next: Cell) => chosen.push(next),
  };
  const { rerender } = render(ErrorsView, props);
  return { core, chosen, rerender: (change: object) => rerender({ ...props, ...change }) };
}
const grid = (): HTMLElement => screen.getByRole('listbox');
const press = async (key: string, more: KeyboardEventInit = {}, on = grid()): Promise<void> => {
  await fireEvent.keyDown(on, { key, ...more });
};
const status = (): string =>
  within(screen.getByRole('region', { name: 'Your decision' })).getByRole('status').textContent;
/** The worst missed photos, by the order of their scores. */
const worst = scores.scores
  .map((score, row) => ({ score, row }))
  .filter(({ score, row }) => score < 0.5 && scores.labels[row] === 1)
  .sort((a, b) => a.score - b.score || b.row - a.row)
  .map(({ row }) => `p${row}`);

test('two photos are decided on by keys, several by Shift, and one undo takes a whole act back', async () => {
  const { core } = open();
  expect(grid().getAttribute('aria-label')).toBe('Missed: 34');
  expect(status()).toMatch(/^Choose a photo/);
  await press('x');
  expect(core.inputsOf('review.decide')).toEqual([]);

  await press('ArrowRight');
  await press('1');
  await waitFor(() => expect(status()).toBe('Relabelled benign'));
  await press('ArrowRight');
  await press('X');
  await waitFor(() => expect(status()).toBe('Excluded'));
  await press('ArrowRight');
  await press('ArrowRight', { shiftKey: true });
  await press('ArrowRight', { shiftKey: true });
  expect(screen.getAllByRole('option', { selected: true })).toHaveLength(3);
  expect(status()).toBe('3 photos selected · Not decided');
  await press('a');
  await waitFor(() => expect(status()).toBe('3 photos selected · Label agreed'));
  expect(core.inputsOf('review.decide')).toEqual([
    { photoIds: [worst[0]], verdict: { kind: 'relabel', label: 'benign' }, reason: '' },
    { photoIds: [worst[1]], verdict: { kind: 'exclude' }, reason: '' },
    { photoIds: worst.slice(2, 5), verdict: { kind: 'agree' }, reason: '' },
  ]);
  expect(screen.getByText('5 decisions not yet in a data set version')).toBeTruthy();
  expect(screen.getAllByRole('img', { name: 'Relabelled benign' })).toHaveLength(1);

  await press('z');
  expect(await screen.findByText('2 decisions not yet in a data set version')).toBeTruthy();
  expect(toasts.all.at(-1)?.text).toBe('3 decisions taken back');
  await press('z', { ctrlKey: true });
  expect(await screen.findByText('1 decision not yet in a data set version')).toBeTruthy();
  expect(core.inputsOf('review.undo')).toHaveLength(2);
});

test('a label that is already there is agreed with', async () => {
  open();
  await press('End');
  await press('2');
  await waitFor(() => expect(status()).toBe('Label agreed'));
});

test('a reason is given after the decision, never unasked; the last one by R, and what was typed is offered again', async () => {
  const { core } = open();
  await press('ArrowRight');
  await press('x');
  await fireEvent.click(await screen.findByRole('button', { name: 'Not a skin lesion' }));
  await waitFor(() => expect(status()).toBe('Excluded: Not a skin lesion'));
  await press('ArrowRight');
  await press('x');
  await waitFor(() => expect(status()).toBe('Excluded'));
  await press('r');
  await waitFor(() => expect(status()).toBe('Excluded: Not a skin lesion'));

  const field = screen.getByRole('textbox', { name: 'Another reason, then Enter' });
  const before = core.inputsOf('review.decide').length;
  await fireEvent.input(field, { target: { value: 'A tattoo, 1 of 2' } });
  for (const key of ['1', 'a', 'x', 'z']) await press(key, {}, field);
  expect(core.inputsOf('review.decide')).toHaveLength(before);
  await press('Enter', {}, field);
  await waitFor(() => expect(status()).toBe('Excluded: A tattoo, 1 of 2'));
  expect(screen.getByRole('button', { name: /^A tattoo, 1 of 2/, pressed: true })).toBeTruthy();
  expect(localStorage.getItem('lesionlab.review.reasons')).toContain('A tattoo, 1 of 2');
});

test('nothing stays selected when the threshold moves: the places then hold other photos', async () => {
  const { core, rerender } = open();
  await press('ArrowRight');
  expect(status()).toBe('Not decided');
  await rerender({ threshold: { ...threshold, value: 0.4 } });
  await waitFor(() => expect(status()).toMatch(/^Choose a photo/));
  await press('x');
  expect(core.inputsOf('review.decide')).toEqual([]);
});

test.each([
  ['a folder', { source: { kind: 'folder' as const, path: '/p', mapping: {} } }, true, /belong to no data set/],
  ['a file of scores', { source: { kind: 'scores' as const, path: '/s.csv' } }, false, /come from a file/],
])('photos of %s cannot be reviewed, and it is said why', async (_, over, withRun, words) => {
  const { core } = open({ evaluation: over, withRun });
  expect(status()).toMatch(words);
  await press('ArrowRight');
  for (const key of ['1', '2', 'a', 'x', 'z']) await press(key);
  expect(screen.getByRole('button', { name: /^Exclude/ })).toHaveProperty('disabled', true);
  expect(core.inputsOf('review.decide')).toEqual([]);
});

test('a photo that left the data set is said to be gone', async () => {
  open({ photoIds: scores.rowIds.map(() => null) });
  await press('ArrowRight');
  expect(status()).toMatch(/no longer in a data set/);
});

test('a refused decision is said and leaves no mark', async () => {
  open({
    answers: {
      'review.decide': () => {
        throw new AppError('NOT_FOUND', 'photo');
      },
    },
  });
  await press('ArrowRight');
  await press('x');
  await waitFor(() => expect(toasts.all.at(-1)?.text).toMatch(/^The decision was not saved: It is no longer there/));
  expect(status()).toBe('Not decided');
});

test('right calls are shown on request, and the fields of the matrix are chosen here too', async () => {
  const { chosen } = open();
  expect(screen.queryByRole('radio', { name: 'Found 83' })).toBeNull();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Right calls too' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Found 83' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'False alarms 142' }));
  expect(chosen).toEqual(['tp', 'fp']);
});

test('a version lists what changes from what to what and why, and leads to training', async () => {
  const { core } = open();
  await press('ArrowRight');
  await press('a');
  const make = await screen.findByRole('button', { name: 'Make a new version' });
  expect(make).toHaveProperty('disabled', true);
  await press('1');
  await fireEvent.click(await screen.findByRole('button', { name: 'Histology says otherwise' }));
  await press('ArrowRight');
  await press('x');
  expect(await screen.findByText('2 decisions not yet in a data set version')).toBeTruthy();
  await fireEvent.click(make);
  const dialog = await screen.findByRole('dialog');
  const table = within(dialog).getByRole('grid', { name: 'Changes' });
  const rows = within(table).getAllByRole('row').slice(1);
  expect(rows.map((row) => row.textContent.replaceAll(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(new RegExp(`^${worst[0]}\\.jpg ?Malignant ?Benign ?Histology says otherwise$`)),
    expect.stringMatching(new RegExp(`^${worst[1]}\\.jpg ?Malignant ?Excluded$`)),
  ]);
  const name = within(dialog).getByRole('textbox', { name: 'Name' });
  expect(name).toHaveProperty('value', 'ISIC 2017 v2');
  await fireEvent.input(name, { target: { value: 'ISIC 2017' } });
  expect(within(dialog).getByRole('button', { name: /^Make “/ })).toHaveProperty('disabled', true);
  await fireEvent.input(name, { target: { value: 'ISIC 2017 v2' } });
  await fireEvent.keyDown(name, { key: 'Enter' });
  await waitFor(() =>
    expect(core.inputsOf('dataset.createVersion')).toEqual([{ id: 'dataset1', name: 'ISIC 2017 v2' }]),
  );
  await waitFor(() => expect(screen.queryByText(/not yet in a data set version/)).toBeNull());
  const said = toasts.all.at(-1);
  expect(said?.text).toBe('“ISIC 2017 v2” is made: 1 relabelled · 1 excluded');
  said?.action?.run();
  expect([nav.screen, nav.selection.datasetId]).toEqual(['train', 'dataset2']);
});

const copying = (over: Partial<JobSnapshot>): JobSnapshot => ({
  id: 'job1',
  kind: 'copies',
  title: '/out',
  state: 'running',
  seq: 1,
  progress: { phase: 'copying', done: 40, total: 176, perSecond: 20 },
  secondsLeft: 7,
  datasetId: null,
  runId: 'run1',
  evaluationId: 'evaluation1',
  batchId: null,
  createdAt: '2026-03-01T00:00:00.000Z',
  finishedAt: null,
  error: null,
  resumable: false,
  ...over,
});
/** A folder is chosen, and the core does what it is asked. */
const exporting = (copied: number, jobId: string) =>
  open({
    answers: {
      'job.list': () => ({ jobs: [] }),
      'shell.chooseFolder': () => ({ path: '/out' }),
      'evaluation.exportErrors': ({ copyPhotos }) => ({
        csvPath: '/out/errors.csv',
        rows: 176,
        jobId: copyPhotos ? jobId : null,
      }),
      'evaluation.errorCopies': () => ({
        copied,
        total: 176,
        missing: [{ path: '/photos/gone.jpg', fault: 'NOT_FOUND' }],
      }),
      'job.cancel': () => ({}),
    },
  });
const begin = async (): Promise<void> => {
  screen.getByRole('button', { name: 'CSV and copies of the photos' }).focus();
  await fireEvent.click(screen.getByRole('button', { name: 'CSV and copies of the photos' }));
  expect(await screen.findByText(/176 rows written to \/out\/errors\.csv/)).toBeTruthy();
};

test('copies are made by a job that says how far it is; then, what was copied and what not, and why', async () => {
  const { core } = exporting(175, 'job1');
  await begin();
  expect(core.inputsOf('evaluation.exportErrors')).toEqual([{ id: 'evaluation1', folder: '/out', copyPhotos: true }]);
  expect(screen.queryByRole('button', { name: 'List as CSV' })).toBeNull();
  acceptJob(copying({}));
  expect(await screen.findByText('Photos done: 40 of 176')).toBeTruthy();
  expect(screen.getByText(/20 a second · .*7 s/)).toBeTruthy();
  acceptJob(copying({ seq: 2, state: 'succeeded' }));
  expect(await screen.findByText('175 photos copied.')).toBeTruthy();
  expect(screen.getByText('1 photo could not be copied')).toBeTruthy();
  expect(screen.getByText(/It is not there any more/)).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toContain('List as CSV'));
  await fireEvent.click(screen.getByRole('button', { name: 'List as CSV' }));
  await waitFor(() => expect(screen.queryByText(/175 photos copied/)).toBeNull());
  expect(await screen.findByText(/176 rows written/)).toBeTruthy();
});

test('copying can be stopped, and what is there by then is told; another visit finds it again', async () => {
  const { core, rerender } = exporting(41, 'job2');
  await begin();
  acceptJob(copying({ id: 'job2' }));
  await fireEvent.click(await screen.findByRole('button', { name: 'Stop copying' }));
  expect(core.inputsOf('job.cancel')).toEqual([{ id: 'job2' }]);
  acceptJob(copying({ id: 'job2', seq: 2, state: 'cancelled' }));
  expect(await screen.findByText('Stopped: 41 of 176 photos copied. Each copy that is there is whole.')).toBeTruthy();
  await rerender({ detail: { evaluation: { ...evaluation, id: 'evaluation2' }, scores } });
  expect(screen.queryByText(/41 of 176/)).toBeNull();
  await rerender({ detail: { evaluation, scores } });
  expect(await screen.findByText(/41 of 176/)).toBeTruthy();
});

test('an export waits until the threshold that is shown is the stored one', async () => {
  const { rerender } = open();
  await rerender({ threshold: { ...threshold, value: 0.4 } });
  expect(screen.getByRole('button', { name: 'List as CSV' })).toHaveProperty('disabled', true);
  expect(screen.getByText('The threshold is being saved')).toBeTruthy();
});

test('all of it is said in Chinese', async () => {
  setLanguage('zh-CN');
  open();
  await press('ArrowRight');
  await press('2');
  await press('x');
  expect(await screen.findByText('1 个判定尚未写入数据集版本')).toBeTruthy();
  expect(screen.getByText('已排除')).toBeTruthy();
});
