import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { JobSnapshot } from '../../../electron/shared/schemas/job.ts';
import type { CoreProcess } from './coreProcess.ts';
import { forkCore } from './coreProcess.ts';
import { folderOf, importInput, shot } from './importing.ts';
import { openApp, temporaryFolder, until } from './support.ts';

async function manyPhotos(count: number): Promise<string> {
  const files: Record<string, Buffer> = {};
  for (let n = 0; n < count; n += 1) files[`train/${n % 2 === 0 ? 'nevus' : 'melanoma'}/${n}.jpg`] = await shot(n);
  return folderOf(files);
}

const jobsOf = (core: CoreProcess): JobSnapshot[] =>
  core.told.filter(({ event }) => event === 'job.changed').map(({ payload }) => JobSnapshot.parse(payload));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Processes whose parent is this one. */
async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
}

test('the process says that it is ready, answers calls and tells events', async () => {
  const core = forkCore(temporaryFolder());
  expect(await core.started).toBeNull();
  expect(await core.call('settings.set', { theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } });
  expect(core.told).toContainEqual({ event: 'data.changed', payload: { kind: 'settings', id: null } });
  expect(await core.call('no.such', {})).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  expect(await core.call('shell.showInFolder', { path: '/' })).toMatchObject({
    ok: false,
    error: { code: 'BAD_INPUT' },
  });
  expect(await core.call('toString', {})).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  expect(await core.call('run.get', { id: 7 })).toMatchObject({
    ok: false,
    error: { code: 'BAD_INPUT', details: { channel: 'run.get', issues: [{ path: 'id' }] } },
  });
});

test('it ends when its channel closes, and its data folder is free', async () => {
  const dataDir = temporaryFolder();
  const core = forkCore(dataDir);
  await core.started;
  core.child.disconnect();
  expect(await core.exited).toEqual({ code: 0, signal: null });
  const { app } = await openApp({ dataDir });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
});

test('a second one on the same data folder says who holds it, and harms nothing', async () => {
  const dataDir = temporaryFolder();
  const first = forkCore(dataDir);
  await first.started;
  const second = forkCore(dataDir);
  expect(await second.started).toMatchObject({ code: 'LOCKED', details: { pid: first.child.pid, kind: 'window' } });
  expect(await second.exited).toMatchObject({ code: 1 });
  expect(await first.call('dataset.list', {})).toMatchObject({ ok: true });
});

test('an import killed with its core leaves nothing, is interrupted at the next start, and goes on there', async () => {
  const dataDir = temporaryFolder();
  const source = await manyPhotos(400);
  const first = forkCore(dataDir);
  await first.started;
  await first.call('dataset.import', importInput({ source }));
  await until(() => jobsOf(first).some(({ progress }) => progress?.phase === 'reading'), 'photos are read');
  const engines = await childrenOf(first.child.pid ?? 0);
  expect(engines).toHaveLength(1);
  first.child.kill('SIGKILL');
  await first.exited;
  // No engine outlives its core.
  await until(() => !engines.some(isAlive), 'the engine ends');

  const database = new DatabaseSync(join(dataDir, 'lesionlab.db'), { readOnly: true });
  for (const table of ['datasets', 'photos']) {
    expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  }
  database.close();

  const { app } = await openApp({ dataDir });
  const { jobs } = await app.call('job.list', {});
  expect(jobs).toMatchObject([{ kind: 'import', state: 'interrupted', resumable: true, title: 'Set' }]);
  const { jobId } = await app.call('job.resume', { id: jobs[0]?.id ?? '' });
  await app.context.jobs.finished(jobId);
  expect((await app.call('dataset.list', {})).datasets).toMatchObject([{ name: 'Set', photoCount: 400 }]);
});

test('closing the channel during an import interrupts it and ends the engine', async () => {
  const dataDir = temporaryFolder();
  const source = await manyPhotos(400);
  const core = forkCore(dataDir);
  await core.started;
  await core.call('dataset.import', importInput({ source }));
  await until(() => jobsOf(core).some(({ progress }) => progress?.phase === 'reading'), 'photos are read');
  const engines = await childrenOf(core.child.pid ?? 0);
  core.child.disconnect();
  expect(await core.exited).toEqual({ code: 0, signal: null });
  expect(engines.filter(isAlive)).toEqual([]);
  // The database was closed in order: nothing is left in its log.
  expect(readdirSync(dataDir)).not.toContain('lesionlab.db-wal');
  const { app } = await openApp({ dataDir });
  expect((await app.call('job.list', {})).jobs).toMatchObject([{ state: 'interrupted', resumable: true }]);
});

test('a cancelled import leaves nothing, and can be started over', async () => {
  const source = await manyPhotos(400);
  const { app, told } = await openApp();
  const { jobId } = await app.call('dataset.import', importInput({ source }));
  const reads = (): boolean =>
    told.some(({ event, payload }) => event === 'job.changed' && payload.progress?.phase === 'reading');
  await until(reads, 'photos are read');
  await app.call('job.cancel', { id: jobId });
  await expect(app.context.jobs.finished(jobId)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
  const again = await app.call('job.resume', { id: jobId });
  await app.context.jobs.finished(again.jobId);
  expect((await app.call('dataset.list', {})).datasets).toMatchObject([{ photoCount: 400 }]);
});
