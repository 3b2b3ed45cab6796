import { expect, test } from 'vitest';
import { coreEnvironment } from '../../../electron/main/forkCore.ts';

test('the core learns its folders and which Electron shows the window, and nothing that is meant for Electron or npm', () => {
  const surroundings = { HOME: '/home/ada', ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--inspect', npm_config_x: 'y' };
  const electron = { version: '33.2.1', binary: '/electron', appFolder: '/app' };
  expect(coreEnvironment(surroundings, { dataFolder: '/data', runtimeFolder: '/runtime' }, electron)).toEqual({
    HOME: '/home/ada',
    LESIONLAB_DATA_DIR: '/data',
    LESIONLAB_RUNTIME_DIR: '/runtime',
    LESIONLAB_ELECTRON_VERSION: '33.2.1',
    LESIONLAB_ELECTRON: '/electron',
    LESIONLAB_ELECTRON_APP: '/app',
  });
});
