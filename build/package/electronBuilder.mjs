import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot, runtime } from '../lib/paths.mjs';
import { fuses } from './fuses.mjs';
import { APP_ID, manifest, PRODUCT, release, staged, WINDOW_EXECUTABLE } from './places.mjs';

/** The command-line launcher goes where each system's launcher script expects itself. */
const binFolder = { linux: 'bin', darwin: 'Resources/bin', win32: 'bin' };

/**
 * Settings of electron-builder for every system. Installers beside Linux's folder (AppImage, NSIS, dmg) need tools that it downloads, so they are made by
 * `npm run release` on a computer with a network.
 * Signing: CSC_LINK, CSC_KEY_PASSWORD (macOS), WIN_CSC_LINK, WIN_CSC_KEY_PASSWORD (Windows); notarisation: APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER.
 * Without them installers are made unsigned.
 */
export function builderSettings({ platform, electronVersion, env }) {
  return {
    appId: APP_ID,
    productName: PRODUCT,
    copyright: 'MIT licence',
    electronDist: runtime('electron'),
    electronVersion,
    electronLanguages: ['en-US', 'zh-CN'],
    electronFuses: fuses,
    directories: { app: staged('app'), output: release(), buildResources: inRoot('resources', 'icons') },
    asar: true,
    // node_modules are our own affair: nothing is installed, compiled or copied.
    beforeBuild: () => Promise.resolve(false),
    publish: null,
    artifactName: 'lesionlab-${version}-${os}-${arch}.${ext}',
    extraResources: [{ from: staged('resources'), to: '.' }],
    extraFiles: [{ from: staged('bin'), to: binFolder[platform] }],
    // The loader that a checkout's Electron opens; the shipped one opens its archive only.
    afterPack: ({ appOutDir, electronPlatformName, packager }) =>
      rm(
        electronPlatformName === 'darwin'
          ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources', 'app')
          : join(appOutDir, 'resources', 'app'),
        { recursive: true, force: true },
      ),
    fileAssociations: [
      { ext: 'lesionlab', name: 'LesionLab evaluation', mimeType: 'application/x-lesionlab', role: 'Viewer' },
    ],
    linux: {
      target: ['dir'],
      executableName: WINDOW_EXECUTABLE,
      icon: inRoot('resources', 'icons'),
      category: 'Science',
      synopsis: manifest.description,
      maintainer: 'LesionLab',
    },
    win: { target: ['nsis'], icon: inRoot('resources', 'icons', '512x512.png') },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      // What users made is theirs.
      deleteAppDataOnUninstall: false,
    },
    mac: {
      target: ['dmg'],
      icon: inRoot('resources', 'icons', '512x512.png'),
      category: 'public.app-category.education',
      hardenedRuntime: true,
      entitlements: inRoot('resources', 'mac', 'entitlements.plist'),
      entitlementsInherit: inRoot('resources', 'mac', 'entitlements.plist'),
      notarize: Boolean(env.APPLE_API_KEY),
    },
  };
}

/** Linux makes its folder always and an AppImage for a release; the other systems their installers. */
function targetsOf({ Platform }, platform, isRelease) {
  switch (platform) {
    case 'darwin':
      return Platform.MAC.createTarget();
    case 'win32':
      return Platform.WINDOWS.createTarget();
    default:
      return Platform.LINUX.createTarget(isRelease ? ['dir', 'AppImage'] : ['dir']);
  }
}

/** Runs electron-builder on what is staged. Resolves to the files that it made besides the folder. */
export async function runElectronBuilder({ electronVersion, isRelease }) {
  const builder = (await import('electron-builder')).default;
  const config = builderSettings({ platform: process.platform, electronVersion, env: process.env });
  return builder.build({ targets: targetsOf(builder, process.platform, isRelease), config, projectDir: inRoot() });
}
