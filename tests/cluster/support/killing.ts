import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processTree } from '../../support/sockets.ts';

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const secondsUsed = (pid: number): number => {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1) ?? '';
    const fields = afterName.trim().split(' ');
    // utime and stime in hundredths of a second
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
};

/**
 * Kills, once, the first process below `parent` whose command line holds `words` and that has worked for so long, with SIGKILL. Says which.
 */
export function killOnce(parent: ChildProcess, words: RegExp, afterCpuSeconds: number): { pid(): number | null } {
  let killed: number | null = null;
  const timer = setInterval(() => {
    const [, ...below] = processTree(parent.pid ?? 0);
    const found = below.find((pid) => words.test(commandLine(pid)) && secondsUsed(pid) >= afterCpuSeconds);
    if (found === undefined) return;
    process.kill(found, 'SIGKILL');
    killed = found;
    clearInterval(timer);
  }, 20);
  parent.once('close', () => clearInterval(timer));
  return { pid: () => killed };
}
