import { contract, type Reply } from '../shared/contract.ts';
import type { JobState } from '../shared/schemas/job.ts';

const RUNNING: ReadonlySet<JobState> = new Set<JobState>(['queued', 'running', 'cancelling']);

/** Whether the core's answer to `job.list` names a job that has not ended. An answer that says nothing counts as none. */
export function hasRunningJob(reply: Reply): boolean {
  if (!reply.ok) return false;
  const parsed = contract['job.list'].output.safeParse(reply.value);
  return parsed.success && parsed.data.jobs.some((job) => RUNNING.has(job.state));
}

export interface QuitDeps {
  anyJob(): Promise<boolean>;
  confirm(): Promise<boolean>;
  /** Ends the core, which ends the engine. */
  stopCore(): Promise<void>;
  leave(): void;
}

/** Quitting in order: ask once if a job runs, wait for the core, then leave. */
export function createQuit({ anyJob, confirm, stopCore, leave }: QuitDeps): {
  readonly done: boolean;
  request(): Promise<void>;
} {
  let done = false;
  let asking = false;
  return {
    get done() {
      return done;
    },
    async request() {
      if (done || asking) return;
      asking = true;
      try {
        if ((await anyJob()) && !(await confirm())) return;
        await stopCore();
        done = true;
        leave();
      } finally {
        asking = false;
      }
    },
  };
}
