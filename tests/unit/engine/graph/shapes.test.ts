import { describe, expect, test } from 'vitest';
import { createGraph } from '../../../../electron/engine/graph/graphDef.ts';
import type { Layer } from '../../../../electron/engine/graph/layers.ts';
import { constant } from '../../../../electron/engine/graph/ops.ts';
import { inferShapes } from '../../../../electron/engine/graph/shapes.ts';
import { networkOf, randomWeights } from './support.ts';

const conv = (changes: Partial<Extract<Layer, { type: 'conv' | 'depthwise' }>> = {}): Layer => ({
  name: 'c',
  type: 'conv',
  input: 'input',
  kernel: randomWeights('kernel', [3, 3, 3, 4]),
  bias: null,
  stride: 1,
  padding: 'VALID',
  ...changes,
});
const vector = (count: number) => randomWeights('vector', [count]);
const norm = (count: number): Layer => ({
  name: 'n',
  type: 'batchNorm',
  input: 'c',
  epsilon: 1e-3,
  gamma: null,
  beta: null,
  mean: vector(4),
  variance: vector(count),
});

describe('a network whose parts do not fit', () => {
  test.each<[string, Layer[], RegExp]>([
    [
      'a kernel of other channels',
      [conv({ kernel: randomWeights('kernel', [3, 3, 4, 4]) })],
      /"c" \(conv\): kernel is \[3, 3, 4, 4\]/,
    ],
    ['a bias of other channels', [conv({ bias: vector(5) })], /bias is \[5\] where \[4\]/],
    [
      'weights that are fewer than their shape says',
      [conv({ kernel: { shape: [3, 3, 3, 4], data: new Float32Array(7) } })],
      /kernel/,
    ],
    [
      'a kernel larger than its map',
      [conv({ kernel: randomWeights('kernel', [9, 9, 3, 4]) })],
      /output would be \[0, 0, 4\]/,
    ],
    ['batch norm of other channels', [conv(), norm(5)], /"n" \(batchNorm\): variance is \[5\]/],
    ['an input that is not there', [conv({ input: 'nothing' })], /reads "nothing"/],
    ['an input that comes later', [{ name: 'r', type: 'relu', input: 'c' }, conv()], /reads "c"/],
    ['two layers of one name', [conv(), conv()], /stands twice/],
    [
      'maps of two sizes side by side',
      [conv(), { name: 'j', type: 'concat', inputs: ['c', 'input'] }],
      /differ in size/,
    ],
    ['a sum of two shapes', [conv(), { name: 's', type: 'add', inputs: ['c', 'input'] }], /differ in shape/],
    [
      'a dense layer on a map',
      [{ name: 'd', type: 'dense', input: 'input', kernel: vector(4), bias: null }],
      /pooled features/,
    ],
    [
      'a convolution on pooled features',
      [{ name: 'p', type: 'globalAveragePool', input: 'input' }, conv({ input: 'p' })],
      /needs a map/,
    ],
  ])('is refused by the layer that is wrong: %s', (_, layers, message) => {
    expect(() => inferShapes(networkOf(8, layers))).toThrow(message);
  });
});

describe('a graph', () => {
  test('refuses two nodes of one name, unknown inputs, impossible names and tensors of the wrong size', () => {
    const graph = createGraph();
    constant(graph, 'one', Float32Array.of(1), []);
    expect(() => constant(graph, 'one', Float32Array.of(1), [])).toThrow(/two nodes/);
    expect(() => graph.node('two', 'Relu', ['nothing'], {})).toThrow(/does not stand before it/);
    expect(() => graph.node('a b', 'NoOp', [], {})).toThrow(/cannot be a node's name/);
    expect(() => constant(graph, 'three', Float32Array.of(1, 2), [3])).toThrow(/cannot hold 2 values/);
  });
});
