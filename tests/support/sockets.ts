import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What Linux says of the sockets of processes: /proc/net lists them by inode, /proc/<pid>/fd says whose they are. */

/** The process and all below it that are alive. */
export function processTree(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const below = (parent: number): number[] =>
    [...parents].filter(([, ownParent]) => ownParent === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

function parentOf(pid: number): number | null {
  try {
    // The name in parentheses may hold anything, blanks and parentheses too.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1) ?? '';
    return Number(afterName.trim().split(' ')[1]);
  } catch {
    return null;
  }
}

function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // closed since it was listed
    }
  }
  return inodes;
}

const rowsOf = (table: string): string[][] =>
  readFileSync(`/proc/net/${table}`, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));

/** Column of the inode in the tables of internet sockets; in that of local ones, and its flag of a listener (__SO_ACCEPTCON). */
const INODE = 9;
const LOCAL_INODE = 6;
const LOCAL_FLAGS = 3;
const ACCEPTS = 0x10000;

/** Every internet socket of these processes, listening or not, and every local one that listens, in words. */
export function networkSockets(pids: readonly number[]): string[] {
  return pids.flatMap((pid) => {
    const own = socketInodes(pid);
    const internet = ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((table) =>
      rowsOf(table)
        .filter((row) => own.has(row[INODE] ?? ''))
        .map((row) => `${pid}: ${table} ${row[1]} -> ${row[2]} state ${row[3]}`),
    );
    const local = rowsOf('unix')
      .filter((row) => own.has(row[LOCAL_INODE] ?? '') && (parseInt(row[LOCAL_FLAGS] ?? '0', 16) & ACCEPTS) !== 0)
      .map((row) => `${pid}: unix listener ${row[7] ?? ''}`);
    return [...internet, ...local];
  });
}
