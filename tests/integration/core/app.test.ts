import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase, migrations } from '../../../electron/core/database/open.ts';
import { failureOf, openApp, temporaryFolder } from './support.ts';

test('a data folder that is not there yet is made, with names that no program expects', async () => {
  const dataDir = join(temporaryFolder(), '皮肤 项目 ö', 'data');
  const { app } = await openApp({ dataDir });
  expect(await app.call('settings.set', { language: 'zh-CN' })).toMatchObject({ language: 'zh-CN' });
  await app.close();
  const again = await openApp({ dataDir });
  expect(await again.app.call('settings.get', {})).toMatchObject({ language: 'zh-CN', theme: 'system' });
});

test('a database that cannot be used leaves the folder free for one that can', async () => {
  const dataDir = temporaryFolder();
  const path = join(dataDir, 'lesionlab.db');
  openDatabase(path, [...migrations, 'CREATE TABLE later (x INTEGER) STRICT']).close();
  const newer = await failureOf(openApp({ dataDir }));
  expect(newer).toMatchObject({ code: 'INTERNAL', details: { reason: 'DATABASE_NEWER' } });
  writeFileSync(path, 'no database at all, but long enough to be looked at '.repeat(100));
  const damaged = await failureOf(openApp({ dataDir }));
  expect(damaged).toMatchObject({ code: 'INTERNAL', details: { reason: 'DATABASE_DAMAGED' } });
  rmSync(path);
  const { app } = await openApp({ dataDir });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
});

test('a data folder below a file is refused', async () => {
  const parent = temporaryFolder();
  writeFileSync(join(parent, 'file'), '');
  await expect(openApp({ dataDir: join(parent, 'file', 'data') })).rejects.toMatchObject({ name: 'AppError' });
});

test('after it is closed, once or twice, nothing is answered and nothing runs', async () => {
  const { app } = await openApp();
  mkdirSync(join(app.context.paths.dataDir, 'x'));
  await app.close();
  await app.close();
  expect(await app.dispatch('dataset.list', {})).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  expect(app.context.engines.images.pid).toBeNull();
});
