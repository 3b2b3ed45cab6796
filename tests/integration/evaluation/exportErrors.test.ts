import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { folderOf } from '../core/importing.ts';
import { failureOf, temporaryFolder } from '../core/support.ts';
import { coreWithRun, row, store } from './stored.ts';

const Rows = z.array(z.array(z.string()));
const rowsOf = (path: string): string[][] => Rows.parse(parse(readFileSync(path)));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function wrongOnes(app: Awaited<ReturnType<typeof coreWithRun>>): Promise<string> {
  const photos = folderOf({
    'a/x.jpg': 'far',
    'b/X.jpg': 'near',
    'c/changed.jpg': 'other bytes',
    'd/=1+1, "q".jpg': 'comma',
  });
  const at = (name: string): string => join(photos, name);
  await app.call('run.setThreshold', { id: 'r', value: 0.5, source: 'manual', target: null });
  store(app, 'v', 'valid', [
    row(at('b/X.jpg'), 1, 0.4, { sha256: sha256('near'), metadata: { sex: 'male', label: 'mel' }, group: 'p1' }),
    row(at('a/x.jpg'), 1, 0.01, { sha256: sha256('far') }),
    row(at('c/changed.jpg'), 0, 0.5, { sha256: sha256('the bytes that were scored') }),
    row(at('gone.jpg'), 0, 0.97, { sha256: sha256('x') }),
    row(at('d/=1+1, "q".jpg'), 0, 0.75),
    row('/photos/right.jpg', 1, 0.5),
    row('/photos/half.jpg', 1, null),
  ]);
  return photos;
}

test('errors.csv has every wrong call, worst first, with exact paths, metadata and the notice last', async () => {
  const app = await coreWithRun();
  const photos = await wrongOnes(app);
  const folder = join(temporaryFolder(), 'new/errors');
  const result = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: false });
  expect(result).toEqual({ csvPath: join(folder, 'errors.csv'), rows: 5, copied: 0, missing: [] });
  const [header, ...rows] = rowsOf(result.csvPath);
  expect(header).toEqual([
    ...['path', 'label', 'class', 'score', 'threshold', 'error', 'distance'],
    ...['patient', 'sex', 'metadata label', 'runId', 'modelHash', 'notice'],
  ]);
  expect(rows.map(([path, label, , score, , error]) => [path?.slice(photos.length + 1), label, score, error])).toEqual([
    ['a/x.jpg', 'malignant', '0.01', 'false negative'],
    ['gone.jpg', 'benign', '0.97', 'false positive'],
    ['d/=1+1, "q".jpg', 'benign', '0.75', 'false positive'],
    ['b/X.jpg', 'malignant', '0.4', 'false negative'],
    ['c/changed.jpg', 'benign', '0.5', 'false positive'],
  ]);
  expect(rows[3]?.slice(7, 10)).toEqual(['p1', 'male', 'mel']);
  for (const cells of rows) expect(cells.at(-1)).toBe(NOTICE);
  expect(readdirSync(folder)).toEqual(['errors.csv']);
});

test('photos are copied under names that sort by score; those gone or changed are named instead', async () => {
  const app = await coreWithRun();
  const photos = await wrongOnes(app);
  const folder = temporaryFolder();
  const result = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  expect(result).toMatchObject({ rows: 5, copied: 3 });
  expect(result.missing).toEqual([join(photos, 'gone.jpg'), join(photos, 'c/changed.jpg')]);
  expect(readdirSync(join(folder, 'false-negatives')).sort()).toEqual(['0.0100 x.jpg', '0.4000 X.jpg']);
  expect(readdirSync(join(folder, 'false-positives'))).toEqual(['0.7500 =1+1, _q_.jpg']);
  expect(readFileSync(join(folder, 'false-negatives/0.0100 x.jpg'), 'utf8')).toBe('far');
});

test('what is there already is left alone: all names get the same number', async () => {
  const app = await coreWithRun();
  await wrongOnes(app);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'errors.csv'), 'mine');
  mkdirSync(join(folder, 'false-positives-2'));
  const { csvPath } = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  expect(csvPath).toBe(join(folder, 'errors-3.csv'));
  expect(readFileSync(join(folder, 'errors.csv'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual([
    ...['errors-3.csv', 'errors.csv', 'false-negatives-3', 'false-positives-2', 'false-positives-3'],
  ]);
});

test('photos that only differ in case, or are of one name and score, do not overwrite each other', async () => {
  const app = await coreWithRun();
  const photos = folderOf({ 'a/x.jpg': '1', 'b/X.jpg': '2', 'c/x.jpg': '3' });
  store(
    app,
    'v',
    'valid',
    ['a/x.jpg', 'b/X.jpg', 'c/x.jpg'].map((name) => row(join(photos, name), 1, 0.1)),
  );
  const folder = temporaryFolder();
  await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  expect(readdirSync(join(folder, 'false-negatives')).sort()).toEqual([
    '0.1000 X (2).jpg',
    '0.1000 x (3).jpg',
    '0.1000 x.jpg',
  ]);
});

test('a folder that cannot be made fails in words and leaves nothing', async () => {
  const app = await coreWithRun();
  await wrongOnes(app);
  const file = join(folderOf({ 'a file': 'x' }), 'a file');
  const failure = await failureOf(app.call('evaluation.exportErrors', { id: 'v', folder: file, copyPhotos: false }));
  expect(failure.code).toBe('BAD_INPUT');
  expect(readFileSync(file, 'utf8')).toBe('x');
});
