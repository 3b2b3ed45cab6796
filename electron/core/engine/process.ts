import { fork } from 'node:child_process';
import { engineArguments, engineEnvironment } from '../../engine/environment.ts';
import type { ToEngine } from '../../engine/envelope.ts';
import { createDeferred } from '../deferred.ts';

export interface EngineProcess {
  readonly pid: number | null;
  send(message: ToEngine): void;
  kill(): void;
  /** Closes the channel, which ends an idle engine; kills a busy one. Settles when the process is gone. */
  stop(): Promise<void>;
}

export interface EngineListener {
  onMessage(message: unknown): void;
  /** Once, when the process is gone or could not be started. stderr: the end of what it wrote. */
  onEnd(how: { code: number | null; signal: string | null; stderr: string }): void;
}

const STDERR_KEPT = 4000;
/** A process that ended has written its last words; they are waited for no longer than this. */
const LAST_WORDS_MS = 500;
const STOP_PATIENCE_MS = 1000;

/** Forks an engine. It ends by itself when the channel to this process closes, so none outlives its parent. */
export function startEngine(entry: string, { onMessage, onEnd }: EngineListener): EngineProcess {
  const child = fork(entry, [], {
    execPath: process.execPath,
    execArgv: engineArguments(),
    serialization: 'advanced',
    env: { ...process.env, ...engineEnvironment() },
    // The command line's stdout is for its answer alone.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });

  let gone = false;
  const whenGone = createDeferred();
  const end = (code: number | null, signal: string | null): void => {
    if (gone) return;
    gone = true;
    onEnd({ code, signal, stderr });
    whenGone.resolve();
  };
  child.on('message', onMessage);
  child.once('error', (error) => {
    stderr = (stderr + error.message).slice(-STDERR_KEPT);
    // Only a process that never came to be has no exit.
    if (child.pid === undefined) end(null, null);
  });
  child.once('exit', (code, signal) => {
    const stream = child.stderr;
    if (stream === null || stream.readableEnded) return end(code, signal);
    const timer = setTimeout(() => end(code, signal), LAST_WORDS_MS);
    stream.once('close', () => {
      clearTimeout(timer);
      end(code, signal);
    });
  });

  return {
    pid: child.pid ?? null,
    send(message) {
      // A channel that is closing has an exit to follow: that says what happened.
      child.send(message, () => undefined);
    },
    kill() {
      child.kill('SIGKILL');
    },
    async stop() {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
      await whenGone.promise;
      clearTimeout(timer);
    },
  };
}
