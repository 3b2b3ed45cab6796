import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import type { App } from '../../../../electron/core/app.ts';
import { insertTransfer, nextFile, setFile } from '../../../../electron/core/database/batchTransfers.ts';
import { NOTICE } from '../../../../electron/shared/notice.ts';
import type { RowSelection } from '../../../../electron/shared/schemas/scoring.ts';
import { failureOf, openApp, temporaryFolder } from '../../core/support.ts';
import { addPhotos, idsOf } from './rows.ts';

async function clinic(): Promise<{ app: App; from: string; to: string }> {
  const { app } = await openApp();
  const from = join(temporaryFolder(), 'clinic');
  addPhotos(app, [
    { path: join(from, 'a', 'lesion.jpg'), score: 0.9 },
    { path: join(from, 'b', 'lesion.jpg'), score: 0.7 },
    { path: join(from, 'b', 'Bär, "2".jpg'), score: 0.2 },
    { path: join(from, 'half.jpg'), score: null },
  ]);
  return { app, from, to: join(temporaryFolder(), 'chosen') };
}

const everything: RowSelection = {
  kind: 'query',
  query: { batchId: 'b', sort: 'score', descending: true, filter: 'all', search: '' },
};

async function transfer(app: App, to: string, move: boolean, selection = everything) {
  const { jobId, transferId } = await app.call('batch.transfer', { batchId: 'b', selection, to, move });
  await app.context.jobs.finished(jobId);
  return transferOf(app, transferId);
}

async function transferOf(app: App, transferId: string) {
  const found = (await app.call('batch.transfers', { id: 'b' })).transfers.find(({ id }) => id === transferId);
  if (found === undefined) throw new Error('no such transfer');
  return found;
}

const table = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true });
const tree = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

test('a copy keeps both of two photos of one name, overwrites nothing, and is listed with its score', async () => {
  const { app, from, to } = await clinic();
  mkdirSync(to);
  writeFileSync(join(to, 'lesion.jpg'), 'somebody else’s');
  writeFileSync(join(to, 'index.csv'), 'somebody else’s');
  const done = await transfer(app, to, false);
  expect(done).toMatchObject({ done: 4, failed: 0, waiting: 0, move: false, failures: [] });
  expect(tree(to)).toEqual(
    ['Bär, "2".jpg', 'half.jpg', 'index (2).csv', 'index.csv', 'lesion (2).jpg', 'lesion (3).jpg', 'lesion.jpg'].sort(),
  );
  expect(readFileSync(join(to, 'lesion.jpg'), 'utf8')).toBe('somebody else’s');
  expect(readFileSync(join(to, 'index.csv'), 'utf8')).toBe('somebody else’s');
  expect(readFileSync(join(to, 'lesion (2).jpg'), 'utf8')).toBe(`photo ${join(from, 'a', 'lesion.jpg')}`);
  const rows = table(join(to, 'index (2).csv'));
  // in the order of the selection: most suspicious first, what has no score last
  expect(rows.map(({ file, path, score, label }) => [file, path, score, label])).toEqual([
    ['lesion (2).jpg', join(from, 'a', 'lesion.jpg'), '0.9', 'malignant'],
    ['lesion (3).jpg', join(from, 'b', 'lesion.jpg'), '0.7', 'malignant'],
    ['Bär, "2".jpg', join(from, 'b', 'Bär, "2".jpg'), '0.2', 'benign'],
    ['half.jpg', join(from, 'half.jpg'), '', ''],
  ]);
  expect(rows.every(({ notice }) => notice === NOTICE)).toBe(true);
  expect(tree(from)).toHaveLength(6);
});

test('a move keeps times, is followed by pictures and explanations, and is undone photo by photo', async () => {
  const { app, from, to } = await clinic();
  const before = tree(from);
  const lesion = join(from, 'a', 'lesion.jpg');
  utimesSync(lesion, new Date(), new Date('2020-02-03T04:05:06Z'));
  const done = await transfer(app, to, true);
  expect(done).toMatchObject({ done: 4, failed: 0, move: true });
  expect(existsSync(lesion)).toBe(false);
  const [first = ''] = await idsOf(app);
  // the engine would fail on this text, but it is asked for the photo where it is now
  const failure = await failureOf(app.call('media.resolve', { kind: 'batchRow', id: first, sizePx: 256 }));
  expect(failure.code).not.toBe('NOT_FOUND');

  // something else has taken the place of one of them meanwhile
  writeFileSync(join(from, 'b', 'lesion.jpg'), 'another one');
  const { jobId } = await app.call('batch.undoTransfer', { id: done.id });
  await app.context.jobs.finished(jobId);
  const undone = await transferOf(app, done.id);
  expect(undone).toMatchObject({ returned: 3, done: 1 });
  expect(undone.failures).toEqual([{ path: join(from, 'b', 'lesion.jpg'), fault: 'TAKEN' }]);
  expect(readFileSync(join(from, 'b', 'lesion.jpg'), 'utf8')).toBe('another one');
  expect(tree(from)).toEqual(before);
  expect(table(join(to, 'index.csv')).map(({ path }) => path)).toEqual([join(from, 'b', 'lesion.jpg')]);

  rmSync(join(from, 'b', 'lesion.jpg'));
  await app.context.jobs.finished((await app.call('batch.undoTransfer', { id: done.id })).jobId);
  expect(await transferOf(app, done.id)).toMatchObject({ returned: 4, done: 0, failures: [], indexPath: null });
  expect(tree(to)).toEqual([]);
  expect((await failureOf(app.call('batch.undoTransfer', { id: done.id }))).code).toBe('BAD_INPUT');
});

test('a photo that is gone, changed, a link or in that folder already is told of and left as it is', async () => {
  const { app, from, to } = await clinic();
  rmSync(join(from, 'a', 'lesion.jpg'));
  writeFileSync(join(from, 'b', 'lesion.jpg'), 'scored it was not');
  rmSync(join(from, 'half.jpg'));
  symlinkSync(join(from, 'b', 'lesion.jpg'), join(from, 'half.jpg'));
  const done = await transfer(app, to, true);
  expect(done).toMatchObject({ done: 1, failed: 3 });
  expect(done.failures).toEqual([
    { path: join(from, 'a', 'lesion.jpg'), fault: 'NOT_FOUND' },
    { path: join(from, 'b', 'lesion.jpg'), fault: 'CHANGED' },
    { path: join(from, 'half.jpg'), fault: 'LINK' },
  ]);
  expect(tree(to)).toEqual(['Bär, "2".jpg', 'index.csv']);
  expect(readFileSync(join(from, 'b', 'lesion.jpg'), 'utf8')).toBe('scored it was not');

  const again = await transfer(app, to, false);
  expect(again.failures).toContainEqual({ path: join(from, 'b', 'Bär, "2".jpg'), fault: 'SAME_FOLDER' });
});

test('a transfer that was killed goes on: half a copy is cleared away, nothing is copied or deleted twice', async () => {
  const { app, from, to } = await clinic();
  const { database } = app.context;
  mkdirSync(to);
  const photos = ['a', 'b'].map((folder) => join(from, folder, 'lesion.jpg'));
  insertTransfer(
    database,
    { id: 't', batchId: 'b', folder: to, move: true, createdAt: '2026' },
    photos.map((path) => ({ path, sha256: null, score: 0.9, label: 'malignant' })),
  );
  const [first, second] = [nextFile(database, 't', ['waiting'], 0), nextFile(database, 't', ['waiting'], 1)];
  if (first === null || second === null) throw new Error('two photos wait');
  // the first was copied whole but not deleted; of the second there is a half
  const half = join(to, '.lesionlab-x.part');
  writeFileSync(join(to, 'lesion.jpg'), readFileSync(photos[0] ?? ''));
  setFile(database, first.id, { state: 'copied', target: join(to, 'lesion.jpg') });
  writeFileSync(half, 'pho');
  setFile(database, second.id, { state: 'begun', target: half });
  const jobId = app.context.jobs.start('transfer', { transferId: 't', undo: false }, { title: to, batchId: 'b' });
  await app.context.jobs.finished(jobId);
  expect(await transferOf(app, 't')).toMatchObject({ done: 2, waiting: 0, failed: 0 });
  expect(tree(to)).toEqual(['index.csv', 'lesion (2).jpg', 'lesion.jpg']);
  expect(photos.some((path) => existsSync(path))).toBe(false);
});

test('a cancelled transfer says what is done, and what was not begun stays', async () => {
  const { app, to } = await clinic();
  const { jobId, transferId } = await app.call('batch.transfer', {
    batchId: 'b',
    selection: everything,
    to,
    move: true,
  });
  await app.call('job.cancel', { id: jobId });
  expect((await failureOf(app.context.jobs.finished(jobId))).code).toBe('CANCELLED');
  const stopped = await transferOf(app, transferId);
  expect(stopped.done + stopped.waiting).toBe(4);
  expect(stopped.failed).toBe(0);
});

test('a file in the folder’s place is refused in words; nothing selected too', async () => {
  const { app, from } = await clinic();
  const { jobId } = await app.call('batch.transfer', {
    batchId: 'b',
    selection: everything,
    to: join(from, 'half.jpg'),
    move: false,
  });
  expect((await failureOf(app.context.jobs.finished(jobId))).code).toBe('BAD_INPUT');
  const none = { batchId: 'b', selection: { kind: 'rows' as const, ids: ['999'] }, to: from, move: false };
  expect((await failureOf(app.call('batch.transfer', none))).details['reason']).toBe('NOTHING_SELECTED');
});
