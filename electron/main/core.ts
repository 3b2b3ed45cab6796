import type { ChildProcess } from 'node:child_process';
import type { Reply } from '../shared/contract.ts';
import type { ErrorBody } from '../shared/errors.ts';
import { parseCoreMessage, type CoreCall } from './coreProtocol.ts';

export type CoreState = 'starting' | 'ready' | 'crashed' | 'locked';

export interface CoreDeps {
  /** Starts the core's process, with an 'advanced' channel and its stderr piped. */
  fork(): ChildProcess;
  now(): number;
  onEvent(event: string, payload: unknown): void;
  onState(state: CoreState, message: string): void;
  /** The core says that it cannot start; it is not started again until `restart`. */
  onFailed(error: ErrorBody): void;
  log(line: string): void;
}

export interface Core {
  /** One call; while the core starts it waits, and a crash answers it with an error. Never rejects. */
  call(channel: string, input: unknown): Promise<Reply>;
  /** Starts it again after it failed. */
  restart(): void;
  /** Closes the channel, and waits: the core ends its engine first. Kills what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** More crashes than this within the window, and starting again would only crash again. */
const MAX_CRASHES = 3;
const CRASH_WINDOW_MS = 60_000;
const STDERR_KEPT = 4_000;

const failure = (message: string, details: Record<string, unknown>): Reply => ({
  ok: false,
  error: { code: 'INTERNAL', message, details },
});

/** The life of the core's process: start, calls by number, crash and restart, end. */
export function createCore({ fork, now, onEvent, onState, onFailed, log }: CoreDeps): Core {
  type Phase =
    | { name: 'starting'; queue: CoreCall[] }
    | { name: 'ready' }
    | { name: 'failed'; error: ErrorBody }
    | { name: 'stopped' };
  let phase: Phase = { name: 'starting', queue: [] };
  let child: ChildProcess | null = null;
  let nextId = 1;
  let stderr = '';
  const waiting = new Map<number, (reply: Reply) => void>();
  const crashes: number[] = [];

  const answerAll = (reply: Reply): void => {
    for (const settle of waiting.values()) settle(reply);
    waiting.clear();
  };

  function post(call: CoreCall): void {
    child?.send(call, (error) => {
      if (error === null) return;
      waiting.get(call.id)?.(failure(`the core could not be reached: ${error.message}`, { reason: 'CORE_CRASHED' }));
      waiting.delete(call.id);
    });
  }

  function fail(error: ErrorBody): void {
    phase = { name: 'failed', error };
    onState(error.code === 'LOCKED' ? 'locked' : 'crashed', error.message);
    answerAll({ ok: false, error });
    onFailed(error);
  }

  function hear(raw: unknown): void {
    const message = parseCoreMessage(raw);
    if (message === null) return log('shell: the core sent a message that is none of the protocol');
    if ('reply' in message) {
      waiting.get(message.id)?.(message.reply);
      waiting.delete(message.id);
    } else if ('event' in message) {
      onEvent(message.event, message.payload);
    } else if ('failed' in message) {
      fail(message.failed);
    } else if (phase.name === 'starting') {
      const { queue } = phase;
      phase = { name: 'ready' };
      onState('ready', '');
      for (const call of queue) post(call);
    }
  }

  /** From here calls wait for the new process; one that still runs has to be gone first, for it may hold files. */
  function startAfresh(old: ChildProcess | null): void {
    phase = { name: 'starting', queue: [] };
    onState('starting', '');
    if (old === null) return start();
    old.once('exit', () => {
      if (phase.name === 'starting') start();
    });
    if (old.connected) old.disconnect();
  }

  function start(): void {
    stderr = '';
    const process = fork();
    child = process;
    process.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-STDERR_KEPT);
      log(chunk.trimEnd());
    });
    process.on('message', hear);
    process.once('error', (error) => {
      // A process that never came to be has no 'exit'.
      if (child === process && process.pid === undefined) fail(startError(error));
    });
    process.once('exit', (code, signal) => {
      if (child === process) ended(signal ?? `code ${code}`);
    });
  }

  function ended(how: string): void {
    child = null;
    if (phase.name === 'stopped' || phase.name === 'failed') return;
    const message = `The core process ended by itself (${how}).`;
    answerAll(failure(message, { reason: 'CORE_CRASHED', how }));
    onState('crashed', message);
    const time = now();
    crashes.push(time);
    const recent = crashes.filter((at) => time - at < CRASH_WINDOW_MS);
    if (recent.length > MAX_CRASHES)
      fail({ code: 'INTERNAL', message, details: { reason: 'CORE_CRASHED', how, stderr } });
    else startAfresh(null);
  }

  startAfresh(null);
  return {
    call(channel, input) {
      return new Promise((resolve) => {
        if (phase.name === 'failed') return resolve({ ok: false, error: phase.error });
        if (phase.name === 'stopped') return resolve(failure('LesionLab is closing', { reason: 'CLOSING' }));
        const call = { id: nextId++, channel, input };
        waiting.set(call.id, resolve);
        if (phase.name === 'starting') phase.queue.push(call);
        else post(call);
      });
    },
    restart() {
      if (phase.name !== 'failed') return;
      crashes.length = 0;
      const old = child;
      child = null;
      startAfresh(old);
    },
    stop(graceMs) {
      phase = { name: 'stopped' };
      answerAll(failure('LesionLab is closing', { reason: 'CLOSING' }));
      const process = child;
      if (process === null || process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(() => process.kill('SIGKILL'), graceMs);
        process.once('exit', () => {
          clearTimeout(timer);
          resolve();
        });
        if (process.connected) process.disconnect();
        else process.kill();
      });
    },
  };
}

const startError = (error: Error): ErrorBody => ({
  code: 'INTERNAL',
  message: `The core process could not be started: ${error.message}`,
  details: { reason: 'CORE_NOT_STARTED' },
});
