import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../electron/core/app.ts';
import { saveJob } from '../../../electron/core/database/jobs.ts';
import { newSnapshot } from '../../../electron/core/jobs/snapshot.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { ErrorCopies } from '../../../electron/shared/schemas/errorsExport.ts';
import { folderOf } from '../core/importing.ts';
import { failureOf, openApp, temporaryFolder, until, type Told } from '../core/support.ts';
import { at } from '../core/tableRows.ts';
import { coreWithRun, row, store } from './stored.ts';

const Rows = z.array(z.array(z.string()));
const rowsOf = (path: string): string[][] => Rows.parse(parse(readFileSync(path)));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const PHOTOS = 60;
const BYTES = 3_000_000;

/** Copying of many large photos, under way. */
async function manyPhotos(): Promise<{ app: App; told: Told[]; folder: string; jobId: string }> {
  const told: Told[] = [];
  const app = await coreWithRun({ emit: (event, payload) => void told.push({ event, payload } as Told) });
  const photo = join(folderOf({ 'photo.jpg': 'x'.repeat(BYTES) }), 'photo.jpg');
  const rows = Array.from({ length: PHOTOS }, (_, index) => row(photo, 1, index / 1000));
  store(app, 'v', 'valid', rows);
  const folder = temporaryFolder();
  const { jobId } = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  return { app, told, folder, jobId: jobId ?? '' };
}

async function wrongOnes(app: Awaited<ReturnType<typeof coreWithRun>>): Promise<string> {
  const photos = folderOf({
    'a/x.jpg': 'far',
    'b/X.jpg': 'near',
    'c/changed.jpg': 'other bytes',
    'd/=1+1, "q".jpg': 'comma',
  });
  const inPhotos = (name: string): string => join(photos, name);
  await app.call('run.setThreshold', { id: 'r', value: 0.5, source: 'manual', target: null });
  store(app, 'v', 'valid', [
    row(inPhotos('b/X.jpg'), 1, 0.4, { sha256: sha256('near'), metadata: { sex: 'male', label: 'mel' }, group: 'p1' }),
    row(inPhotos('a/x.jpg'), 1, 0.01, { sha256: sha256('far') }),
    row(inPhotos('c/changed.jpg'), 0, 0.5, { sha256: sha256('the bytes that were scored') }),
    row(inPhotos('gone.jpg'), 0, 0.97, { sha256: sha256('x') }),
    row(inPhotos('d/=1+1, "q".jpg'), 0, 0.75),
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
  expect(result).toEqual({ csvPath: join(folder, 'errors.csv'), rows: 5, jobId: null });
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

async function withCopies(app: App, folder: string): Promise<ErrorCopies & { csvPath: string; jobId: string }> {
  const { csvPath, jobId } = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  if (jobId === null) throw new Error('no photos are copied');
  await app.context.jobs.finished(jobId);
  return { csvPath, jobId, ...(await app.call('evaluation.errorCopies', { id: jobId })) };
}

test('photos are copied under names that sort by score; those gone or changed are named instead', async () => {
  const app = await coreWithRun();
  const photos = await wrongOnes(app);
  const folder = temporaryFolder();
  const result = await withCopies(app, folder);
  expect(result).toMatchObject({ total: 5, copied: 3 });
  expect(result.missing).toEqual([
    { path: join(photos, 'gone.jpg'), fault: 'NOT_FOUND' },
    { path: join(photos, 'c/changed.jpg'), fault: 'CHANGED' },
  ]);
  expect(readdirSync(join(folder, 'false-negatives')).sort()).toEqual(['0.0100 x.jpg', '0.4000 X.jpg']);
  expect(readdirSync(join(folder, 'false-positives'))).toEqual(['0.7500 =1+1, _q_.jpg']);
  expect(readFileSync(join(folder, 'false-negatives/0.0100 x.jpg'), 'utf8')).toBe('far');
});

test('the table is whole before the first photo is copied; told to stop, only whole copies stand', async () => {
  const { app, folder, jobId } = await manyPhotos();
  const rows = rowsOf(join(folder, 'errors.csv'));
  expect(rows).toHaveLength(PHOTOS + 1);
  const copies = join(folder, 'false-negatives');
  await until(() => readdirSync(copies).filter((name) => name.endsWith('.jpg')).length >= 3, 'three copies');
  app.context.jobs.cancel(jobId);
  await expect(app.context.jobs.finished(jobId)).rejects.toMatchObject({ code: 'CANCELLED' });
  const names = readdirSync(copies);
  const told = await app.call('evaluation.errorCopies', { id: jobId });
  expect(told).toEqual({ total: PHOTOS, copied: names.length, missing: [] });
  expect(names.length).toBeLessThan(PHOTOS);
  for (const name of names) expect(statSync(join(copies, name)).size).toBe(BYTES);
  expect(rowsOf(join(folder, 'errors.csv'))).toEqual(rows);
});

test('the copying tells how far it is', async () => {
  const { app, told, jobId } = await manyPhotos();
  await app.context.jobs.finished(jobId);
  const progress = told.flatMap(({ event, payload }) =>
    event === 'job.changed' && payload.id === jobId && payload.progress !== null ? [payload.progress] : [],
  );
  expect(progress.at(-1)).toMatchObject({ phase: 'copying', done: PHOTOS, total: PHOTOS });
  expect(progress.some(({ done }) => done > 0 && done < PHOTOS)).toBe(true);
});

test('a half copy that a killed LesionLab left is cleared away, and nothing else', async () => {
  const dataDir = temporaryFolder();
  const app = await coreWithRun({ dataDir });
  const [folder, half] = [temporaryFolder(), `.lesionlab-${randomUUID()}.part`];
  for (const name of [half, '0.1000 x.jpg', '.mine.part']) writeFileSync(join(folder, name), 'x');
  const kinds = { 'false negative': folder, 'false positive': join(folder, 'gone') };
  saveJob(app.context.database, {
    snapshot: {
      ...newSnapshot({ id: 'j', kind: 'copies', title: folder, createdAt: at }, {}),
      state: 'running',
    },
    params: { evaluationId: 'v', threshold: 0.5, folders: kinds },
  });
  await app.close();
  const again = await openApp({ dataDir });
  expect(readdirSync(folder).sort()).toEqual(['.mine.part', '0.1000 x.jpg']);
  const { jobs } = await again.app.call('job.list', {});
  expect(jobs.find(({ id }) => id === 'j')).toMatchObject({ state: 'interrupted', resumable: false });
});

test('without a wrong call there is nothing to copy: the table alone', async () => {
  const app = await coreWithRun();
  store(app, 'v', 'valid', [row('/photos/right.jpg', 1, 0.9)]);
  const folder = temporaryFolder();
  const result = await app.call('evaluation.exportErrors', { id: 'v', folder, copyPhotos: true });
  expect(result).toMatchObject({ rows: 0, jobId: null });
  expect(readdirSync(folder)).toEqual(['errors.csv']);
});

test('what is there already is left alone: all names get the same number', async () => {
  const app = await coreWithRun();
  await wrongOnes(app);
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'errors.csv'), 'mine');
  mkdirSync(join(folder, 'false-positives-2'));
  const { csvPath } = await withCopies(app, folder);
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
  await withCopies(app, folder);
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
