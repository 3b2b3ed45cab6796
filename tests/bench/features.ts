import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NETWORK_BATCH_SIZE } from '../../electron/core/scoring/scorePhotos.ts';
import { readBackbone } from '../../electron/engine/backbones/registry.ts';
import { openPhoto, pixelsInFlight } from '../../electron/engine/images/decode.ts';
import { createGate } from '../../electron/engine/images/gate.ts';
import { prepare } from '../../electron/engine/images/prepare.ts';
import { withEngine } from '../support/engine.ts';
import { say } from './cost.ts';
import { backboneDir, optionsOr } from './options.ts';
import { findKeras, findOnnx } from './peers/python.ts';
import { compare, type Contender } from './peers/turns.ts';
import { startNode, startPython } from './peers/worker.ts';
import { benchPhotos } from './photoSet.ts';

/*
 * Features of decoded photos by InceptionV3 and Lite0: ours, onnxruntime on the same weights (tf2onnx writes them from our SavedModel, and the features are
 * compared first), and the same architecture in Keras. All see the same bytes in batches of one size, by default those of extraction.
 */

const inPeers = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** The largest difference, as a share of the largest feature. */
async function difference(ours: string, theirs: string): Promise<number> {
  const read = async (path: string): Promise<Float32Array> => {
    const bytes = await readFile(path);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const [a, b] = [await read(ours), await read(theirs)];
  if (a.length !== b.length) throw new Error(`${a.length} features of ours beside ${b.length} of onnxruntime`);
  let [largest, apart] = [0, 0];
  for (const [i, value] of a.entries()) {
    largest = Math.max(largest, Math.abs(value));
    apart = Math.max(apart, Math.abs(value - (b[i] ?? NaN)));
  }
  return apart / largest;
}

async function compareBackbone(root: string, id: string, paths: readonly string[], batch: number, rounds: number) {
  const dir = backboneDir(id);
  const { imageSizePx: size, preprocessing, graphSha256 } = await readBackbone(dir);
  const gate = createGate(pixelsInFlight);
  const inputs: Uint8Array[] = [];
  for (const path of paths) inputs.push(await prepare(await openPhoto(path), size, preprocessing.resize, gate));
  const at = (name: string): string => join(root, `${id} ${name}`);
  await writeFile(at('photos'), Buffer.concat(inputs));
  await writeFile(at('list'), paths.join('\n'));

  const contenders: Contender[] = [];
  const [count, batchSize] = [String(paths.length), String(batch)];
  const add = (name: string, worker: Contender['worker']): void =>
    void contenders.push({ name, worker, repetitions: 1 });
  try {
    const own = [dir, at('list'), at('photos'), count, batchSize, at('ours')];
    const [ours, extraction] = [startNode(inPeers('networkOurs.ts'), own), startNode(inPeers('networkOurs.ts'), own)];
    add('ours', ours);
    contenders.push({ name: 'ours with decoding', worker: extraction, task: 'extraction', repetitions: 1 });
    const onnx = await findOnnx(dir, graphSha256);
    if (onnx !== null) {
      const args = [onnx.model, at('photos'), count, String(size), batchSize, at('onnx')];
      const start = () => startPython(onnx.python, inPeers('networkOnnx.py'), args);
      const worker = start();
      add('onnxruntime', worker);
      contenders.push({ name: 'onnxruntime on one thread', worker: start(), task: 'oneThread', repetitions: 1 });
      await ours.run('features', 1);
      await worker.run('features', 1);
      const apart = await difference(at('ours'), at('onnx'));
      if (!(apart < 1e-3)) throw new Error(`onnxruntime's features of ${id} are not ours: ${apart} apart`);
      say(`${id}: onnxruntime's features are ours to ${apart.toExponential(1)} of the largest`);
    }
    const python = await findKeras();
    if (python !== null) {
      const args = [id, at('photos'), count, String(size), batchSize];
      add('Keras', startPython(python, inPeers('networkKeras.py'), args));
    }
    const title = `${id}, ${size} pixels, batches of ${batch}`;
    await compare(title, 'features', contenders, { rounds, photos: paths.length });
  } finally {
    await Promise.all(contenders.map(({ worker }) => worker.close()));
  }
}

async function main(): Promise<void> {
  const { rounds, photos: count, batch } = optionsOr({ rounds: 5, photos: 64, batch: NETWORK_BATCH_SIZE });
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-bench-'));
  try {
    const { photos, what } = await withEngine((engine) => benchPhotos(root, count, engine));
    say(`${count} ${what}, decoded before`);
    const paths = photos.map(({ path }) => path);
    for (const id of ['inceptionV3', 'efficientNetLite0']) await compareBackbone(root, id, paths, batch, rounds);
    say(
      'goal: InceptionV3 at most 1.25 of onnxruntime; on a busy machine its work on one thread says more, for threads that wait work too',
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

await main();
