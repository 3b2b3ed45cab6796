import { homedir } from 'node:os';
import { createApp } from '../core/app.ts';
import type { App } from '../core/app.ts';
import type { CoreContext } from '../core/context.ts';
import { checksWithoutDataFolder } from '../core/doctor/checks.ts';
import { check } from '../core/doctor/words.ts';
import { defaultRuntimeDir } from '../core/paths.ts';
import { defaultDataFolder } from '../shared/dataFolder.ts';
import { toErrorBody } from '../shared/errors.ts';
import type { EventName } from '../shared/contract.ts';
import type { DoctorCheck } from '../shared/schemas/doctor.ts';
import type { JobSnapshot } from '../shared/schemas/job.ts';
import { errorText } from './errorText.ts';
import type { Output } from './output.ts';
import { createProgressView } from './progress.ts';

/** One data folder, held for the life of a command. */
export interface Session {
  call: App['call'];
  readonly context: CoreContext;
  /** Waits for a job and shows its progress; the first Ctrl+C cancels it. Fails with the job's error. */
  finishJob(jobId: string): Promise<JobSnapshot>;
  /** Aborted by the first Ctrl+C. */
  readonly interrupted: AbortSignal;
  close(): Promise<void>;
}

/** Where Ctrl+C comes from: the process, or a test. */
export interface SignalSource {
  onInterrupt(listener: () => void): () => void;
}

export interface SessionOptions {
  /** null: the one that the environment or the system names. */
  dataDir: string | null;
  variables: NodeJS.ProcessEnv;
  output: Output;
  signals: SignalSource;
}

type Listener = (event: EventName, payload: unknown) => void;

export const dataDirOf = ({ dataDir, variables }: Pick<SessionOptions, 'dataDir' | 'variables'>): string =>
  dataDir ?? defaultDataFolder({ platform: process.platform, env: variables, home: homedir() });

export async function openSession(options: SessionOptions): Promise<Session> {
  const { variables, output, signals } = options;
  const listeners = new Set<Listener>();
  const interrupt = new AbortController();
  const running = new Set<string>();
  const app = await createApp({
    dataDir: dataDirOf(options),
    runtimeDir: defaultRuntimeDir(variables),
    holder: 'command',
    emit: (event, payload) => {
      for (const listener of listeners) listener(event, payload);
    },
  });
  const forget = signals.onInterrupt(() => {
    output.note('\nStopping after the present batch; Ctrl+C again stops at once.');
    interrupt.abort();
    for (const jobId of running) app.context.jobs.cancel(jobId);
  });

  return {
    call: (channel, input) => app.call(channel, input),
    context: app.context,
    interrupted: interrupt.signal,
    async finishJob(jobId) {
      const view = createProgressView(output, () => performance.now());
      const listener: Listener = (event, payload) => view.event(event, payload, jobId);
      listeners.add(listener);
      running.add(jobId);
      if (interrupt.signal.aborted) app.context.jobs.cancel(jobId);
      try {
        await app.context.jobs.finished(jobId);
      } finally {
        listeners.delete(listener);
        running.delete(jobId);
        view.done();
      }
      const { jobs } = await app.call('job.list', {});
      const snapshot = jobs.find(({ id }) => id === jobId);
      if (snapshot === undefined) throw new Error(`job ${jobId} is not listed`);
      return snapshot;
    },
    async close() {
      forget();
      await app.close();
    },
  };
}

/** The doctor's checks; those of the program itself also where the data folder cannot be opened. */
export async function diagnose(options: SessionOptions): Promise<{ dataDir: string; checks: DoctorCheck[] }> {
  const dataDir = dataDirOf(options);
  let session: Session;
  try {
    session = await openSession(options);
  } catch (error) {
    const body = toErrorBody(error);
    const { message, remedy } = errorText(body);
    const status = body.code === 'LOCKED' ? 'warning' : 'failed';
    const found = check('folderBroken', { path: dataDir, reason: message });
    const folder: DoctorCheck = { ...found, status, value: message, remedy };
    const runtimeDir = defaultRuntimeDir(options.variables);
    return {
      dataDir,
      checks: [...(await checksWithoutDataFolder({ dataDir, runtimeDir }, options.variables)), folder],
    };
  }
  try {
    return { dataDir, checks: (await session.call('app.doctor', {})).checks };
  } finally {
    await session.close();
  }
}
