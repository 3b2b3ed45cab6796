import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SourceScan } from '../../../electron/shared/schemas/dataset.ts';
import type { ScoresPreview } from '../../../electron/shared/schemas/evaluation.ts';
import {
  globsOf,
  metadataFrom,
  metadataProblem,
  metadataRequest,
  sortDropped,
  withEnding,
} from '../../../renderer/src/features/batch/batchDraft.ts';
import BatchScreen from '../../../renderer/src/features/batch/BatchScreen.svelte';
import {
  batchName,
  shortFolders,
  skippedText,
  startText,
  withInputs,
} from '../../../renderer/src/features/batch/batchText.ts';
import { folderLabels } from '../../../renderer/src/features/batch/labelMeanings.ts';
import { isInside, transferText } from '../../../renderer/src/features/batch/transferText.ts';
import { startLibrary } from '../../../renderer/src/state/library.svelte.ts';
import { go } from '../../../renderer/src/state/nav.svelte.ts';
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

const preview: ScoresPreview = {
  path: '/photos/table.csv',
  rowCount: 3,
  columns: [
    { name: 'file', samples: ['a.jpg'], role: 'id', scale: null },
    { name: 'dx', samples: ['mel', 'nv'], role: 'label', scale: null },
  ],
  labelValues: [
    { value: 'mel', count: 1, proposal: 'malignant' },
    { value: 'nv', count: 1, proposal: 'benign' },
    { value: 'odd', count: 1, proposal: 'ask' },
  ],
};

async function form(answers: Parameters<typeof scriptedCore>[0] = {}) {
  const core = scriptedCore({
    'dataset.scan': () => {
      throw new Error('not asked for');
    },
    'dataset.list': () => ({ datasets: [] }),
    'run.list': () => ({
      runs: [
        aRun({ threshold: { value: 0.196, source: 'targetSensitivity', target: 0.9, setAt: null, lockedAt: null } }),
      ],
    }),
    'evaluation.list': () => ({ evaluations: [] }),
    'batch.list': () => ({ batches: [] }),
    'shell.chooseFolder': () => ({ path: '/photos/clinic' }),
    'shell.chooseFile': ({ title }) => ({ path: title === 'Add a list' ? '/photos/today.txt' : '/photos/table.csv' }),
    'shell.saveFile': () => ({ path: '/photos/scores' }),
    'evaluation.previewScores': () => preview,
    'batch.start': () => ({ jobId: 'job1', batchId: 'batch1' }),
    ...answers,
  });
  stop = startLibrary();
  render(BatchScreen);
  const add = await screen.findByRole('button', { name: 'Add a folder' });
  return { core, add };
}

const plain = {
  runId: 'run1',
  inputs: ['/photos/clinic'],
  threshold: null,
  out: null,
  resume: false,
  recursive: true,
  include: [],
  exclude: [],
  lists: [],
  root: null,
  format: null,
  metadata: null,
  mapping: null,
};

test('a batch is started with the run’s own threshold on what was added, once', async () => {
  const { core, add } = await form();
  expect(screen.getByText('The run’s own: 0.196')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Start scoring' }).hasAttribute('disabled')).toBe(true);
  await fireEvent.click(add);
  await screen.findByText('/photos/clinic');
  await fireEvent.click(add);
  await fireEvent.click(await screen.findByRole('button', { name: 'Score 1 folder' }));
  await waitFor(() => expect(core.inputsOf('batch.start')).toHaveLength(1));
  expect(core.inputsOf('batch.start')[0]).toEqual(plain);
});

test('all that the form can say reaches the core', async () => {
  const { core, add } = await form();
  await fireEvent.click(add);
  await fireEvent.click(screen.getByRole('checkbox', { name: /folders inside/ }));
  await fireEvent.input(screen.getByLabelText('Only files like'), { target: { value: '*.jpg, left/** ' } });
  await fireEvent.input(screen.getByLabelText('Not files like'), { target: { value: 'old/**' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Add a list' }));
  await screen.findByText('/photos/today.txt');
  await fireEvent.click(screen.getByRole('button', { name: 'Folder that the paths are in' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Choose a table' }));
  await screen.findByText('/photos/table.csv');
  await fireEvent.click(screen.getByRole('radio', { name: 'CSV for Excel' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Choose a file' }));
  await screen.findByText('/photos/scores.csv');
  await fireEvent.click(screen.getByRole('button', { name: 'Start scoring' }));
  await waitFor(() => expect(core.inputsOf('batch.start')).toHaveLength(1));
  expect(core.inputsOf('batch.start')[0]).toEqual({
    ...plain,
    out: '/photos/scores.csv',
    recursive: false,
    include: ['*.jpg', 'left/**'],
    exclude: ['old/**'],
    lists: ['/photos/today.txt'],
    root: '/photos/clinic',
    format: 'excel',
    metadata: { path: '/photos/table.csv', nameColumn: 'file', labelColumn: null, mapping: null },
  });
});

const scan: SourceScan = {
  source: '/photos/clinic',
  labelsCsv: null,
  layout: 'classFolders',
  photoCount: 60,
  junkCount: 0,
  otherCount: 0,
  classes: [
    { name: 'melanoma', count: 10, proposal: 'malignant' },
    { name: 'nevus', count: 40, proposal: 'benign' },
    { name: 'odd', count: 10, proposal: 'ask' },
  ],
  splits: [],
  columns: [],
  unmatchedRows: { count: 0, first: [] },
  unlabelledPhotos: { count: 0, first: [] },
  firstRows: [],
  suggestedName: 'clinic',
};

test('photos in class folders are evaluated when that is asked for and every class has a meaning', async () => {
  const { core, add } = await form({ 'dataset.scan': () => scan });
  await fireEvent.click(add);
  const use = await screen.findByRole('checkbox', { name: /Evaluate too.*melanoma, nevus, odd/ });
  expect(core.inputsOf('dataset.scan')).toEqual([{ source: '/photos/clinic', labelsCsv: null }]);
  const start = screen.getByRole('button', { name: 'Score 1 folder' });
  expect(start.hasAttribute('disabled')).toBe(false);
  await fireEvent.click(use);
  expect(start.hasAttribute('disabled')).toBe(true);
  screen.getByText('Say first what the folders’ names mean, or do not evaluate.');
  await fireEvent.click(within(screen.getByRole('group', { name: 'What “odd” means' })).getByText('Exclude'));
  await fireEvent.click(start);
  await waitFor(() => expect(core.inputsOf('batch.start')).toHaveLength(1));
  expect(core.inputsOf('batch.start')[0]).toEqual({
    ...plain,
    mapping: { melanoma: 'malignant', nevus: 'benign', odd: 'exclude' },
  });
});

test('without asking nothing is evaluated; a folder taken out takes its classes along', async () => {
  const { core, add } = await form({ 'dataset.scan': () => scan });
  await fireEvent.click(add);
  await fireEvent.click(await screen.findByRole('checkbox', { name: /Evaluate too/ }));
  await fireEvent.click(screen.getByRole('button', { name: 'Remove /photos/clinic' }));
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: /Evaluate too/ })).toBeNull());
  await fireEvent.click(add);
  const use = await screen.findByRole('checkbox', { name: /Evaluate too/ });
  expect(use).toHaveProperty('checked', false);
  await fireEvent.click(await screen.findByRole('button', { name: 'Score 1 folder' }));
  await waitFor(() => expect(core.inputsOf('batch.start')).toEqual([plain]));
});

test('a table beside the photos is offered, and its labels go before the folders', async () => {
  const beside = { ...scan, layout: 'csv' as const, labelsCsv: '/photos/clinic/labels.csv', classes: [] };
  const { core, add } = await form({ 'dataset.scan': () => beside });
  await fireEvent.click(add);
  await fireEvent.click(await screen.findByRole('button', { name: 'Use it as your table' }));
  await screen.findByText('/photos/table.csv');
  expect(core.inputsOf('evaluation.previewScores')).toEqual([{ path: '/photos/clinic/labels.csv', labelColumn: null }]);
  expect(screen.queryByRole('button', { name: 'Use it as your table' })).toBeNull();
});

test('class folders of several inputs are one list; patients’ folders by the hundred are none', () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `p${i}`, count: 1, proposal: 'ask' as const }));
  expect(folderLabels([scan, scan]).values).toEqual(
    scan.classes.map(({ name, count, proposal }) => ({ value: name, count: 2 * count, proposal })),
  );
  expect(folderLabels([{ ...scan, classes: named(51) }])).toEqual({ values: [], table: null });
});

test('a table with labels is used once every value is told; an empty cell is no label', () => {
  const draft = metadataFrom(preview);
  expect(metadataProblem(draft)).toBeNull();
  expect(metadataRequest(draft)).toMatchObject({ labelColumn: null, mapping: null });
  const labelled = { ...draft, labelColumn: 'dx' };
  expect(metadataProblem(labelled)).toBe('open');
  const told = { ...labelled, targets: { odd: 'exclude' as const } };
  expect(metadataProblem(told)).toBeNull();
  expect(metadataRequest(told).mapping).toEqual({ mel: 'malignant', nv: 'benign', odd: 'exclude' });
  const none = { ...labelled, targets: { odd: 'exclude', mel: 'exclude', nv: 'exclude' } as const };
  expect(metadataProblem(none)).toBe('excluded');
  const empty = { ...told, preview: { ...preview, labelValues: [{ value: '', count: 9, proposal: 'ask' as const }] } };
  expect(metadataProblem(empty)).toBe('excluded');
});

test('dropped files go where they belong by their endings', () => {
  const file = (path: string) => ({ path, kind: 'file' as const });
  const folder = { path: '/a.csv', kind: 'folder' as const };
  expect(sortDropped([folder, file('/b.JPG'), file('/c.CSV'), file('/d.txt')])).toEqual({
    inputs: [folder, file('/b.JPG')],
    lists: ['/d.txt'],
    metadata: '/c.CSV',
  });
  expect(globsOf(' *.jpg ,, left/**\nold/* ')).toEqual(['*.jpg', 'left/**', 'old/*']);
  expect([withEnding('/x', 'excel'), withEnding('/x.CSV', 'csv'), withEnding('/x.csv', 'jsonl')]).toEqual([
    '/x.csv',
    '/x.CSV',
    '/x.csv.jsonl',
  ]);
});

test('folders of one name are told apart by what they lie in', () => {
  const names = (...folders: string[]) => [...shortFolders(folders).values()];
  expect(names('/a/train/nevus', '/a/valid/nevus', '/a/valid')).toEqual(['train/nevus', 'valid/nevus', 'valid']);
  expect(names('/a/b', '/a/b/c')).toEqual(['b', 'b/c']);
  expect(names('/a/b')).toEqual(['b']);
  expect(names('C:\\x\\y', 'D:\\x\\y')).toEqual(['C:/x/y', 'D:/x/y']);
  expect(names('/', '/a')).toEqual(['/', 'a']);
  expect(names()).toEqual([]);
});

test('names, buttons and results say what there is', () => {
  const none = { lists: [] };
  expect(batchName({ inputs: ['/photos/clinic/'], request: none })).toBe('clinic');
  expect(batchName({ inputs: [], request: { lists: ['/today.txt'] } })).toBe('today.txt');
  const three = { inputs: ['C:\\photos\\a.jpg', 'C:\\b.jpg', 'C:\\c.jpg'], request: none };
  expect(batchName(three)).toBe('a.jpg and 2 more');
  const folder = { path: '/a', kind: 'folder' } as const;
  const file = { path: '/b.jpg', kind: 'file' } as const;
  expect(startText([folder, file])).toBe('Score 1 folder and 1 photo');
  expect(startText([file])).toBe('Score 1 photo');
  expect(startText([file], 1)).toBe('Start scoring');
  expect(withInputs([folder], [folder, file, file])).toEqual([folder, file]);
  expect(skippedText({ hidden: 2, system: 0, otherFiles: 1, excluded: 0 })).toBe('Skipped: 2 hidden, 1 no photos.');
  expect([isInside('/a/b', '/a'), isInside('/ab', '/a'), isInside('C:\\a\\', 'C:\\a')]).toEqual([true, false, true]);
  const transfer = { id: 't', batchId: 'b', createdAt: '', failures: [], indexPath: null, folder: '/x' };
  expect(transferText({ ...transfer, move: true, done: 2, failed: 1, waiting: 3, returned: 0 })).toBe(
    'Moved 2 photos to /x. 1 could not be taken. 3 were not begun.',
  );
  expect(transferText({ ...transfer, move: true, done: 0, failed: 0, waiting: 0, returned: 2 })).toBe(
    '2 were brought back.',
  );
});
