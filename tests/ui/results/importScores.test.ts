import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterAll, afterEach, expect, test } from 'vitest';
import { previewScores } from '../../../electron/core/evaluation/scores/previewScores.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import type { ScoresImport, ScoresPreview } from '../../../electron/shared/schemas/evaluation.ts';
import ImportScores from '../../../renderer/src/features/results/imported/ImportScores.svelte';
import { openPackage } from '../../../renderer/src/features/results/imported/packages.ts';
import {
  choicesFrom,
  labelCounts,
  problemOf,
  requestOf,
  withColumn,
  withReader,
} from '../../../renderer/src/features/results/imported/scoresChoices.ts';
import { setLanguage } from '../../../renderer/src/i18n/index.svelte.ts';
import { scriptedCore, standInForLayout } from '../charts/standIns.ts';

standInForLayout();
// other tests run beside these
configure({ asyncUtilTimeout: 10_000 });
const folder = mkdtempSync(join(tmpdir(), 'lesionlab-scores-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  cleanup();
  setLanguage('en');
});

function csv(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const readers = (): string =>
  csv(
    'readers.csv',
    [
      'image_id,diagnosis,reader A,reader B,sex',
      'a,nevus,0.1,20,male',
      'b,melanoma,0.8,90,female',
      'c,unsure,0.5,50,male',
      'd,melanoma,,70,female',
    ].join('\n'),
  );

/** The window with the core's own look at files; what it is asked to import is kept. */
function open(path: string, answer: (request: ScoresImport) => string[] = () => ['evaluation1', 'evaluation2']) {
  const imported: string[][] = [];
  const core = scriptedCore({
    'shell.chooseFile': () => ({ path }),
    'evaluation.previewScores': ({ path: file, labelColumn }) => previewScores(file, labelColumn),
    'evaluation.importScores': (request) => ({ evaluationIds: answer(request) }),
  });
  render(ImportScores, { open: true, onimported: (ids: string[]) => imported.push(ids) });
  return { core, imported };
}
const choose = async (): Promise<void> =>
  void (await fireEvent.click(screen.getByRole('button', { name: 'Choose a CSV file' })));
const importButton = (name: string): HTMLButtonElement => {
  const button = screen.getByRole('button', { name });
  if (!(button instanceof HTMLButtonElement)) throw new Error('no button');
  return button;
};

test('several readers of one file, a scale each, and every label with a meaning', async () => {
  const { core, imported } = open(readers());
  await choose();
  expect(await screen.findByText('4 rows')).toBeTruthy();
  // a label that nobody knows has to be said
  expect(screen.getByText('Say what each label means.')).toBeTruthy();
  expect(importButton('Import 2 readers').disabled).toBe(true);
  await fireEvent.click(
    within(screen.getByRole('group', { name: 'Meaning of unsure' })).getByRole('radio', { name: 'Exclude' }),
  );
  expect(screen.getByText('2 malignant, 1 benign, 1 left out')).toBeTruthy();
  const name = screen.getByRole('textbox', { name: 'Name of the reader in column reader A' });
  await fireEvent.input(name, { target: { value: ' ' } });
  expect(screen.getByText('Give each reader a name.')).toBeTruthy();
  await fireEvent.input(name, { target: { value: 'Dr Ada ' } });
  await fireEvent.click(importButton('Import 2 readers'));
  await waitFor(() => expect(imported).toEqual([['evaluation1', 'evaluation2']]));
  expect(core.inputsOf('evaluation.importScores')).toEqual([
    {
      path: join(folder, 'readers.csv'),
      idColumn: 'image_id',
      labelColumn: 'diagnosis',
      groupColumn: null,
      mapping: { nevus: 'benign', melanoma: 'malignant', unsure: 'exclude' },
      readers: [
        { column: 'reader A', name: 'Dr Ada', scale: 'probability' },
        { column: 'reader B', name: 'reader B', scale: 'percent' },
      ],
    },
  ]);
  // closed, and empty for the next time
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('another column of labels has other values, asked of the core', async () => {
  const { core } = open(readers());
  await choose();
  await screen.findByText('4 rows');
  await fireEvent.keyDown(screen.getByLabelText('True label'), { key: 'Enter' });
  await fireEvent.pointerUp(await screen.findByRole('option', { name: /^sex/ }));
  expect(await screen.findByRole('group', { name: 'Meaning of female' })).toBeTruthy();
  expect(screen.queryByRole('group', { name: 'Meaning of unsure' })).toBeNull();
  expect(core.inputsOf('evaluation.previewScores').at(-1)).toMatchObject({ labelColumn: 'sex' });
});

test('a fault of the file is said with line, column and what to do; the choices stay', async () => {
  const path = csv('one.csv', 'id,label,score\na,1,0.5\nb,0,0.2\n');
  const { imported } = open(path, () => {
    throw new AppError('BAD_CSV', 'one.csv: line 3: score "x" is no number', {
      details: { path, line: 3, column: 'score', reason: 'BAD_VALUE', remedy: 'English only' },
    });
  });
  await choose();
  // a single reader is called as the file is
  expect((await screen.findByRole<HTMLInputElement>('textbox')).value).toBe('one');
  await fireEvent.click(importButton('Import 1 reader'));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(/line 3 · .*score/i);
  expect(alert.textContent).toMatch(/from 0 to 1, or from 0 to 100/);
  expect(importButton('Import 1 reader').disabled).toBe(false);
  expect(imported).toEqual([]);
  setLanguage('zh-CN');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('得分为 0 到 1 的数'));
});

test('a file that is no table is refused at once, with another way on', async () => {
  open(csv('broken.csv', 'id,label,score\na,1\n'));
  await choose();
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(/line 2/i);
  expect(alert.textContent).toMatch(/It needs a header line/);
  expect(importButton('Another file').disabled).toBe(false);
  expect(importButton('Import 0 readers').disabled).toBe(true);
});

test('a .lesionlab file is asked for and opened; nothing is opened when none was chosen', async () => {
  let path: string | null = '/post/trial.lesionlab';
  const core = scriptedCore({
    'shell.chooseFile': () => ({ path }),
    'evaluation.openPackage': () => ({ evaluationId: 'evaluation7' }),
  });
  expect(await openPackage()).toBe('evaluation7');
  expect(core.inputsOf('evaluation.openPackage')).toEqual([{ path }]);
  expect(core.inputsOf('shell.chooseFile')).toMatchObject([{ filters: [{ extensions: ['lesionlab'] }] }]);
  path = null;
  expect(await openPackage()).toBeNull();
  expect(core.inputsOf('evaluation.openPackage')).toHaveLength(1);
});

const preview: ScoresPreview = {
  path: 'C:\\study\\net.v2.csv',
  rowCount: 10,
  columns: [
    { name: 'id', samples: [], role: 'id', scale: null },
    { name: 'truth', samples: [], role: 'label', scale: null },
    { name: 'p', samples: [], role: 'score', scale: 'probability' },
    { name: 'q', samples: [], role: 'metadata', scale: 'percent' },
  ],
  labelValues: [
    { value: '1', count: 4, proposal: 'malignant' },
    { value: '0', count: 5, proposal: 'benign' },
    { value: '', count: 1, proposal: 'ask' },
  ],
};

test('a column has one role, readers keep the order of the file, and all problems have a name', () => {
  const first = choicesFrom(preview);
  expect(first.readers).toEqual([{ column: 'p', name: 'net.v2', scale: 'probability' }]);
  const two = withReader(preview, withReader(preview, { ...first, readers: [] }, 'q', true), 'p', true);
  expect(two.readers.map(({ column, scale }) => [column, scale])).toEqual([
    ['p', 'probability'],
    ['q', 'percent'],
  ]);
  expect(withColumn(two, 'group', 'q')).toMatchObject({ group: 'q', readers: [{ column: 'p' }] });
  expect(withColumn(two, 'label', 'id')).toMatchObject({ id: null, label: 'id' });
  expect(labelCounts(preview, first)).toEqual({ benign: 5, malignant: 4, excluded: 0, open: 1, untold: 0 });

  expect(problemOf(preview, { ...first, id: null })).toBe('noId');
  expect(problemOf(preview, { ...first, label: null })).toBe('noLabel');
  expect(problemOf({ ...preview, rowCount: 11 }, first)).toBe('tooManyLabels');
  expect(problemOf(preview, first)).toBe('open');
  expect(problemOf(preview, { ...first, targets: { '1': 'exclude', '0': 'exclude', '': 'exclude' } })).toBe(
    'nothingKept',
  );
  const told = { ...first, targets: { '': 'exclude' as const } };
  expect(problemOf(preview, { ...told, readers: [] })).toBe('noReader');
  expect(requestOf(preview, first)).toBeNull();
  expect(requestOf(preview, told)?.mapping).toEqual({ '1': 'malignant', '0': 'benign', '': 'exclude' });
});
