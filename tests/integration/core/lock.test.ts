import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataFolder } from '../../../electron/core/lock.ts';
import { failureOf, temporaryFolder } from './support.ts';

const holdLock = fileURLToPath(new URL('./fixtures/holdLock.ts', import.meta.url));
const me = { pid: process.pid, kind: 'command', since: '2026-02-03T04:05:06.000Z' } as const;

async function holdInAnotherProcess(dataDir: string) {
  const holder = fork(holdLock, [dataDir], { execPath: process.execPath, execArgv: [] });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder, 'message');
  return holder;
}

test('a second process is told who holds the data folder', async () => {
  const dataDir = temporaryFolder();
  const holder = await holdInAnotherProcess(dataDir);
  const error = await failureOf(lockDataFolder(dataDir, me));
  expect(error.code).toBe('LOCKED');
  expect(error.details).toMatchObject({ pid: holder.pid, kind: 'window', since: '2026-01-02T03:04:05.000Z' });
});

test('the lock of a killed process is free, whatever it left behind', async () => {
  const dataDir = temporaryFolder();
  const holder = await holdInAnotherProcess(dataDir);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(existsSync(join(dataDir, 'holder.json'))).toBe(true);
  const lock = await lockDataFolder(dataDir, me);
  lock.release();
});

test('one process cannot take the same folder twice, and can again once it has let go', async () => {
  const dataDir = temporaryFolder();
  const first = await lockDataFolder(dataDir, me);
  expect((await failureOf(lockDataFolder(dataDir, me))).details).toMatchObject({ pid: process.pid, kind: 'command' });
  first.release();
  first.release();
  expect(existsSync(join(dataDir, 'holder.json'))).toBe(false);
  const second = await lockDataFolder(dataDir, me);
  second.release();
});

test('a holder that left no readable word is still a holder', async () => {
  const dataDir = temporaryFolder();
  const first = await lockDataFolder(dataDir, me);
  onTestFinished(() => first.release());
  writeFileSync(join(dataDir, 'holder.json'), '{"pid":');
  const error = await failureOf(lockDataFolder(dataDir, me));
  expect(error.code).toBe('LOCKED');
  expect(error.details).toMatchObject({ pid: null, kind: null, since: null });
});

test('a holder that leaves within half a second makes room', async () => {
  const dataDir = temporaryFolder();
  const first = await lockDataFolder(dataDir, me);
  setTimeout(() => first.release(), 150);
  const second = await lockDataFolder(dataDir, me);
  second.release();
});
