import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CorePaths } from './context.ts';

/** Run from source by Node 24, or as one bundled file (`dist/core/index.js`, `dist/cli/index.js`). */
const fromSource = import.meta.url.endsWith('.ts');
const beside = (inSource: string, inBundle: string): string =>
  fileURLToPath(new URL(fromSource ? inSource : inBundle, import.meta.url));

/** The engine's entry file as it stands beside this core. */
export const defaultEngineEntry = (): string => beside('../engine/index.ts', '../engine/index.js');

/** What set-up provides: `LESIONLAB_RUNTIME_DIR`, else the checkout's or bundle's own. */
export function defaultRuntimeDir(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['LESIONLAB_RUNTIME_DIR'];
  return named === undefined || named === '' ? beside('../../dist/runtime', '../runtime') : named;
}

export const databasePath = (dataDir: string): string => join(dataDir, 'lesionlab.db');

export function corePaths(folders: { dataDir: string; runtimeDir: string }): CorePaths {
  const { dataDir, runtimeDir } = folders;
  return {
    dataDir,
    runsDir: join(dataDir, 'runs'),
    featuresDir: join(dataDir, 'features'),
    mapsDir: join(dataDir, 'maps'),
    thumbnailsDir: join(dataDir, 'thumbnails'),
    renditionsDir: join(dataDir, 'renditions'),
    copiesDir: join(dataDir, 'copies'),
    sampleDir: join(dataDir, 'sample'),
    userBackbonesDir: join(dataDir, 'backbones'),
    shippedBackbonesDir: join(runtimeDir, 'backbones'),
  };
}

/** Makes the folders that are ours; photos of patients may be seen in them, so they are the user's alone. */
export function makeFolders(paths: CorePaths): void {
  const { shippedBackbonesDir: _shipped, ...ours } = paths;
  for (const folder of Object.values(ours)) mkdirSync(folder, { recursive: true, mode: 0o700 });
}
