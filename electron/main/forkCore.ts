import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Places } from './places.ts';

/** The environment without what Electron, npm or a debugger put there for themselves. */
export function coreEnvironment(
  env: NodeJS.ProcessEnv,
  places: Pick<Places, 'dataFolder' | 'runtimeFolder'>,
  electron: { version: string; binary: string; appFolder: string | null },
): NodeJS.ProcessEnv {
  const own = Object.entries(env).filter(([name]) => !/^(ELECTRON_|NODE_OPTIONS$|NODE_CHANNEL_FD$|npm_)/.test(name));
  return {
    ...Object.fromEntries(own),
    LESIONLAB_DATA_DIR: places.dataFolder,
    LESIONLAB_RUNTIME_DIR: places.runtimeFolder,
    LESIONLAB_ELECTRON_VERSION: electron.version,
    LESIONLAB_ELECTRON: electron.binary,
    // Without a folder the program is packed, and opens itself.
    LESIONLAB_ELECTRON_APP: electron.appFolder ?? '',
  };
}

/** Starts the core on the real Node 24: Electron's own Node has no `node:sqlite` and must not load TensorFlow. */
export function forkCore(places: Places): ChildProcess {
  const core = fork(places.coreEntry, [], {
    execPath: places.nodeBinary,
    execArgv: ['--enable-source-maps'],
    serialization: 'advanced',
    env: coreEnvironment(process.env, places, {
      version: process.versions.electron,
      binary: process.execPath,
      appFolder: places.openedFolder,
    }),
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    windowsHide: true,
  });
  // Chromium raises its own priority where it may, and a child would inherit it: training must not outrank the window.
  if (core.pid !== undefined) {
    try {
      setPriority(core.pid, constants.priority.PRIORITY_NORMAL);
    } catch {
      // It has ended already; 'exit' tells.
    }
  }
  return core;
}
