import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { engineArguments, engineEnvironment } from '../../../electron/engine/environment.ts';
import { Cost } from '../cost.ts';
import { peakGb } from '../memory.ts';

/**
 * A contender in a process of its own, so that its memory is its own: it reads lines `TASK COUNT` and answers each with one line of JSON, what
 * each of COUNT repetitions cost.
 */
export interface Worker {
  run(task: string, count: number): Promise<Cost[]>;
  /** So far, GB. */
  peakGb(): number;
  close(): Promise<void>;
}

function start(command: string, args: readonly string[], env: Record<string, string>): Worker {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  child.stdin.on('error', () => undefined); // an early end is told by the answer that does not come
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log += error.message;
      resolve();
    });
    child.once('close', () => resolve());
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async run(task, count) {
      child.stdin.write(`${task} ${count}\n`);
      const answer = await answers.next();
      if (answer.done === true) {
        await ended;
        throw new Error(
          `${args.find((word) => /\.(ts|py)$/.test(word)) ?? command} ended early: ${log.trim().split('\n').at(-1) ?? ''}`,
        );
      }
      return z.array(Cost).parse(JSON.parse(answer.value));
    },
    peakGb: () => peakGb(child.pid),
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** As an engine is started. */
export const startNode = (script: string, args: readonly string[]): Worker =>
  start(process.execPath, [...engineArguments(), script, ...args], engineEnvironment());

/** oneDNN is on, as it is in our engine; the rest is left as the peers have it. */
export const startPython = (python: string, script: string, args: readonly string[]): Worker =>
  start(python, [script, ...args], { TF_ENABLE_ONEDNN_OPTS: '1', TF_CPP_MIN_LOG_LEVEL: '3' });

/** The other end, for workers in TypeScript. */
export async function answer(step: (task: string) => Promise<Cost>): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const [task = '', count = ''] = line.split(' ');
    const costs: Cost[] = [];
    for (let i = 0; i < Number(count); i += 1) costs.push(await step(task));
    process.stdout.write(`${JSON.stringify(costs)}\n`);
  }
}
