import { expect, test } from 'vitest';
import { emitNetwork } from '../../../../electron/engine/graph/emit.ts';
import { foldBatchNorm } from '../../../../electron/engine/graph/fold.ts';
import { createGraph } from '../../../../electron/engine/graph/graphDef.ts';
import { inferenceModel } from '../../../../electron/engine/graph/inferenceModel.ts';
import type { Kernel, Layer, Network } from '../../../../electron/engine/graph/layers.ts';
import { readNetwork } from '../../../../electron/engine/graph/readNetwork.ts';
import { serializeSavedModel } from '../../../../electron/engine/graph/savedModel.ts';
import { byteKernel, networkOf, randomPhotos, randomWeights, runGraph } from './support.ts';

const window = { stride: 2, padding: 'SAME' } as const;
const norm = (name: string, input: string, channels: number): Layer => ({
  name,
  type: 'batchNorm',
  input,
  epsilon: 1e-3,
  gamma: randomWeights('gamma', [channels]),
  beta: randomWeights('beta', [channels]),
  mean: randomWeights('mean', [channels]),
  variance: randomWeights('variance', [channels], { mean: 2, spread: 0.2 }),
});

/** Every kind of layer that a backbone is made of; the stem's kernel as given. */
const networkWith = (kernel: Kernel): Network =>
  networkOf(17, [
    { name: 'stem', type: 'conv', input: 'input', kernel, bias: null, ...window },
    norm('stem/norm', 'stem', 6),
    { name: 'stem/relu', type: 'relu6', input: 'stem/norm' },
    {
      name: 'deep',
      type: 'depthwise',
      input: 'stem/relu',
      kernel: randomWeights('d', [3, 3, 6, 1]),
      bias: null,
      stride: 1,
      padding: 'SAME',
    },
    { name: 'sum', type: 'add', inputs: ['stem/relu', 'deep'] },
    { name: 'max', type: 'maxPool', input: 'sum', sizePx: 3, stride: 2, padding: 'VALID' },
    { name: 'mean', type: 'averagePool', input: 'max', sizePx: 2, stride: 1, padding: 'SAME' },
    { name: 'joined', type: 'concat', inputs: ['mean', 'max'] },
    { name: 'relu', type: 'relu', input: 'joined' },
    {
      name: 'last',
      type: 'conv',
      input: 'relu',
      kernel: randomWeights('l', [1, 1, 12, 7]),
      bias: randomWeights('b', [7]),
      stride: 1,
      padding: 'SAME',
    },
    { name: 'pooled', type: 'globalAveragePool', input: 'last' },
  ]);

test('a written backbone is read back as its layers: written again, it is the same bytes', () => {
  const written = inferenceModel(networkWith(randomWeights('k', [3, 3, 3, 6])));
  expect(Buffer.from(inferenceModel(readNetwork(written))).equals(Buffer.from(written))).toBe(true);
});

test('kernels of bytes are read as the floats that TensorFlow makes of them', () => {
  const network = networkWith(byteKernel('k', [3, 3, 3, 6], 6));
  const photos = randomPhotos(2, 17);
  const [expected] = runGraph(foldBatchNorm(network), photos, ['pooled']);
  const [actual] = runGraph(readNetwork(inferenceModel(network)), photos, ['pooled']);
  expect(actual).toEqual(expected);
});

test('bytes of another graph are refused', () => {
  expect(() => readNetwork(serializeSavedModel(createGraph(), {}))).toThrow();
  const graph = createGraph();
  emitNetwork(graph, networkOf(8, [{ name: 'pooled', type: 'globalAveragePool', input: 'input' }]));
  graph.node('odd', 'Tanh', ['pooled'], { T: { type: 'float32' } });
  expect(() => readNetwork(serializeSavedModel(graph, {}))).toThrow('node "odd" (Tanh)');
});
