import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedTensorMap } from '@tensorflow/tfjs-node';
import { describe, expect, test } from 'vitest';
import { inferenceModel, inferenceNodes } from '../../../../electron/engine/graph/inferenceModel.ts';
import type { Layer, Network } from '../../../../electron/engine/graph/layers.ts';
import { openSession } from '../../../../electron/engine/graph/session.ts';
import { countParameters, layerTable } from '../../../../electron/engine/graph/summary.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { computeOpByOp } from './reference.ts';
import { networkOf, randomPhotos, randomWeights, relativeDifference, temporaryFolder } from './support.ts';

const tf = loadTensorFlow();
const size = 16;
const channels = 40;

const layers: Layer[] = [
  {
    name: 'a',
    type: 'conv',
    input: 'input',
    kernel: randomWeights('a', [3, 3, 3, channels]),
    bias: null,
    stride: 2,
    padding: 'VALID',
  },
  {
    name: 'a/norm',
    type: 'batchNorm',
    input: 'a',
    epsilon: 1e-3,
    gamma: null,
    beta: randomWeights('beta', [channels]),
    mean: randomWeights('mean', [channels]),
    variance: randomWeights('variance', [channels], { mean: 2, spread: 0.3 }),
  },
  { name: 'a/relu', type: 'relu', input: 'a/norm' },
  { name: 'pool', type: 'globalAveragePool', input: 'a/relu' },
];
const network: Network = networkOf(size, layers);

function writtenModel(): string {
  const folder = temporaryFolder('inférence 模型');
  writeFileSync(join(folder, 'saved_model.pb'), inferenceModel(network));
  return folder;
}

describe('a frozen backbone', () => {
  test('gives the pooled features, and to explain them the last map too', () => {
    const photos = randomPhotos(3, size);
    const session = openSession(writtenModel());
    const feed = { node: inferenceNodes.photo, data: photos, shape: [3, size, size, 3] };
    const [alone] = session.run(feed, [inferenceNodes.features]);
    const [features, map] = session.run(feed, [inferenceNodes.features, inferenceNodes.map]);
    session.dispose();

    const expected = computeOpByOp(network, photos);
    expect(alone?.shape).toEqual([3, channels]);
    expect(map?.shape).toEqual([3, 7, 7, channels]);
    expect(features?.data).toEqual(alone?.data);
    expect(relativeDifference(features?.data ?? [], expected.get('pool')?.data ?? [])).toBeLessThan(5e-6);
    expect(relativeDifference(map?.data ?? [], expected.get('a/relu')?.data ?? [])).toBeLessThan(5e-6);
  });

  test('is an ordinary SavedModel with the signatures features and explain, fed bytes', async () => {
    const folder = writtenModel();
    const [graph] = await tf.node.getMetaGraphsFromSavedModel(folder);
    expect(graph?.tags).toEqual(['serve']);
    expect(Object.keys(graph?.signatureDefs ?? {}).sort()).toEqual(['explain', 'features']);

    const photos = randomPhotos(2, size);
    const expected = computeOpByOp(network, photos).get('pool')?.data ?? [];
    for (const signature of ['features', 'explain']) {
      const before = tf.memory().numTensors;
      const model = await tf.node.loadSavedModel(folder, ['serve'], signature);
      const photo = tf.tensor4d(Int32Array.from(photos), [2, size, size, 3], 'int32');
      const outputs = model.predict({ photo }) as NamedTensorMap;
      expect(Object.keys(outputs).sort()).toEqual(signature === 'explain' ? ['features', 'map'] : ['features']);
      expect(relativeDifference(outputs['features']?.dataSync() ?? [], expected)).toBeLessThan(5e-6);
      tf.dispose([photo, outputs]);
      model.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test('holds its weights once, folded, as constants: no variables and no batch norm', () => {
    const bytes = readFileSync(join(writtenModel(), 'saved_model.pb'));
    const weights = 4 * (3 * 3 * 3 * channels + channels);
    expect(bytes.length).toBeGreaterThan(weights);
    expect(bytes.length).toBeLessThan(weights + 3000);
    const text = bytes.toString('latin1');
    expect(text).not.toMatch(/VarHandleOp|VariableV2|FusedBatchNorm|Rsqrt/);
    expect(text).toMatch(/BiasAdd/);
  });

  test('is the same bytes each time', () => {
    expect(inferenceModel(network)).toEqual(inferenceModel(network));
  });

  test('must end in pooling', () => {
    expect(() => inferenceModel(networkOf(size, layers.slice(0, 3)))).toThrow(/global average pooling/);
  });
});

describe('the model summary', () => {
  test('lists layers as they were trained, with shapes, and counts parameters before folding', () => {
    expect(layerTable(network)).toEqual([
      { name: 'input', type: 'Input', outputShape: [16, 16, 3], parameters: 0 },
      { name: 'a', type: 'Conv2D', outputShape: [7, 7, 40], parameters: 1080 },
      { name: 'a/norm', type: 'BatchNormalization', outputShape: [7, 7, 40], parameters: 120 },
      { name: 'a/relu', type: 'ReLU', outputShape: [7, 7, 40], parameters: 0 },
      { name: 'pool', type: 'GlobalAveragePooling2D', outputShape: [40], parameters: 0 },
    ]);
    expect(countParameters(network)).toBe(1200);
  });
});
