import { chmod, mkdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../core/support.ts';
import type { Bench } from './batches.ts';
import { openBench, score, writePhotos } from './batches.ts';

let bench: Bench;
let photos: string;
const at = (...names: string[]): string => join(bench.root, ...names);

beforeAll(async () => {
  bench = await openBench();
  photos = at('out photos');
  await writePhotos(photos, 3, 50);
}, 300_000);
afterAll(() => bench.close());

const refused = async (out: string): Promise<unknown> => {
  const before = (await bench.app.call('batch.list', {})).batches.length;
  const failure = await failureOf(score(bench, { inputs: [photos], out }));
  // nothing was begun that would have to be cleared away
  expect((await bench.app.call('batch.list', {})).batches).toHaveLength(before);
  return failure;
};

test('a place that cannot be written to is refused before anything is begun', async () => {
  await mkdir(at('folder.csv'));
  expect(await refused(at('folder.csv'))).toMatchObject({ code: 'ALREADY_EXISTS' });
  await writeFile(at('file'), '');
  expect(await refused(at('file', 'x.csv'))).toMatchObject({ code: 'NOT_FOUND' });
  expect(await refused(at('none', 'x.csv'))).toMatchObject({ code: 'NOT_FOUND' });
});

test.runIf(process.platform !== 'win32')('a link to nothing is not followed', async () => {
  await symlink(at('nowhere.csv'), at('link.csv'));
  expect(await refused(at('link.csv'))).toMatchObject({ code: 'ALREADY_EXISTS', details: { path: at('link.csv') } });
});

test.runIf(process.platform !== 'win32' && userInfo().uid !== 0)('neither are closed files and folders', async () => {
  await mkdir(at('closed'));
  await chmod(at('closed'), 0o500);
  expect(await refused(at('closed', 'x.csv'))).toMatchObject({
    code: 'NO_PERMISSION',
    details: { path: at('closed') },
  });
  await chmod(at('closed'), 0o700);
});

test('the file may lie among the photos; done again it is the same, date and all', async () => {
  const out = join(photos, 'scores.csv');
  const first = await score(bench, { inputs: [photos], out });
  const bytes = await readFile(out, 'utf8');
  const { mtimeMs } = await stat(out);
  const again = await score(bench, { inputs: [photos], out });
  expect([first.total, again.total, again.id]).toEqual([3, 3, first.id]);
  expect([await readFile(out, 'utf8'), (await stat(out)).mtimeMs]).toEqual([bytes, mtimeMs]);
  await rm(out);
});

test('a stopped batch that goes on by itself leaves a file alone that was edited since, or came to its place', async () => {
  const out = at('stopped.csv');
  const batch = await score(bench, { inputs: [photos], out });
  const { jobs } = bench.app.context;
  // as the list of jobs goes on with it: the job itself, without a new call
  const goOn = () => jobs.finished(jobs.start('scoring', { batchId: batch.id }, { title: 'again' }));
  const whole = await readFile(out, 'utf8');
  for (const other of [`${whole}seen by Dr. Who\n`, whole.replace('benign', 'unsure'), 'my own table\n']) {
    await writeFile(out, other);
    await expect(goOn()).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { path: out } });
    expect(await readFile(out, 'utf8')).toBe(other);
  }
  // cut off, as by a full disk, it is still ours
  await writeFile(out, whole.slice(0, -30));
  await goOn();
  expect(await readFile(out, 'utf8')).toBe(whole);
});

test('photos whose folder is gone were there before: a drive to connect, not a wrong path', async () => {
  const stick = at('stick');
  await writePhotos(stick, 3, 80);
  await writeFile(at('stick.txt'), '0.jpg\n1.jpg\n');
  const requests = [
    { inputs: [stick], out: at('stick.csv') },
    { inputs: [], lists: [at('stick.txt')], root: stick, out: at('stick list.csv') },
  ];
  for (const request of requests) await score(bench, request);
  await rename(stick, at('pulled'));
  const vanished = { code: 'NOT_FOUND', details: { path: stick, reason: 'FOLDER_VANISHED' } };
  for (const request of requests) {
    const before = await readFile(request.out, 'utf8');
    expect(await failureOf(score(bench, request))).toMatchObject(vanished);
    // as the window goes on: the job itself, without a new call
    const { batches } = await bench.app.call('batch.list', {});
    const batch = batches.find(({ out }) => out === request.out);
    const jobId = bench.app.context.jobs.start('scoring', { batchId: batch?.id }, { title: 'again' });
    await expect(bench.app.context.jobs.finished(jobId)).rejects.toMatchObject(vanished);
    expect(await readFile(request.out, 'utf8')).toBe(before);
    // who never scored there has a wrong path
    const other = { ...request, out: at('other.csv') };
    expect((await failureOf(score(bench, other))).details).not.toHaveProperty('reason');
  }
  await rename(at('pulled'), stick);
  for (const request of requests) {
    const before = await readFile(request.out, 'utf8');
    expect((await score(bench, request)).state).toBe('finished');
    expect(await readFile(request.out, 'utf8')).toBe(before);
  }
});
