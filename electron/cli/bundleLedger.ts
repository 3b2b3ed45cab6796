import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../shared/errors.ts';

/** What `score --bundle` keeps of an output file: a data folder of its own among the user's temporary files. */

/** So long a finished file's ledger is kept; the system may clear it before. */
export const LEDGER_DAYS = 30;
const LEDGER_MS = LEDGER_DAYS * 24 * 3600 * 1000;

/** Says by its date when the work was done. */
const FINISHED_FILE = 'finished';
/** What a finished folder needs: the rest is copied from the bundle again. */
const KEPT = /^(?:lesionlab\.db.*|lock\.db.*|finished)$/;

const isWindows = process.platform === 'win32';
const ownPrefix = (): string => {
  const user = userInfo();
  return `lesionlab-${isWindows ? user.username : user.uid}-`;
};

/** The same folder for the same model and output file, another for each user, and nobody else's. */
export async function openLedger(modelHash: string, out: string): Promise<{ folder: string; isNew: boolean }> {
  const name = createHash('sha256').update(`${modelHash}\n${out}`).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `${ownPrefix()}${name}`);
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  if (!(await isOurs(folder))) {
    throw new AppError('NO_PERMISSION', `${folder} belongs to somebody else.`, {
      details: { path: folder, remedy: 'Name another folder for temporary files with TMPDIR.' },
    });
  }
  await rm(join(folder, FINISHED_FILE), { force: true });
  return { folder, isNew };
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder);
  return found.isDirectory() && (isWindows || (found.uid === userInfo().uid && (found.mode & 0o077) === 0));
}

/** Of a folder whose work is done its ledger alone stays. */
export async function keepFinishedLedger(folder: string): Promise<void> {
  await writeFile(join(folder, FINISHED_FILE), '');
  for (const name of await readdir(folder)) {
    if (!KEPT.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Clears what this user's finished files left so long ago. What cannot be cleared is no reason to score nothing. */
export async function forgetOldLedgers(now: number): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(ownPrefix()) && /-[0-9a-f]{16}$/.test(each))) {
    const folder = join(tmpdir(), name);
    const finished = await stat(join(folder, FINISHED_FILE)).catch(() => null);
    if (finished === null || now - finished.mtimeMs < LEDGER_MS) continue;
    if (await isOurs(folder).catch(() => false))
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
