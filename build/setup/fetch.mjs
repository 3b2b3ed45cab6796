import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { runNpm } from '../lib/npm.mjs';
import { cache, root } from '../lib/paths.mjs';
import { say, SetupError, withHeartbeat } from '../lib/words.mjs';
import { sha256Of } from './verify.mjs';

const NETWORK_REMEDY =
  'check the connection (and a proxy, if you are behind one), then run the same command again: it goes on where it stopped';
const PATIENCE_MS = 30 * 60_000;

let python;

/** The Python that has pip, as a command and its first arguments. */
export async function findPython() {
  if (python !== undefined) return python;
  const candidates =
    process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python3'], ['/usr/bin/python3'], ['python']];
  for (const candidate of candidates) {
    const [command, ...args] = candidate;
    if ((await run(command, [...args, '-m', 'pip', '--version'], { timeoutMs: 30_000 })).code === 0)
      return (python = candidate);
  }
  throw new SetupError(
    'Python 3 with pip was not found',
    'install Python 3 and pip (Debian, Ubuntu: apt-get install python3 python3-pip), then run the same command again',
  );
}

const npmPack = (artefact, folder) =>
  runNpm(
    [
      'pack',
      artefact.name,
      '--pack-destination',
      folder,
      '--ignore-scripts',
      '--fetch-retries=1',
      '--fetch-timeout=120000',
    ],
    {
      cwd: root,
      timeoutMs: PATIENCE_MS,
    },
  );

async function pipDownload(artefact, folder) {
  const [command, ...args] = await findPython();
  const options = [
    '--no-deps',
    '--only-binary=:all:',
    '--disable-pip-version-check',
    '--progress-bar',
    'off',
    '--timeout',
    '60',
    '--retries',
    '2',
  ];
  return run(command, [...args, '-m', 'pip', 'download', ...options, ...artefact.args, '-d', folder, artefact.name], {
    timeoutMs: PATIENCE_MS,
  });
}

function checkSpace(folder) {
  const { bavail, bsize } = statfsSync(folder);
  const freeGb = (bavail * bsize) / 1e9;
  if (freeGb < 3) {
    throw new SetupError(
      `only ${freeGb.toFixed(1)} GB are free where ${root} lies`,
      'free at least 3 GB, then run the same command again',
    );
  }
}

/** The artefact's file in our cache, fetched through its registry's ordinary client unless it is there, and verified. */
export async function fetchArtefact(artefact, what) {
  const file = cache('downloads', artefact.file);
  if (existsSync(file)) {
    if ((await sha256Of(file)) === artefact.sha256) return file;
    say(`${artefact.file} in the cache is damaged: it is fetched again`);
    rmSync(file);
  }
  const folder = cache('downloads', `.part-${artefact.file}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  checkSpace(folder);
  say(`fetching ${what} (${artefact.name})`);
  const fetch = artefact.from === 'npm' ? npmPack : pipDownload;
  const { code, output, timedOut } = await withHeartbeat(`still fetching ${what}`, () => fetch(artefact, folder));
  const [got] = readdirSync(folder);
  if (code !== 0 || got === undefined) {
    const client = artefact.from === 'npm' ? 'npm' : 'pip';
    throw new SetupError(
      `${what} could not be fetched (${client} ${timedOut ? 'took too long' : `ended with code ${code}`}):\n${tail(output)}`,
      NETWORK_REMEDY,
    );
  }
  const sum = await sha256Of(join(folder, got));
  if (sum !== artefact.sha256) {
    throw new SetupError(
      `${what}: ${got} has the SHA-256 ${sum}, but ${artefact.sha256} was expected; it was not used`,
      'a proxy or mirror may have changed it: try another network; if it stays so, report it to the LesionLab project',
    );
  }
  renameSync(join(folder, got), file);
  rmSync(folder, { recursive: true, force: true });
  return file;
}

/** Frees what a finished step no longer needs; npm's and pip's own caches still have it. */
export const dropArtefact = (artefact) => rmSync(cache('downloads', artefact.file), { force: true });
