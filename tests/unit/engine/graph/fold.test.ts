import { describe, expect, test } from 'vitest';
import { foldBatchNorm } from '../../../../electron/engine/graph/fold.ts';
import type { Layer } from '../../../../electron/engine/graph/layers.ts';
import { computeOpByOp } from './reference.ts';
import { byteKernel, networkOf, randomPhotos, randomWeights, relativeDifference, runGraph } from './support.ts';

const conv = (name: string, input: string, channels: number, bias: boolean): Layer => ({
  name,
  type: 'conv',
  input,
  kernel: randomWeights(name, [3, 3, channels, 6], { spread: 0.3 }),
  bias: bias ? randomWeights(`${name} bias`, [6]) : null,
  stride: 1,
  padding: 'SAME',
});
const depthwise = (name: string, input: string): Layer => ({
  name,
  type: 'depthwise',
  input,
  kernel: randomWeights(name, [3, 3, 6, 2], { spread: 0.4 }),
  bias: null,
  stride: 2,
  padding: 'SAME',
});
const norm = (name: string, input: string, channels: number, parts: { gamma: boolean; beta: boolean }): Layer => ({
  name,
  type: 'batchNorm',
  input,
  epsilon: 1e-3,
  gamma: parts.gamma ? randomWeights(`${name} gamma`, [channels], { mean: 1, spread: 0.4 }) : null,
  beta: parts.beta ? randomWeights(`${name} beta`, [channels]) : null,
  mean: randomWeights(`${name} mean`, [channels]),
  variance: randomWeights(`${name} variance`, [channels], { mean: 2, spread: 0.3 }),
});
const all = { gamma: true, beta: true };

describe('folding batch norm', () => {
  test('removes it and changes no result, for convolutions and depthwise ones, with and without bias, gamma and beta', () => {
    for (const bias of [true, false]) {
      for (const parts of [all, { gamma: false, beta: true }, { gamma: true, beta: false }]) {
        const network = networkOf(9, [
          conv('a', 'input', 3, bias),
          norm('a/norm', 'a', 6, parts),
          { name: 'a/relu', type: 'relu6', input: 'a/norm' },
          depthwise('d', 'a/relu'),
          norm('d/norm', 'd', 12, parts),
        ]);
        const folded = foldBatchNorm(network);
        expect(folded.layers.map(({ name, type }) => `${name} ${type}`)).toEqual([
          'a/norm conv',
          'a/relu relu6',
          'd/norm depthwise',
        ]);
        const photos = randomPhotos(2, 9);
        const [actual] = runGraph(folded, photos, ['d/norm']);
        const expected = computeOpByOp(network, photos).get('d/norm');
        expect(relativeDifference(actual?.data ?? [], expected?.data ?? [])).toBeLessThan(5e-6);
      }
    }
  });

  test('keeps a kernel of bytes in bytes: only its scale and offset change', () => {
    const kernels = { conv: byteKernel('a', [3, 3, 3, 6], 6), depthwise: byteKernel('d', [3, 3, 6, 2], 12) };
    const network = networkOf(9, [
      { name: 'a', type: 'conv', input: 'input', kernel: kernels.conv, bias: null, stride: 1, padding: 'SAME' },
      norm('a/norm', 'a', 6, all),
      {
        name: 'd',
        type: 'depthwise',
        input: 'a/norm',
        kernel: kernels.depthwise,
        bias: null,
        stride: 2,
        padding: 'SAME',
      },
      norm('d/norm', 'd', 12, all),
    ]);
    const folded = foldBatchNorm(network);
    expect(
      folded.layers.map((layer) => ('kernel' in layer && 'bytes' in layer.kernel ? layer.kernel.bytes : null)),
    ).toEqual([kernels.conv.bytes, kernels.depthwise.bytes]);
    const photos = randomPhotos(2, 9);
    const [actual] = runGraph(folded, photos, ['d/norm']);
    const expected = computeOpByOp(network, photos).get('d/norm');
    expect(relativeDifference(actual?.data ?? [], expected?.data ?? [])).toBeLessThan(5e-6);
  });

  test('leaves a batch norm whose convolution has another reader, or that follows none', () => {
    const network = networkOf(8, [
      conv('a', 'input', 3, true),
      norm('a/norm', 'a', 6, all),
      { name: 'sum', type: 'add', inputs: ['a', 'a/norm'] },
      norm('sum/norm', 'sum', 6, all),
    ]);
    const folded = foldBatchNorm(network);
    expect(folded.layers).toEqual(network.layers);
    const photos = randomPhotos(2, 8);
    const [actual] = runGraph(folded, photos, ['sum/norm']);
    const expected = computeOpByOp(network, photos).get('sum/norm');
    expect(relativeDifference(actual?.data ?? [], expected?.data ?? [])).toBeLessThan(2e-6);
  });

  test('does not touch the weights that it was given', () => {
    const layers = [conv('a', 'input', 3, true), norm('n', 'a', 6, all)];
    const before = structuredClone(layers);
    foldBatchNorm(networkOf(8, layers));
    expect(layers).toEqual(before);
  });
});
