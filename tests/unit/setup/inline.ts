import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const buildFolder = fileURLToPath(new URL('../../../build/', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts a small module that may import `build/lib` and `build/setup` by `lib` and `setup` addresses, as set-up itself is run. */
export function startModule(
  text: string,
  args: readonly string[] = [],
): { child: ChildProcess; ended: Promise<Ended> } {
  const code = text.replaceAll("'build/", `'file://${buildFolder}`);
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.once('close', (exit) => resolve({ code: exit, stdout, stderr }));
  });
  return { child, ended };
}

export const runModule = (text: string, args: readonly string[] = []): Promise<Ended> => startModule(text, args).ended;
