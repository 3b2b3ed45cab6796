import { readFileSync } from 'node:fs';

/** The most memory that a living process had resident, GB; NaN where the system does not say (it is Linux that does). */
export function peakGb(pid: number | null | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1e6;
  } catch {
    return NaN;
  }
}
