import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withEngine } from '../support/engine.ts';
import { say } from './cost.ts';
import { backboneDir, optionsOr } from './options.ts';
import { findKeras } from './peers/python.ts';
import { compare, type Contender } from './peers/turns.ts';
import { startNode, startPython } from './peers/worker.ts';
import { benchPhotos } from './photoSet.ts';

/* Reading, decoding and resizing photos to InceptionV3's input, on all cores: ours and TensorFlow's as the tutorial has it. */

const inPeers = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

async function main(): Promise<void> {
  const { rounds, photos: count } = optionsOr({ rounds: 5, photos: 500, batch: 1 });
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-bench-'));
  const contenders: Contender[] = [];
  try {
    const { photos, what } = await withEngine((engine) => benchPhotos(root, count, engine));
    const list = join(root, 'list');
    await writeFile(list, photos.map(({ path }) => path).join('\n'));
    const ours = startNode(inPeers('decodeOurs.ts'), [list, backboneDir('inceptionV3')]);
    contenders.push({ name: 'ours', worker: ours, repetitions: 1 });
    const python = await findKeras();
    if (python !== null) {
      const worker = startPython(python, inPeers('decodeKeras.py'), [list, '299']);
      contenders.push({ name: 'TensorFlow in Python', worker, repetitions: 1 });
    }
    say(`${count} ${what}`);
    await compare('decoding', 'decode', contenders, { rounds, photos: count });
  } finally {
    await Promise.all(contenders.map(({ worker }) => worker.close()));
    await rm(root, { recursive: true, force: true });
  }
}

await main();
