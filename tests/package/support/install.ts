import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { debFile, inRoom, installedFolder, unpackedFolder, version } from './places.ts';

const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/** apt as an administrator uses it; throws with its words when it fails. */
export function apt(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('apt-get', ['--yes', ...args], { env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')} ended with code ${String(status)}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The installed version, or null. */
export function installedVersion(): string | null {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Status} ${Version}', 'lesionlab'], {
    encoding: 'utf8',
  });
  return status === 0 ? (/^install ok installed (.*)$/.exec(stdout)?.[1] ?? null) : null;
}

export interface Program {
  folder: string;
  commandLine: string;
  window: string;
}

/** The program under test: installed from the .deb in a room, else the unpacked folder. */
export function installedProgram(): Program {
  if (!inRoom) return programIn(unpackedFolder);
  if (installedVersion() !== version) apt('install', debFile);
  // By the names on the path, as people call them.
  return { folder: installedFolder, commandLine: '/usr/bin/lesionlab', window: '/usr/bin/lesionlab-window' };
}

export const programIn = (folder: string): Program => ({
  folder,
  commandLine: join(folder, 'bin', 'lesionlab'),
  window: join(folder, 'lesionlab-window'),
});

/** Fields of the .deb by `dpkg-deb`. */
export const debField = (name: string): string =>
  execFileSync('dpkg-deb', ['--field', debFile, name], { encoding: 'utf8' }).trim();
