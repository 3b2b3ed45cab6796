import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { Reply } from '../../../electron/shared/contract.ts';
import { ErrorBody } from '../../../electron/shared/errors.ts';

const entry = fileURLToPath(new URL('../../../electron/core/index.ts', import.meta.url));

const Message = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ failed: ErrorBody }),
  z.object({ id: z.int(), reply: Reply }),
  z.object({ event: z.string(), payload: z.unknown() }),
]);

export interface CoreProcess {
  child: ChildProcess;
  /** null when it is ready, else why it could not start. */
  started: Promise<ErrorBody | null>;
  call(channel: string, input: unknown): Promise<Reply>;
  /** Events so far. */
  told: { event: string; payload: unknown }[];
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** The core's own process, as the shell forks it. */
export function forkCore(dataDir: string, runtimeDir = dataDir): CoreProcess {
  const child = fork(entry, [], {
    execPath: process.execPath,
    execArgv: [],
    serialization: 'advanced',
    env: { ...process.env, LESIONLAB_DATA_DIR: dataDir, LESIONLAB_RUNTIME_DIR: runtimeDir },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const told: CoreProcess['told'] = [];
  const waiting = new Map<number, (reply: Reply) => void>();
  let lastId = 0;
  const started = new Promise<ErrorBody | null>((resolve) => {
    child.on('message', (raw) => {
      const message = Message.parse(raw);
      if ('ready' in message) resolve(null);
      else if ('failed' in message) resolve(message.failed);
      else if ('reply' in message) waiting.get(message.id)?.(message.reply);
      else told.push(message);
    });
  });
  return {
    child,
    started,
    told,
    exited: new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal }))),
    call(channel, input) {
      const id = (lastId += 1);
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, channel, input });
      });
    },
  };
}
