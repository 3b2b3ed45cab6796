import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { z } from 'zod';

/** What work took. */
export const Cost = z.object({
  /** By the clock: on a machine with other work it is that work's too. */
  seconds: z.number(),
  /** Of all cores, which other work hardly touches. */
  cpuSeconds: z.number(),
});
export type Cost = z.infer<typeof Cost>;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

export const medianCost = (costs: readonly Cost[]): Cost => ({
  seconds: median(costs.map(({ seconds }) => seconds)),
  cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
});

/** `pid` asks for a process beside this one that does the work; it may start during it. */
export async function costOf(work: () => unknown, pid: () => number | null | undefined = () => null): Promise<Cost> {
  const [started, own, other] = [performance.now(), process.cpuUsage(), cpuSecondsOf(pid())];
  await work();
  const { user, system } = process.cpuUsage(own);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6 + cpuSecondsOf(pid()) - other,
  };
}

/** Of a living process so far, in hundredths; 0 without a process, NaN where the system does not say (it is Linux that does). */
export function cpuSecondsOf(pid: number | null | undefined): number {
  if (pid === null || pid === undefined) return 0;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

/** `3.2 ms a photo, 6.1 ms of all cores' work` */
export const perPhoto = ({ seconds, cpuSeconds }: Cost, photos: number): string =>
  `${((1000 * seconds) / photos).toFixed(1)} ms a photo, ${((1000 * cpuSeconds) / photos).toFixed(1)} ms of all cores' work`;

/** Medians of what `a` took over what `b` took in the same round: a machine that gets slower is slower for both. */
export function ratios(a: readonly Cost[], b: readonly Cost[]): string {
  const of = (key: keyof Cost): string =>
    median(a.map((cost, round) => cost[key] / (b[round]?.[key] ?? NaN))).toFixed(2);
  return `${of('seconds')} by the clock, ${of('cpuSeconds')} of work`;
}

export const gb = (value: number): string => (Number.isNaN(value) ? 'unknown' : `${value.toFixed(2)} GB`);

export const load = (): string => (loadavg()[0] ?? NaN).toFixed(1);

export const machine = (): string =>
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, load ${load()}; ${process.platform}, Node ${process.version}`;

export const say = (text: string): void => void process.stdout.write(`${text}\n`);
