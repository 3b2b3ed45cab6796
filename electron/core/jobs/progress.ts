import type { JobPart, JobPhase, JobSnapshot } from '../../shared/schemas/job.ts';
import { createRateMeter } from './rate.ts';

const TELL_EVERY_MS = 100;
const STORE_EVERY_MS = 2000;

type Progress = NonNullable<JobSnapshot['progress']>;

export interface ProgressReporter {
  report(phase: JobPhase, done: number, total: number, parts?: readonly JobPart[], memoryBytes?: number): void;
  /** Nothing is published afterwards. Gives the newest report, which may not have been told yet. */
  stop(): Progress | null;
}

export interface ProgressDeps {
  now(): Date;
  publish(progress: Progress, secondsLeft: number | null, store: boolean): void;
}

/** Lets through at most 10 reports a second, always the newest, with the phase's speed and what is left of it. */
export function createProgressReporter({ now, publish }: ProgressDeps): ProgressReporter {
  const rate = createRateMeter();
  let newest: Progress | null = null;
  let toldAtMs = -Infinity;
  let storedAtMs = -Infinity;
  let timer: NodeJS.Timeout | null = null;

  function tell(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (newest === null) return;
    toldAtMs = now().getTime();
    const store = toldAtMs - storedAtMs >= STORE_EVERY_MS;
    if (store) storedAtMs = toldAtMs;
    const { done, total, perSecond } = newest;
    publish(newest, perSecond === null ? null : Math.max(0, total - done) / perSecond, store);
  }

  return {
    report(phase, done, total, parts = [], memoryBytes) {
      const atMs = now().getTime();
      // Fewer than before: the same kind of work began anew, say in the next fold.
      if (newest?.phase !== phase || done < newest.done) rate.reset();
      newest = {
        phase,
        done,
        total,
        perSecond: rate.add(done, atMs),
        ...(parts.length > 0 && { parts: [...parts] }),
        ...(memoryBytes !== undefined && { memoryBytes }),
      };
      const early = TELL_EVERY_MS - (atMs - toldAtMs);
      if (early <= 0) tell();
      else timer ??= setTimeout(tell, early);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      return newest;
    },
  };
}
