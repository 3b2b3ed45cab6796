import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { rootFolder } from '../../e2e/support/places.ts';

const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')));

export const version = manifest.version;
export const releaseFolder = join(rootFolder, 'release');
export const unpackedFolder = join(releaseFolder, 'linux-unpacked');
export const debFile = join(releaseFolder, `lesionlab_${version}_amd64.deb`);
export const archiveFile = join(releaseFolder, `lesionlab-${version}-linux-x64.tar.gz`);
export const bomFile = join(releaseFolder, `lesionlab-${version}.cdx.json`);
/** Where the .deb puts the program. */
export const installedFolder = '/opt/LesionLab';

/** Whether this runs in a room of build/check/room.sh, where packages can be installed and nothing is left of it. */
export const inRoom = process.env['LESIONLAB_ROOM'] === '1';
