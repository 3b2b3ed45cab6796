import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

function holderOf(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Runs `work` while no other process of this checkout does the same: `npm start` and `npm run lesionlab` may meet in a fresh clone.
 * The lock names its holder's process; one left by a process that is gone is taken over.
 */
export async function withLock(lockFile, onWait, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; ; await delay(250)) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const holder = holderOf(lockFile);
      if (holder === null || !isAlive(holder)) {
        // Between open and write the file is empty for an instant: look twice before taking it over.
        await delay(100);
        if (holderOf(lockFile) === holder) rmSync(lockFile, { force: true });
      } else if (!told) {
        told = true;
        onWait(holder);
      }
    }
  }
  const release = () => {
    if (holderOf(lockFile) === process.pid) rmSync(lockFile, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
