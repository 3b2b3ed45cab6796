import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const entry = fileURLToPath(new URL('../../electron/cli/index.ts', import.meta.url));

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  cwd?: string;
  stdin?: string | Uint8Array;
  /** Called with the process once it runs, to stop or talk to it. */
  onStart?: (child: ChildProcess) => void;
  env?: Record<string, string>;
  /** Runs as this user and group; for root only. */
  uid?: number;
}

/** Runs the command line as a user does: the real program in a process of its own. */
export function runCli(
  args: string[],
  { cwd = root, stdin = '', onStart, env = {}, uid }: CliOptions = {},
): Promise<CliResult> {
  const { LESIONLAB_DATA_DIR: _own, INIT_CWD: _where, npm_lifecycle_event: _script, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], {
      cwd,
      env: { ...inherited, ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    // A program that has ended takes no more input; its exit says what happened.
    child.stdin.on('error', () => undefined);
    if (onStart === undefined) child.stdin.end(stdin);
    else onStart(child);
  });
}

/** The one JSON document of a command that must succeed. */
export async function cliJson(args: string[], options: CliOptions = {}): Promise<unknown> {
  const { code, stdout, stderr } = await runCli([...args, '--json'], options);
  if (code !== 0) throw new Error(`lesionlab ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`);
  return JSON.parse(stdout);
}
