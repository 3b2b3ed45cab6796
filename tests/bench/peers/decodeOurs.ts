import { readFileSync } from 'node:fs';
import { NETWORK_BATCH_SIZE } from '../../../electron/core/scoring/scorePhotos.ts';
import { readBackbone } from '../../../electron/engine/backbones/registry.ts';
import { costOf } from '../cost.ts';
import { idleNetwork, passPhotos } from '../photoPipeline.ts';
import { answer } from './worker.ts';

/** The photos in a list of paths, through extraction's pipeline without its network: decodeOurs.ts LIST_FILE BACKBONE_DIR */
const [listFile = '', backboneDir = ''] = process.argv.slice(2);
const paths = readFileSync(listFile, 'utf8').split('\n');
const network = idleNetwork(await readBackbone(backboneDir));

await answer(() => costOf(() => passPhotos(paths, network, { judged: false, batchSize: NETWORK_BATCH_SIZE })));
