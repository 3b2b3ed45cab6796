import { fileURLToPath } from 'node:url';
import { say } from './cost.ts';
import { optionsOr } from './options.ts';
import { findKeras } from './peers/python.ts';
import { compare, type Contender } from './peers/turns.ts';
import { startNode, startPython } from './peers/worker.ts';

/*
 * One step of fine-tuning EfficientNet-Lite0 (224 px, Adam, dropout, label smoothing): ours, a Keras graph step of the same network, and tfjs's own
 * `optimizer.minimize`.
 */

const inPeers = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

async function main(): Promise<void> {
  const { rounds, batch } = optionsOr({ rounds: 6, photos: 1, batch: 32 });
  const python = await findKeras();
  const worker = (kind: string) => startNode(inPeers('stepOurs.ts'), [kind, String(batch)]);
  const contenders: Contender[] = [{ name: 'ours', worker: worker('graph'), repetitions: 3 }];
  if (python !== null) {
    const keras = startPython(python, inPeers('stepKeras.py'), [String(batch)]);
    contenders.push({ name: 'Keras', worker: keras, repetitions: 3 });
  }
  contenders.push({ name: 'tfjs op by op', worker: worker('opByOp'), repetitions: 1 });
  try {
    await compare(`all stages, batch ${batch}`, 'all', contenders, { rounds, photos: batch });
    await compare(`upper stages, from maps, batch ${batch}`, 'upper', contenders, { rounds, photos: batch });
    say('goals: at most 1.10 of Keras, at most 0.25 of tfjs op by op');
  } finally {
    await Promise.all(contenders.map((contender) => contender.worker.close()));
  }
}

await main();
