import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tail } from '../lib/child.mjs';
import { runNpm } from '../lib/npm.mjs';
import { cache, dist, inModules, inRoot, node24, platformKey, root } from '../lib/paths.mjs';
import { say, SetupError, withHeartbeat } from '../lib/words.mjs';
import { NODE_MAJOR, platforms } from './artefacts.mjs';
import { hasSha256, readJson } from './verify.mjs';

/** Whether what npm installed is what the lock file names; packages for other systems may be absent. */
function modulesHold() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages;
  const present = readJson(inModules('.package-lock.json'))?.packages;
  if (wanted === undefined || present === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return entry.optional === true || entry.devOptional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** npm ci empties node_modules, our downloads and the built TensorFlow with it: they wait outside. */
const aside = () => dist('.cache-aside');

function putBack() {
  if (!existsSync(aside()) || existsSync(cache())) return;
  mkdirSync(inModules('.cache'), { recursive: true });
  renameSync(aside(), cache());
}

export async function ensureModules() {
  if (modulesHold()) {
    putBack();
    return;
  }
  say('installing the npm packages of the lock file (npm ci)');
  if (existsSync(cache()) && !existsSync(aside())) {
    mkdirSync(dist(), { recursive: true });
    renameSync(cache(), aside());
  }
  const { code, output } = await withHeartbeat('still installing', () =>
    runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root }),
  );
  putBack();
  if (code !== 0) {
    throw new SetupError(
      `npm ci ended with code ${code}:\n${tail(output)}`,
      'check the connection, then run the same command again: npm keeps what it has fetched',
    );
  }
}

/** The Node 24 that core, engine, command line and tests run on. */
export async function ensureNode() {
  const binary = node24();
  const row = platforms[platformKey];
  if (binary === null || row === undefined) {
    throw new SetupError(
      `there is no row for ${platformKey} in build/setup/artefacts.mjs`,
      `use one of ${Object.keys(platforms).join(', ')}`,
    );
  }
  if (!existsSync(binary)) {
    throw new SetupError(
      `npm left out the package that carries Node ${NODE_MAJOR} (${binary})`,
      'remove the folder node_modules and run the same command again; npm must not be told to omit optional packages',
    );
  }
  if (row.node.sha256 !== undefined && !(await hasSha256(binary, row.node.sha256))) {
    throw new SetupError(
      `${binary} is not the file it should be (its SHA-256 differs)`,
      'remove the folder node_modules and run the same command again',
    );
  }
}
