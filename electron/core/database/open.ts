import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { migration001 } from './migrations/001.ts';
import { migration002 } from './migrations/002.ts';
import { migration003 } from './migrations/003.ts';
import { migration004 } from './migrations/004.ts';
import { migration005 } from './migrations/005.ts';
import { migration006 } from './migrations/006.ts';
import { migration007 } from './migrations/007.ts';
import { migration008 } from './migrations/008.ts';
import { migration009 } from './migrations/009.ts';
import { migration010 } from './migrations/010.ts';
import { one } from './rows.ts';

/** SQL that brings a file from version n - 1 to n, where n is its place in the list (from 1). Never change one that was released. */
export const migrations: readonly string[] = [
  migration001,
  migration002,
  migration003,
  migration004,
  migration005,
  migration006,
  migration007,
  migration008,
  migration009,
  migration010,
];

/** Copies made before migrations; older ones go. */
const COPIES_KEPT = 3;
/** A small file is always checked for damage; a large one only after an unclean end. */
const ALWAYS_CHECKED_BYTES = 16e6;

const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SqliteError = z.object({ errcode: z.int() });

/** The primary result code of SQLite, or null when something else was thrown. */
export function sqliteCode(thrown: unknown): number | null {
  const parsed = SqliteError.safeParse(thrown);
  return parsed.success ? parsed.data.errcode & 0xff : null;
}

/**
 * Opens the database and brings it to this version's tables, each migration in a transaction of its own, with a copy of the file made before
 * the first. Throws AppError INTERNAL with details.reason DATABASE_DAMAGED or DATABASE_NEWER; nothing is written in either case.
 */
export function openDatabase(path: string, steps: readonly string[] = migrations): DatabaseSync {
  const left = leftBehind(path);
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA busy_timeout = 2000');
    const found = versionOf(db);
    if (found > steps.length) throw newer(path, found, steps.length);
    if (left.unclean || left.bytes < ALWAYS_CHECKED_BYTES) checkWhole(db, path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (found < steps.length) {
      if (found > 0) copyBefore(db, path, found);
      migrate(db, found, steps);
    }
    db.exec('PRAGMA foreign_keys = ON');
    return db;
  } catch (thrown) {
    db.close();
    const code = sqliteCode(thrown);
    if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) throw damaged(path, String(thrown), thrown);
    throw thrown;
  }
}

function leftBehind(path: string): { bytes: number; unclean: boolean } {
  const wal = `${path}-wal`;
  return {
    bytes: existsSync(path) ? statSync(path).size : 0,
    unclean: existsSync(wal) && statSync(wal).size > 0,
  };
}

const versionOf = (db: DatabaseSync): number =>
  one(db, z.object({ user_version: z.int() }), 'PRAGMA user_version')?.user_version ?? 0;

function checkWhole(db: DatabaseSync, path: string): void {
  const result = one(db, z.object({ quick_check: z.string() }), 'PRAGMA quick_check(1)');
  if (result?.quick_check !== 'ok') throw damaged(path, result?.quick_check ?? 'no answer');
}

function migrate(db: DatabaseSync, from: number, steps: readonly string[]): void {
  // A step may rebuild a table that others point at, so keys are checked when it is done.
  db.exec('PRAGMA foreign_keys = OFF');
  for (const [index, sql] of steps.entries()) {
    if (index < from) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      const broken = db.prepare('PRAGMA foreign_key_check').all().length;
      if (broken > 0)
        throw new AppError('INTERNAL', `migration ${index + 1} leaves ${broken} rows without their parent`);
      db.exec(`PRAGMA user_version = ${index + 1}`);
      db.exec('COMMIT');
    } catch (thrown) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw thrown;
    }
  }
}

const copyName = (path: string, version: number): string => `${basename(path)}.version-${version}.copy`;

/** VACUUM INTO reads through the write-ahead log, which a plain copy of the file would miss. */
function copyBefore(db: DatabaseSync, path: string, version: number): void {
  const target = join(dirname(path), copyName(path, version));
  rmSync(target, { force: true });
  db.prepare('VACUUM INTO ?').run(target);
  for (const old of copiesOf(path).slice(COPIES_KEPT)) rmSync(old, { force: true });
}

/** Newest version first. */
function copiesOf(path: string): string[] {
  const versionIn = (name: string): number => Number(/\.version-(\d+)\.copy$/.exec(name)?.[1] ?? 0);
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}.version-`) && name.endsWith('.copy'))
    .sort((a, b) => versionIn(b) - versionIn(a))
    .map((name) => join(dirname(path), name));
}

const newer = (path: string, found: number, known: number): AppError =>
  new AppError(
    'INTERNAL',
    `the data folder was written by a newer LesionLab (database version ${found}, this program knows up to ${known}): ` +
      'update LesionLab, or use another data folder; nothing was changed',
    { details: { reason: 'DATABASE_NEWER', path, found, known } },
  );

function damaged(path: string, what: string, cause?: unknown): AppError {
  const copy = copiesOf(path)[0] ?? null;
  const remedy =
    copy === null
      ? 'move it away to start with an empty one; photos are not affected'
      : `the copy ${copy} is from before the last update`;
  return new AppError('INTERNAL', `the database ${path} is damaged (${what}): ${remedy}`, {
    cause,
    details: { reason: 'DATABASE_DAMAGED', path, copy },
  });
}
