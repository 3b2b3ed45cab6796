import { spawnSync } from 'node:child_process';

/** Resident memory of a process and all that descend from it, bytes, as `ps` counts it (shared pages count in each). */
export function treeMemory(rootPid: number): number {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  const processes = stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent, kib]) =>
      pid === undefined || parent === undefined || kib === undefined ? [] : [{ pid, parent, bytes: kib * 1024 }],
    );
  const members = new Set([rootPid]);
  for (let size = 0; size !== members.size;) {
    size = members.size;
    for (const { pid, parent } of processes) if (members.has(parent)) members.add(pid);
  }
  return processes.reduce((sum, { pid, bytes }) => (members.has(pid) ? sum + bytes : sum), 0);
}

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
