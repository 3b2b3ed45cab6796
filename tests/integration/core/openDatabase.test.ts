import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { migrations, openDatabase } from '../../../electron/core/database/open.ts';
import { all, insert, one, transaction } from '../../../electron/core/database/rows.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import { temporaryFolder } from './support.ts';

const addNote = 'ALTER TABLE settings ADD COLUMN note TEXT';
const Setting = z.object({ key: z.string(), value: z.string() });

function failureOpening(path: string, steps?: readonly string[]): AppError {
  try {
    openDatabase(path, steps).close();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('it opened');
}

test('an empty folder gets all tables, strict, with foreign keys on', () => {
  const db = openDatabase(join(temporaryFolder(), 'x.db'));
  const tables = all(
    db,
    z.object({ name: z.string(), strict: z.int() }),
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
  );
  expect(tables.map(({ name }) => name).sort()).toEqual([
    'batch_marks',
    'batch_rows',
    'batch_transfer_files',
    'batch_transfers',
    'batches',
    'cross_validation_folds',
    'cross_validation_photos',
    'cross_validations',
    'datasets',
    'epochs',
    'evaluation_rows',
    'evaluations',
    'jobs',
    'photos',
    'predictions',
    'review_decisions',
    'run_photos',
    'runs',
    'settings',
    'sweeps',
    'test_openings',
  ]);
  expect(tables.every(({ strict }) => strict === 1)).toBe(true);
  expect(one(db, z.object({ user_version: z.int() }), 'PRAGMA user_version')?.user_version).toBe(migrations.length);
  expect(one(db, z.object({ journal_mode: z.string() }), 'PRAGMA journal_mode')?.journal_mode).toBe('wal');
  expect(() =>
    insert(db, 'epochs', { run_id: 'none', epoch: 1, loss: 1, accuracy: 1, val_loss: 1, val_accuracy: 1, seconds: 1 }),
  ).toThrow(/FOREIGN KEY/);
  db.close();
});

test('an older file is brought forward with its rows, and a copy of it is kept', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'x.db');
  const old = openDatabase(path, migrations);
  insert(old, 'settings', { key: 'theme', value: '"dark"' });
  // Left in the write-ahead log, as a killed process leaves it.
  copyFileSync(path, join(folder, 'y.db'));
  copyFileSync(`${path}-wal`, join(folder, 'y.db-wal'));
  old.close();

  const moved = join(folder, 'y.db');
  const db = openDatabase(moved, [...migrations, addNote]);
  const row = one(db, Setting.extend({ note: z.null() }), 'SELECT * FROM settings');
  expect(row).toEqual({ key: 'theme', value: '"dark"', note: null });
  db.close();

  const copy = new DatabaseSync(join(folder, `y.db.version-${migrations.length}.copy`));
  expect(one(copy, Setting.strict(), 'SELECT * FROM settings')).toEqual({ key: 'theme', value: '"dark"' });
  copy.close();
});

test('opening a file of this version again changes nothing and makes no copy', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'x.db');
  openDatabase(path).close();
  const before = readFileSync(path);
  openDatabase(path).close();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['x.db']);
});

test('a migration that fails leaves the file as it was', () => {
  const path = join(temporaryFolder(), 'x.db');
  const db = openDatabase(path);
  insert(db, 'settings', { key: 'theme', value: '"dark"' });
  db.close();
  expect(() => openDatabase(path, [...migrations, `${addNote}; DELETE FROM settings; SELECT nonsense`])).toThrow(
    /nonsense/,
  );
  const again = openDatabase(path);
  expect(all(again, Setting.strict(), 'SELECT * FROM settings')).toEqual([{ key: 'theme', value: '"dark"' }]);
  again.close();
});

test('a migration that leaves rows without their parent is refused', () => {
  const path = join(temporaryFolder(), 'x.db');
  openDatabase(path).close();
  const orphan = "INSERT INTO epochs VALUES ('gone', 1, 1, 1, 1, 1, 1, 1, 1)";
  expect(() => openDatabase(path, [...migrations, orphan])).toThrow(/without their parent/);
});

test('a database of a newer version is refused in words and left alone', () => {
  const path = join(temporaryFolder(), 'x.db');
  openDatabase(path, [...migrations, addNote]).close();
  const before = readFileSync(path);
  const error = failureOpening(path, migrations);
  expect(error.details).toMatchObject({
    reason: 'DATABASE_NEWER',
    found: migrations.length + 1,
    known: migrations.length,
  });
  expect(error.message).toContain('newer LesionLab');
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file that is no database is refused in words and left alone', () => {
  const path = join(temporaryFolder(), 'x.db');
  writeFileSync(path, 'A letter to my aunt.'.repeat(500));
  const before = readFileSync(path);
  const error = failureOpening(path);
  expect(error.details).toMatchObject({ reason: 'DATABASE_DAMAGED', path, copy: null });
  expect(error.message).toContain('photos are not affected');
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a half database and one with a torn page are found damaged before anything is written', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'x.db');
  const db = openDatabase(path);
  transaction(db, () => {
    for (let n = 0; n < 2000; n += 1) insert(db, 'settings', { key: `key ${n}`, value: '"x"' });
  });
  db.close();
  const whole = readFileSync(path);
  truncateSync(path, Math.floor(whole.length / 2));
  expect(failureOpening(path).details).toMatchObject({ reason: 'DATABASE_DAMAGED' });
  const torn = Buffer.from(whole);
  torn.fill(0xa5, Math.floor(whole.length * 0.7), Math.floor(whole.length * 0.7) + 4096);
  writeFileSync(path, torn);
  expect(failureOpening(path).details).toMatchObject({ reason: 'DATABASE_DAMAGED' });
});

test('a transaction that throws, or waits, leaves nothing', () => {
  const db = openDatabase(join(temporaryFolder(), 'x.db'));
  const add = (key: string): void => insert(db, 'settings', { key, value: '1' });
  expect(() =>
    transaction(db, () => {
      add('a');
      transaction(db, () => add('b'));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(() => transaction(db, async () => add('c'))).toThrow('cannot wait');
  expect(all(db, Setting, 'SELECT * FROM settings')).toEqual([]);
  db.close();
});
