import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lib/lock.mjs';
import { dist, inRoot } from './lib/paths.mjs';
import { fail, say, SetupError } from './lib/words.mjs';

/** What is built, from which entry, and which folders it can import from (a change elsewhere does not rebuild it). */
const targets = [
  {
    name: 'main',
    entry: 'electron/main/index.ts',
    file: 'index.cjs',
    node: '20.18',
    rooms: ['electron/main', 'electron/shared'],
  },
  {
    name: 'preload',
    entry: 'electron/preload/index.ts',
    file: 'index.cjs',
    node: '20.18',
    rooms: ['electron/preload', 'electron/shared'],
  },
  {
    name: 'core',
    entry: 'electron/core/index.ts',
    file: 'index.js',
    node: '24',
    rooms: ['electron/core', 'electron/engine', 'electron/shared'],
  },
  {
    name: 'engine',
    entry: 'electron/engine/index.ts',
    file: 'index.js',
    node: '24',
    rooms: ['electron/engine', 'electron/shared'],
  },
  {
    name: 'cli',
    entry: 'electron/cli/index.ts',
    file: 'index.js',
    node: '24',
    rooms: ['electron/cli', 'electron/core', 'electron/engine', 'electron/shared'],
  },
  { name: 'renderer', entry: 'renderer/src/main.ts', rooms: ['renderer', 'electron/shared'] },
];

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Hash of everything a target is made from: contents, not times, for a fresh clone has new times. */
function hashOf(target) {
  const hash = createHash('sha256');
  const inputs = ['package-lock.json', 'build/bundle.mjs', 'build/viteConfigs.mjs'].map((path) => inRoot(path));
  for (const room of target.rooms) if (existsSync(inRoot(room))) inputs.push(...filesBelow(inRoot(room)));
  for (const path of inputs)
    hash.update(path.slice(inRoot().length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const stampOf = (name) => dist(name, '.stamp');
const isFresh = (name, hash) => existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === hash;

async function buildTarget(target, hash, configs) {
  const folder = dist(`.building-${target.name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { build } = await import('vite');
  // Vite makes this process a production one; what is started after the bundling must not inherit that.
  const { NODE_ENV } = process.env;
  try {
    await build(configs.forTarget(target, folder));
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
  writeFileSync(join(folder, '.stamp'), hash);
  rmSync(dist(target.name), { recursive: true, force: true });
  renameSync(folder, dist(target.name));
}

/** What a command needs (the shell prints PDF reports for it); a window needs all. */
export const commandLineTargets = ['engine', 'cli', 'main'];

/** Bundles what has changed since the last time into `dist/`; reads sources only (under 0.1 s) when nothing has. */
export async function bundle(names = targets.map(({ name }) => name)) {
  const wanted = targets.filter(({ name }) => names.includes(name));
  const stale = () =>
    wanted
      .map((target) => ({ target, hash: hashOf(target) }))
      .filter(({ target, hash }) => !isFresh(target.name, hash));
  if (stale().length === 0) return;
  await withLock(
    dist('.bundle.lock'),
    (pid) => say(`waiting for another bundling (process ${pid})`),
    async () => {
      const configs = await import('./viteConfigs.mjs');
      const failures = [];
      for (const { target, hash } of stale()) {
        const start = Date.now();
        try {
          await buildTarget(target, hash, configs);
          say(`bundled ${target.name} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
        } catch (cause) {
          failures.push(`${target.name}: ${cause.message}`);
        }
      }
      if (failures.length > 0) {
        throw new SetupError(
          `bundling failed\n${failures.join('\n')}`,
          'mend the source that is named above; npm run check says more',
        );
      }
    },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundle().catch(fail);
