import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dist, inModules } from '../lib/paths.mjs';

const rooms = ['main', 'preload', 'core', 'engine', 'cli', 'renderer'];

function* mapsBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* mapsBelow(path);
    else if (entry.name.endsWith('.map')) yield path;
  }
}

/** The package's folder for a file of it, or null: `.../node_modules/a`, `.../node_modules/@a/b`. */
export function packageFolderOf(path) {
  const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(path);
  return found?.[1] ?? null;
}

/** Folders of the npm packages whose code the bundler put into ours, as the source maps tell. */
export function bundledPackageFolders() {
  const folders = new Set([
    // The bundler writes its name for the runtime's own helpers; styles have no maps.
    ...['svelte'].map((name) => inModules(name)),
  ]);
  for (const room of rooms) {
    for (const map of mapsBelow(dist(room))) {
      for (const source of JSON.parse(readFileSync(map, 'utf8')).sources) {
        const folder = packageFolderOf(resolve(dirname(map), source));
        if (folder !== null && existsSync(join(folder, 'package.json'))) folders.add(folder);
      }
    }
  }
  return [...folders].sort();
}
