import { readFileSync } from 'node:fs';
import { readBackbone } from '../../../electron/engine/backbones/registry.ts';
import { costOf } from '../cost.ts';
import { decodeOnly } from '../decodeOnly.ts';
import { answer } from './worker.ts';

/** The photos in a list of paths, through extraction's pipeline without its network: decodeOurs.ts LIST_FILE BACKBONE_DIR */
const [listFile = '', backboneDir = ''] = process.argv.slice(2);
const paths = readFileSync(listFile, 'utf8').split('\n');
const manifest = await readBackbone(backboneDir);

await answer(() => costOf(() => decodeOnly(paths, manifest, { judged: false })));
