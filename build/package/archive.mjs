import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { SetupError, withHeartbeat } from '../lib/words.mjs';
import { sha256Of } from '../setup/verify.mjs';
import { archiveStem, manifest, release, unpackedLinux } from './places.mjs';

/** The unpacked folder as a .tar.gz with one folder inside, owned by nobody in particular, times of now. */
export async function makeTarGz() {
  const out = release(`${archiveStem(manifest.version)}.tar.gz`);
  const folder = unpackedLinux();
  const args = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
  args.push(`--transform=s,^${basename(folder)},${archiveStem(manifest.version)},`);
  const { code, output } = await withHeartbeat('still packing the .tar.gz', () =>
    run('tar', [...args, '-I', 'gzip -6', '-cf', `${out}.new`, '-C', dirname(folder), basename(folder)]),
  );
  if (code !== 0) {
    rmSync(`${out}.new`, { force: true });
    throw new SetupError(`tar failed:\n${tail(output)}`, 'free some disk space, then run the same command again');
  }
  renameSync(`${out}.new`, out);
  return out;
}

/** `SHA256SUMS` beside the files, as `sha256sum --check` reads it. */
export async function writeSums(files) {
  const lines = [];
  for (const file of files) lines.push(`${await sha256Of(file)}  ${basename(file)}\n`);
  writeFileSync(release('SHA256SUMS'), lines.join(''));
}

export const sizeOf = (file) => statSync(file).size;
