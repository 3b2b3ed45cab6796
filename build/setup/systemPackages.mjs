import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { say, SetupError, withHeartbeat } from '../lib/words.mjs';
import { systemPackages } from './artefacts.mjs';

const programFolders = () => [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/sbin'];
const hasProgram = (name) => programFolders().some((folder) => existsSync(join(folder, name)));

async function knownLibraries() {
  for (const command of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const { code, output } = await run(command, ['-p'], { timeoutMs: 10_000, keep: 4_000_000 });
    if (code === 0) return new Set(output.split('\n').map((line) => line.trim().split(' ')[0]));
  }
  return null;
}

async function missingOf(wanted) {
  const libraries = wanted.some(({ library }) => library !== undefined) ? await knownLibraries() : null;
  return wanted.filter(({ library, program, file }) => {
    if (library !== undefined) return libraries !== null && !libraries.has(library);
    return program !== undefined ? !hasProgram(program) : !existsSync(file);
  });
}

/** The name under which this system's apt knows the package. */
async function nameHere({ names }) {
  for (const name of names) {
    const { output } = await run('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(output)) return name;
  }
  return names[0];
}

/**
 * Linux only: installs what the named groups lack when we are root on a Debian kin; else says the one line to run, but only when
 * something is missing without which it cannot work.
 */
export async function ensureSystemPackages(groups) {
  if (process.platform !== 'linux') return;
  const missing = await missingOf(groups.flatMap((group) => systemPackages[group]));
  if (missing.length === 0) return;
  const isRoot = process.getuid() === 0;
  const hasApt = existsSync('/usr/bin/apt-get');
  if (!hasApt || !isRoot) {
    const blocking = missing.filter(({ needed }) => needed);
    if (blocking.length === 0) return;
    const what = blocking.map(({ library, program, names }) => library ?? program ?? names[0]).join(', ');
    const names = hasApt ? await Promise.all(missing.map(nameHere)) : [];
    const line = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`;
    throw new SetupError(
      `this system lacks ${what}`,
      hasApt
        ? `run this line, then the same command again:\n\n    ${line}\n`
        : 'install the packages of your system that bring them, then run the same command again',
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  say('asking apt for its list of packages');
  await run('apt-get', ['update'], { env });
  const names = await Promise.all(missing.map(nameHere));
  say(`installing system packages: ${names.join(' ')}`);
  const install = ['install', '-y', '--no-install-recommends', ...names];
  const { code, output } = await withHeartbeat('still installing', () => run('apt-get', install, { env }));
  if (code !== 0)
    throw new SetupError(
      `apt-get ended with code ${code}:\n${tail(output)}`,
      'mend what apt-get says, then run the same command again',
    );
}
