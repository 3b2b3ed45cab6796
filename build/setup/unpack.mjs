import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run, tail } from '../lib/child.mjs';
import { SetupError } from '../lib/words.mjs';
import { findPython } from './fetch.mjs';

const script = fileURLToPath(new URL('unzip.py', import.meta.url));
const REMEDY = 'see the lines above; free some disk space if it ran out, then run the same command again';

/** Unpacks members of a zip (a wheel is one) whose names start with one of `prefixes` into a fresh folder. */
export async function unzip(file, folder, prefixes, without = []) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [command, ...args] = await findPython();
  const { code, output } = await run(command, [...args, script, file, folder, ...prefixes, '--without', ...without]);
  if (code !== 0) throw new SetupError(`${file} could not be unpacked:\n${tail(output)}`, REMEDY);
}

/** Unpacks one path of a .tgz into a fresh folder; tar is part of Linux, macOS and Windows 10. */
export async function untar(file, folder, member) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { code, output } = await run('tar', ['-xzf', file, '-C', folder, member]);
  if (code !== 0) throw new SetupError(`${file} could not be unpacked:\n${tail(output)}`, REMEDY);
}
