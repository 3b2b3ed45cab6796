import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Linux only: what /proc tells of a process tree. A process that ends meanwhile is left out. */
const attempt = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = attempt(() => readFileSync(join('/proc', name, 'stat'), 'utf8'), '');
    // The name in brackets may hold spaces: count from the last bracket.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isInteger(parent)) found.set(Number(name), parent);
  }
  return found;
}

/** A process and all that descend from it. */
export function processTree(pid: number): number[] {
  const all = parents();
  const tree = [pid];
  for (const member of tree) for (const [child, parent] of all) if (parent === member) tree.push(child);
  return tree;
}

export const commandOf = (pid: number): string =>
  attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(), '');

function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const names = attempt(() => readdirSync(folder), []);
  return names.flatMap((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(attempt(() => readlinkSync(join(folder, name)), ''))?.[1];
    return inode === undefined ? [] : [inode];
  });
}

/** Every TCP or UDP socket, listening or not, that the processes hold: `protocol local remote`, addresses in hex as the kernel has them. */
export function internetSockets(pids: readonly number[]): string[] {
  const ours = new Set(pids.flatMap(socketInodes));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) => {
    const lines = attempt(() => readFileSync(`/proc/net/${protocol}`, 'utf8'), '')
      .trim()
      .split('\n')
      .slice(1);
    return lines.flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      return ours.has(fields[9] ?? '') ? [`${protocol} ${fields[1]} ${fields[2]}`] : [];
    });
  });
}
