import { existsSync } from 'node:fs';
import { lstat, mkdir, realpath, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { TransferFault } from '../../../shared/schemas/triage.ts';
import type { TransferFile } from '../../database/batchTransfers.ts';
import { setFile } from '../../database/batchTransfers.ts';
import { copyVerified, faultOf } from '../../copying/copyVerified.ts';
import { hashFile } from '../../hashFile.ts';
import { partialName, publishAs, publishIn } from '../../copying/freeName.ts';

/** What taking or returning one photo needs. */
export interface Carrying {
  database: DatabaseSync;
  signal: AbortSignal;
}

/**
 * Copies a photo into the folder and, for a move, then deletes it where it was; every step is stored before the next, so that a killed transfer goes on.
 * A fault of the photo is stored with it; what is wrong with the folder throws, and leaves the photo waiting.
 */
export async function takePhoto(
  carrying: Carrying,
  file: TransferFile,
  to: { folder: string; move: boolean },
): Promise<void> {
  const { database } = carrying;
  const fail = (fault: TransferFault): void => setFile(database, file.id, { state: 'failed', target: null, fault });
  if (file.state === 'copied') return finishMove(carrying, file);
  const before = await faultBefore(file.source, to);
  if (before !== null) return fail(before);
  const copied = (await copiedBefore(file, to.folder)) ?? (await copyInto(carrying, file, to.folder));
  if (copied.fault !== null) return fail(copied.fault);
  setFile(database, file.id, { state: 'copied', ...copied.at });
  if (to.move) await finishMove(carrying, { ...file, ...copied.at });
}

type Placed = { fault: TransferFault } | { fault: null; at: { target: string; sha256: string } };

/** A copy that had its name already when LesionLab was killed; half a copy is cleared away. */
async function copiedBefore({ state, source, target, sha256 }: TransferFile, folder: string): Promise<Placed | null> {
  if (state !== 'begun' || target === null) return null;
  const isHalf = existsSync(target);
  await rm(target, { force: true });
  const whole = join(folder, basename(source));
  if (isHalf || sha256 === null || !existsSync(whole) || (await hashFile(whole)) !== sha256) return null;
  return { fault: null, at: { target: whole, sha256 } };
}

async function copyInto({ database, signal }: Carrying, file: TransferFile, folder: string): Promise<Placed> {
  const partial = partialName(folder);
  setFile(database, file.id, { state: 'begun', target: partial });
  try {
    const copied = await copyVerified({ ...file, signal }, partial);
    if (copied.fault !== null) return copied;
    return { fault: null, at: { target: await publishIn(partial, folder, file.source), sha256: copied.sha256 } };
  } catch (thrown) {
    await rm(partial, { force: true });
    setFile(database, file.id, { state: 'waiting', target: null });
    throw thrown;
  }
}

/** What speaks against the photo before a byte is read. */
async function faultBefore(
  source: string,
  { folder, move }: { folder: string; move: boolean },
): Promise<TransferFault | null> {
  try {
    const found = await lstat(source);
    if (found.isDirectory()) return 'UNREADABLE';
    if (move && found.isSymbolicLink()) return 'LINK';
    return (await realpath(dirname(source))) === (await realpath(folder)) ? 'SAME_FOLDER' : null;
  } catch (thrown) {
    return faultOf(thrown);
  }
}

/** Deletes the photo where it was, unless it is another one by now or may not be deleted: then the copy goes, and it stays as it was. */
async function finishMove({ database }: Carrying, { id, source, target, sha256 }: TransferFile): Promise<void> {
  if (target === null) return;
  try {
    if (sha256 !== null && (await hashFile(source)) !== sha256) {
      await rm(target, { force: true });
      return setFile(database, id, { state: 'failed', target: null, fault: 'CHANGED' });
    }
    await unlink(source);
  } catch (thrown) {
    const fault = faultOf(thrown);
    // Gone already: it was deleted before the last step could be stored.
    if (fault !== 'NOT_FOUND') {
      await rm(target, { force: true });
      return setFile(database, id, { state: 'failed', target: null, fault });
    }
  }
  setFile(database, id, { state: 'moved' });
}

/** Brings a moved photo back to where it came from; whatever stands there by now stays, and the photo stays where it is. */
export async function returnPhoto(
  { database, signal }: Carrying,
  { id, source, target, sha256 }: TransferFile,
): Promise<void> {
  if (target === null) return;
  const fail = (fault: TransferFault): void => setFile(database, id, { state: 'moved', fault });
  const home = dirname(source);
  await mkdir(home, { recursive: true });
  const partial = partialName(home);
  try {
    const copied = await copyVerified({ source: target, sha256, signal }, partial);
    if (copied.fault !== null) return fail(copied.fault);
    if (!(await publishAs(partial, source))) {
      await rm(partial, { force: true });
      return fail('TAKEN');
    }
  } catch (thrown) {
    await rm(partial, { force: true });
    throw thrown;
  }
  setFile(database, id, { state: 'returned' });
  await rm(target, { force: true });
}
