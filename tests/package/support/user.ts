import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { inRoom } from './places.ts';

const NAME = 'lesionlab-user';

/** A person without special rights: in a room one of its own, else whoever runs the tests; with a home that is gone afterwards. */
export interface User {
  home: string;
  /** The words before a command that make it this person's. */
  words: readonly string[];
}

export function ordinaryUser(): User {
  if (!inRoom) {
    const home = mkdtempSync(join(tmpdir(), 'lesionlab-home-'));
    afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
    return { home, words: [] };
  }
  const home = `/home/${NAME}`;
  if (!existsSync(home)) execFileSync('useradd', ['--create-home', '--shell', '/bin/sh', NAME]);
  // It becomes the command, where runuser would stay as its parent.
  return { home, words: ['setpriv', `--reuid=${NAME}`, `--regid=${NAME}`, '--init-groups', '--'] };
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A bare environment, as a login has it: nothing of npm, of this test or of a display. */
const environment = (user: User, more: Readonly<Record<string, string>>): Record<string, string> => ({
  HOME: user.home,
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  ...more,
});

export interface CommandOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export function startAs(user: User, command: readonly string[], options: CommandOptions = {}): ChildProcess {
  const [program = '', ...args] = [...user.words, ...command];
  return spawn(program, args, {
    cwd: options.cwd ?? user.home,
    env: environment(user, options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export function runAs(user: User, command: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = startAs(user, command, options);
    const output = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...output }));
  });
}
