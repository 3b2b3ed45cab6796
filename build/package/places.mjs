import { readFileSync } from 'node:fs';
import { dist, inRoot } from '../lib/paths.mjs';

/** What is packed, under which names, and where it is put together. */
export const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
export const PRODUCT = manifest.productName;
export const APP_ID = 'org.lesionlab.LesionLab';
/** The window's executable on Linux; `lesionlab` is the command line. */
export const WINDOW_EXECUTABLE = 'lesionlab-window';
/** Where the Debian package puts it. */
export const INSTALL_FOLDER = `/opt/${PRODUCT}`;

/** Put together here, then copied by electron-builder: the shell and window for the archive, everything else for beside it. */
export const staged = (...parts) => dist('package', ...parts);
export const release = (...parts) => inRoot('release', ...parts);
export const unpackedLinux = (...parts) => release('linux-unpacked', ...parts);

export const debName = (version) => `lesionlab_${version}_amd64.deb`;
export const archiveStem = (version) => `lesionlab-${version}-linux-x64`;
export const bomName = (version) => `lesionlab-${version}.cdx.json`;
