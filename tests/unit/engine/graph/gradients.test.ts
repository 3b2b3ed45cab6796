import type { Tensor } from '@tensorflow/tfjs-node';
import { describe, expect, test } from 'vitest';
import { emitLayer } from '../../../../electron/engine/graph/emit.ts';
import { emitGradients } from '../../../../electron/engine/graph/gradients.ts';
import { createGraph } from '../../../../electron/engine/graph/graphDef.ts';
import { inputName, inputsOf, type Layer, toFloats, weightsOf } from '../../../../electron/engine/graph/layers.ts';
import { placeholder } from '../../../../electron/engine/graph/ops.ts';
import { inferShapes } from '../../../../electron/engine/graph/shapes.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { computeNaively, type Values } from './naive.ts';
import { applyLayers } from './reference.ts';
import { networkOf, randomWeights, relativeDifference, runNodes } from './support.ts';

const count = 2;

interface Named {
  name: string;
  shape: number[];
  data: Float32Array;
}

/** The input and all weights of some layers, and a random gradient of what the last one yields. */
function drawn(sizePx: number, layers: readonly Layer[]) {
  const shapes = inferShapes(networkOf(sizePx, layers));
  const outShape = [count, ...(shapes.get(layers.at(-1)?.name ?? '') ?? [])];
  const parameters: Named[] = [
    { name: inputName, shape: [count, sizePx, sizePx, 3], ...pick(randomWeights('x', [count, sizePx, sizePx, 3])) },
    ...layers.flatMap((layer) =>
      weightsOf(layer).map((weights, i) => ({
        name: `${layer.name}/${i === 0 ? 'kernel' : 'bias'}`,
        shape: [...weights.shape],
        data: toFloats(weights).data,
      })),
    ),
  ];
  return { shapes, parameters, seed: { shape: outShape, ...pick(randomWeights('dy', outShape)) } };
}
const pick = ({ data }: { data: Float32Array }) => ({ data });
type Drawn = ReturnType<typeof drawn>;

function inTheGraph(layers: readonly Layer[], { shapes, parameters, seed }: Drawn): Map<string, Float32Array> {
  const graph = createGraph();
  const input = at(parameters, 0);
  placeholder(graph, inputName, 'float32', [-1, ...input.shape.slice(1)]);
  for (const layer of layers) emitLayer(graph, layer, inputsOf(layer));
  placeholder(graph, 'seed', 'float32', [-1, ...seed.shape.slice(1)]);
  const gradients = emitGradients(graph, { layers, shapes, seed: 'seed', from: inputName, wantsInput: true });
  expect([...gradients.keys()].toSorted()).toEqual(parameters.map(({ name }) => name).toSorted());
  const feeds = [
    { node: inputName, data: input.data, shape: input.shape },
    { node: 'seed', ...seed },
  ];
  const outputs = runNodes(graph, feeds, [...gradients.values()]);
  return new Map([...gradients.keys()].map((name, i) => [name, at(outputs, i).data]));
}

function inTfjs(layers: readonly Layer[], { parameters, seed }: Drawn): Map<string, Float32Array> {
  const tf = loadTensorFlow();
  const found = new Map<string, Float32Array>();
  tf.tidy(() => {
    const tensors = parameters.map(({ data, shape }) => tf.tensor(data, shape));
    const forward = (...values: Tensor[]): Tensor => {
      const byName = new Map(parameters.map(({ name }, i) => [name, at(values, i)]));
      return applyLayers(layers, inputName, at(values, 0), (name) => byName.get(name) ?? tf.scalar(NaN));
    };
    const gradients = tf.grads(forward)(tensors, tf.tensor(seed.data, seed.shape));
    parameters.forEach(({ name }, i) => found.set(name, at(gradients, i).dataSync() as Float32Array));
  });
  return found;
}

/** d (sum of dy * y) by one number, from float64 loops: central differences. */
function byDifferences(layers: readonly Layer[], { parameters, seed }: Drawn, name: string, index: number): number {
  const step = 1e-5;
  const pulled = (change: number): number => {
    const values = new Map(
      parameters.map((parameter) => {
        const data = Float64Array.from(parameter.data);
        if (parameter.name === name) data[index] = at(data, index) + change;
        return [parameter.name, data];
      }),
    );
    const x: Values = { shape: at(parameters, 0).shape, data: values.get(inputName) ?? new Float64Array() };
    return computeNaively(layers, inputName, x, values).data.reduce((sum, y, i) => sum + y * at(seed.data, i), 0);
  };
  return (pulled(step) - pulled(-step)) / (2 * step);
}

function expectRightGradients(sizePx: number, layers: readonly Layer[]): void {
  const values = drawn(sizePx, layers);
  const ours = inTheGraph(layers, values);
  const theirs = inTfjs(layers, values);
  const random = createRandom(sizePx, 'which numbers');
  for (const { name } of values.parameters) {
    const own = ours.get(name) ?? new Float32Array();
    expect(relativeDifference(own, theirs.get(name) ?? []), `${name}, against tfjs`).toBeLessThan(1e-5);
    const largest = Math.max(...own.map(Math.abs));
    for (let i = 0; i < 4; i += 1) {
      const index = random.below(own.length);
      const difference = Math.abs(at(own, index) - byDifferences(layers, values, name, index));
      expect(difference / largest, `${name}[${index}], against differences`).toBeLessThan(1e-5);
    }
  }
}

const stem: Layer = {
  name: 'stem',
  type: 'conv',
  input: inputName,
  kernel: randomWeights('stem', [3, 3, 3, 4], { spread: 0.4 }),
  bias: randomWeights('stem bias', [4]),
  stride: 1,
  padding: 'SAME',
};

describe.each(['SAME', 'VALID'] as const)('with %s padding', (padding) => {
  describe.each([1, 2, 3])('and stride %i', (stride) => {
    // Odd and even sizes: SAME pads them on different sides.
    test.each([8, 9])('convolution of %i pixels, with and without bias', (sizePx) => {
      for (const bias of [null, randomWeights('bias', [5])]) {
        const kernel = randomWeights('kernel', [3, 3, 4, 5]);
        expectRightGradients(sizePx, [stem, { name: 'c', type: 'conv', input: 'stem', kernel, bias, stride, padding }]);
      }
    });

    test.each([8, 9])('depthwise convolution of %i pixels, also with a multiplier', (sizePx) => {
      for (const multiplier of [1, 2]) {
        const kernel = randomWeights('kernel', [5, 5, 4, multiplier]);
        const bias = randomWeights('bias', [4 * multiplier]);
        const depthwise: Layer = { name: 'd', type: 'depthwise', input: 'stem', kernel, bias, stride, padding };
        expectRightGradients(sizePx, [stem, depthwise]);
      }
    });

    test.each([8, 9])('pooling of %i pixels', (sizePx) => {
      for (const type of ['maxPool', 'averagePool'] as const) {
        for (const poolPx of [2, 3]) {
          expectRightGradients(sizePx, [stem, { name: 'p', type, input: 'stem', sizePx: poolPx, stride, padding }]);
        }
      }
    });
  });

  test('kernels that are not square', () => {
    for (const shape of [
      [1, 7],
      [7, 1],
    ]) {
      const kernel = randomWeights('kernel', [...shape, 4, 3]);
      const conv: Layer = { name: 'c', type: 'conv', input: 'stem', kernel, bias: null, stride: 1, padding };
      expectRightGradients(8, [stem, conv]);
    }
  });
});

describe('layers without a window', () => {
  test('ReLU passes what is above 0, ReLU6 also only what is below 6', () => {
    for (const type of ['relu', 'relu6'] as const) {
      const wide: Layer = { ...stem, kernel: randomWeights('wide', [3, 3, 3, 4], { spread: 4 }) };
      expectRightGradients(6, [wide, { name: 'cut', type, input: 'stem' }]);
    }
  });

  test('concatenation gives each input its own channels, addition gives all to both', () => {
    const relu: Layer = { name: 'relu', type: 'relu', input: 'stem' };
    expectRightGradients(5, [stem, relu, { name: 'j', type: 'concat', inputs: ['relu', 'input', 'stem', 'relu'] }]);
    expectRightGradients(5, [stem, relu, { name: 'sum', type: 'add', inputs: ['stem', 'relu'] }]);
    expectRightGradients(5, [stem, { name: 'twice', type: 'add', inputs: ['stem', 'stem'] }]);
  });

  test('pooling over all pixels, then dense layers with and without bias', () => {
    const pooled: Layer = { name: 'pooled', type: 'globalAveragePool', input: 'stem' };
    const dense = (name: string, input: string, shape: number[], hasBias: boolean): Layer => ({
      name,
      type: 'dense',
      input,
      kernel: randomWeights(name, shape),
      bias: hasBias ? randomWeights(`${name} bias`, [at(shape, 1)]) : null,
    });
    expectRightGradients(5, [
      stem,
      pooled,
      dense('hidden', 'pooled', [4, 6], true),
      dense('out', 'hidden', [6, 2], false),
    ]);
  });

  test('a block as EfficientNet has it, its input read twice', () => {
    const window = { stride: 1, padding: 'SAME' } as const;
    const kernel = (name: string, shape: number[]) => ({
      kernel: randomWeights(name, shape, { spread: 0.5 }),
      bias: randomWeights(`${name} bias`, [name === 'deep' ? 12 : at(shape, 3)]),
    });
    expectRightGradients(6, [
      stem,
      { name: 'expand', type: 'conv', input: 'stem', ...kernel('expand', [1, 1, 4, 12]), ...window },
      { name: 'expand/relu', type: 'relu6', input: 'expand' },
      { name: 'deep', type: 'depthwise', input: 'expand/relu', ...kernel('deep', [3, 3, 12, 1]), ...window },
      { name: 'deep/relu', type: 'relu6', input: 'deep' },
      { name: 'project', type: 'conv', input: 'deep/relu', ...kernel('project', [1, 1, 12, 4]), ...window },
      { name: 'sum', type: 'add', inputs: ['stem', 'project'] },
      { name: 'pooled', type: 'globalAveragePool', input: 'sum' },
    ]);
  });
});
