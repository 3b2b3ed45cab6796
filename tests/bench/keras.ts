import { spawn } from 'node:child_process';
import { z } from 'zod';
import { cpuSecondsOf } from './cost.ts';
import { peakGb } from './memory.ts';

/** What the tutorial's script prints; seconds. */
const KerasJob = z.object({
  epochs: z.int(),
  first_epoch_s: z.number(),
  later_epoch_s: z.number(),
  total_s: z.number(),
});
export type KerasJob = z.infer<typeof KerasJob> & {
  /** Of all cores, with starting Python and building the network, to half a second. */
  cpuSeconds: number;
  peakGb: number;
};

function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ output: string; peakGb: number; cpuSeconds: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let log = '';
    let [peak, worked] = [NaN, NaN];
    // A process that has ended does not say any more what it had.
    const timer = setInterval(() => {
      const now = peakGb(child.pid);
      if (!Number.isNaN(now)) [peak, worked] = [now, cpuSecondsOf(child.pid)];
    }, 500);
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.once('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ output, peakGb: peak, cpuSeconds: worked });
      else reject(new Error(`${command} ended with code ${code}: ${log.trim().split('\n').at(-1) ?? ''}`));
    });
  });
}

/** Runs the tutorial's job on two folders of classes. oneDNN is on, as it is in our engine. */
export async function kerasJob(
  python: string,
  script: string,
  folders: { train: string; valid: string; positive: string },
  epochs: number,
): Promise<KerasJob> {
  const { output, ...process } = await run(python, [script, folders.train, folders.valid, String(epochs)], {
    POSITIVE: folders.positive,
    TF_ENABLE_ONEDNN_OPTS: '1',
  });
  return { ...KerasJob.parse(JSON.parse(output.trim().split('\n').at(-1) ?? '')), ...process };
}
