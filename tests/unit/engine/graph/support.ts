import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emitNetwork, photoName } from '../../../../electron/engine/graph/emit.ts';
import { createGraph, type Graph } from '../../../../electron/engine/graph/graphDef.ts';
import type { ByteKernel, Layer, Network, Weights } from '../../../../electron/engine/graph/layers.ts';
import { serializeSavedModel } from '../../../../electron/engine/graph/savedModel.ts';
import { type Feed, openGraph, type Output } from '../../../../electron/engine/graph/session.ts';
import { createRandom } from '../../../../electron/shared/random.ts';

/** Normal values; the seed is the shape and the name, so that every test repeats. */
export function randomWeights(name: string, shape: readonly number[], { mean = 0, spread = 1 } = {}): Weights {
  const random = createRandom(shape.length, `${name} ${shape.join()}`);
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from({ length: count }, () => mean + spread * random.normal()) };
}

/** A kernel of bytes with a scale and offset for each of its output channels. */
export function byteKernel(name: string, shape: readonly number[], channels: number): ByteKernel {
  const random = createRandom(shape.length, `${name} bytes`);
  const count = shape.reduce((a, b) => a * b, 1);
  return {
    shape,
    bytes: Uint8Array.from({ length: count }, () => random.below(256)),
    scale: Float64Array.from({ length: channels }, () => random.between(0.001, 0.01)),
    offset: Float64Array.from({ length: channels }, () => random.between(-1.2, -0.2)),
  };
}

export function randomPhotos(count: number, sizePx: number): Uint8Array {
  const random = createRandom(count, `photos of ${sizePx}`);
  return Uint8Array.from({ length: count * sizePx * sizePx * 3 }, () => random.below(256));
}

export const networkOf = (imageSizePx: number, layers: readonly Layer[]): Network => ({
  imageSizePx,
  mean: 127.5,
  scale: 63.75,
  layers,
});

export function temporaryFolder(name = 'graph'): string {
  const folder = mkdtempSync(join(tmpdir(), `lesionlab-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Lets TensorFlow run a graph that is no whole network. */
export function runNodes(graph: Graph, feeds: readonly Feed[], outputs: readonly string[]): Output[] {
  const session = openGraph(serializeSavedModel(graph, {}));
  try {
    return session.run(feeds, outputs);
  } finally {
    session.dispose();
  }
}

/** Writes the network's graph as it stands, lets TensorFlow run it, and fetches layers by name. */
export function runGraph(network: Network, photos: Uint8Array, outputs: readonly string[]): Output[] {
  const graph = createGraph();
  emitNetwork(graph, network);
  const { imageSizePx: size } = network;
  const shape = [photos.length / (size * size * 3), size, size, 3];
  return runNodes(graph, [{ node: photoName, data: photos, shape }], outputs);
}

/** The largest difference, relative to the largest value (both are about as exact as float32 sums of that size). */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) return Infinity;
  let [difference, largest] = [0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [a[i] ?? NaN, b[i] ?? NaN];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Infinity;
    difference = Math.max(difference, Math.abs(x - y));
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
  }
  return largest === 0 ? Infinity : difference / largest;
}
