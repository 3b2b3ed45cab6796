import { spawnSync } from 'node:child_process';

export interface TreeUse {
  /** Resident, as `ps` counts it: shared pages count in each process. */
  bytes: number;
  /** Of the processor since each process began, in whole seconds; processes that have ended are not in it. */
  cpuSeconds: number;
}

/** What a process and all that descend from it use. */
export function treeUse(rootPid: number): TreeUse {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid=,rss=,cputimes='], { encoding: 'utf8' });
  const processes = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent, kib, seconds]) =>
      pid === undefined || parent === undefined || kib === undefined || seconds === undefined
        ? []
        : [{ pid, parent, bytes: kib * 1024, seconds }],
    );
  const members = new Set([rootPid]);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const { pid, parent } of processes) if (members.has(parent)) members.add(pid);
  }
  const own = processes.filter(({ pid }) => members.has(pid));
  return {
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    cpuSeconds: own.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

export const treeMemory = (rootPid: number): number => treeUse(rootPid).bytes;

/** Looks at the memory of a process tree until it is told to stop; gives the most it saw. */
export function watchMemory(rootPid: number, everyMs = 250): { stop(): number } {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, treeMemory(rootPid));
  };
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}
