import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../shared/errors.ts';
import { sqliteCode } from './database/open.ts';

export const HolderKind = z.enum(['window', 'command']);
export type HolderKind = z.infer<typeof HolderKind>;

/** Who holds a data folder, for the words of a refusal; the lock itself does not rest on it. */
const Holder = z.object({ pid: z.int(), kind: HolderKind, since: z.string() });
export type Holder = z.infer<typeof Holder>;

const SQLITE_BUSY = 5;
const TRIES = 6;
const PAUSE_MS = 100;

export interface DataFolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process. The lock is an exclusive SQLite transaction on a file of its own, so the operating system frees it when
 * its holder dies, however it dies. Waits half a second for a holder that is just leaving; then throws LOCKED with details {pid, kind, since}
 * (null where the holder left no word).
 */
export async function lockDataFolder(dataDir: string, holder: Holder): Promise<DataFolderLock> {
  const holderFile = join(dataDir, 'holder.json');
  const file = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    file.exec('PRAGMA busy_timeout = 0');
    for (let left = TRIES; !tryLock(file); left -= 1) {
      if (left <= 1) throw locked(dataDir, readHolder(holderFile));
      await wait(PAUSE_MS);
    }
    writeFileSync(holderFile, JSON.stringify(holder));
  } catch (thrown) {
    file.close();
    throw thrown;
  }
  return {
    release() {
      if (!file.isOpen) return;
      rmSync(holderFile, { force: true });
      file.close();
    },
  };
}

function tryLock(file: DatabaseSync): boolean {
  try {
    file.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (thrown) {
    if (sqliteCode(thrown) === SQLITE_BUSY) return false;
    throw thrown;
  }
}

function readHolder(path: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // It may be gone or half written at this moment; the refusal then names no one.
    return null;
  }
}

const locked = (dataDir: string, holder: Holder | null): AppError =>
  new AppError(
    'LOCKED',
    `the data folder ${dataDir} is in use` +
      (holder === null ? '' : ` by a LesionLab ${holder.kind} (process ${holder.pid}, since ${holder.since})`),
    { details: { dataDir, pid: holder?.pid ?? null, kind: holder?.kind ?? null, since: holder?.since ?? null } },
  );
