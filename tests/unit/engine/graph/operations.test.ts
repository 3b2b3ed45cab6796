import { describe, expect, test } from 'vitest';
import type { Layer } from '../../../../electron/engine/graph/layers.ts';
import { inferShapes } from '../../../../electron/engine/graph/shapes.ts';
import { loadNativeBackend, loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { computeOpByOp } from './reference.ts';
import { byteKernel, networkOf, randomPhotos, randomWeights, relativeDifference, runGraph } from './support.ts';

/** The graph that we write, run by TensorFlow's session, against tfjs-node's own ops: shape and every value. */
function expectSameAsOpByOp(sizePx: number, layers: readonly Layer[]): void {
  const network = networkOf(sizePx, layers);
  const photos = randomPhotos(3, sizePx);
  const name = layers.at(-1)?.name ?? '';
  const [actual] = runGraph(network, photos, [name]);
  const expected = computeOpByOp(network, photos).get(name);
  expect(actual?.shape).toEqual(expected?.shape);
  expect(actual?.shape).toEqual([3, ...(inferShapes(network).get(name) ?? [])]);
  expect(relativeDifference(actual?.data ?? [], expected?.data ?? [])).toBeLessThan(2e-6);
}

const stem: Layer = {
  name: 'stem',
  type: 'conv',
  input: 'input',
  kernel: randomWeights('stem', [3, 3, 3, 6], { spread: 0.3 }),
  bias: randomWeights('stem bias', [6]),
  stride: 1,
  padding: 'SAME',
};

describe.each(['SAME', 'VALID'] as const)('with %s padding', (padding) => {
  describe.each([1, 2, 3])('and stride %i', (stride) => {
    // Odd and even sizes: SAME pads them on different sides.
    test.each([11, 12])('convolution of %i pixels, with and without bias', (sizePx) => {
      for (const bias of [null, randomWeights('bias', [5])]) {
        const kernel = randomWeights('kernel', [3, 3, 3, 5]);
        expectSameAsOpByOp(sizePx, [{ name: 'c', type: 'conv', input: 'input', kernel, bias, stride, padding }]);
      }
    });

    test.each([11, 12])('depthwise convolution of %i pixels, also with a multiplier', (sizePx) => {
      for (const multiplier of [1, 2]) {
        const kernel = randomWeights('kernel', [5, 5, 6, multiplier]);
        const bias = randomWeights('bias', [6 * multiplier]);
        expectSameAsOpByOp(sizePx, [
          stem,
          { name: 'd', type: 'depthwise', input: 'stem', kernel, bias, stride, padding },
        ]);
      }
    });

    test.each([11, 12])('pooling of %i pixels', (sizePx) => {
      for (const type of ['maxPool', 'averagePool'] as const) {
        for (const poolPx of [2, 3]) {
          expectSameAsOpByOp(sizePx, [stem, { name: 'p', type, input: 'stem', sizePx: poolPx, stride, padding }]);
        }
      }
    });
  });

  test('kernels that are not square', () => {
    for (const shape of [
      [1, 7],
      [7, 1],
      [2, 5],
    ]) {
      const kernel = randomWeights('kernel', [...shape, 3, 4]);
      expectSameAsOpByOp(9, [{ name: 'c', type: 'conv', input: 'input', kernel, bias: null, stride: 1, padding }]);
    }
  });
});

test('kernels that are stored as bytes', () => {
  const window = { bias: null, stride: 2, padding: 'SAME' } as const;
  const conv = byteKernel('conv', [3, 3, 3, 5], 5);
  expectSameAsOpByOp(9, [{ name: 'c', type: 'conv', input: 'input', kernel: conv, ...window }]);
  const depthwise = byteKernel('depthwise', [3, 3, 6, 2], 12);
  expectSameAsOpByOp(9, [stem, { name: 'd', type: 'depthwise', input: 'stem', kernel: depthwise, ...window }]);
});

describe('layers without a window', () => {
  test('concatenation keeps the order of its inputs', () => {
    const relu: Layer = { name: 'relu', type: 'relu', input: 'stem' };
    expectSameAsOpByOp(6, [stem, relu, { name: 'joined', type: 'concat', inputs: ['relu', 'input', 'stem'] }]);
  });

  test('addition', () => {
    const relu: Layer = { name: 'relu', type: 'relu', input: 'stem' };
    expectSameAsOpByOp(6, [stem, relu, { name: 'sum', type: 'add', inputs: ['stem', 'relu'] }]);
  });

  test('ReLU cuts below 0, ReLU6 also above 6', () => {
    for (const type of ['relu', 'relu6'] as const) {
      const layers: Layer[] = [{ ...stem, kernel: randomWeights('wide', [3, 3, 3, 6], { spread: 4 }) }];
      const [cut] = runGraph(networkOf(8, [...layers, { name: 'cut', type, input: 'stem' }]), randomPhotos(1, 8), [
        'cut',
      ]);
      expect(Math.min(...(cut?.data ?? []))).toBe(0);
      expect(Math.max(...(cut?.data ?? []))).toBeGreaterThan(type === 'relu6' ? 5.999 : 10);
      if (type === 'relu6') expect(Math.max(...(cut?.data ?? []))).toBe(6);
      expectSameAsOpByOp(8, [...layers, { name: 'cut', type, input: 'stem' }]);
    }
  });

  test('batch norm that is not folded, with and without its own scale and centre', () => {
    for (const parts of ['both', 'none'] as const) {
      const vector = (name: string) => (parts === 'both' ? randomWeights(name, [6]) : null);
      const variance = randomWeights('variance', [6], { mean: 2, spread: 0.3 });
      expectSameAsOpByOp(7, [
        stem,
        {
          name: 'norm',
          type: 'batchNorm',
          input: 'stem',
          epsilon: 1e-3,
          gamma: vector('gamma'),
          beta: vector('beta'),
          mean: randomWeights('mean', [6]),
          variance,
        },
      ]);
    }
  });

  test('pooling over all pixels, then a dense layer with and without bias', () => {
    for (const bias of [null, randomWeights('bias', [4])]) {
      const pooled: Layer = { name: 'pooled', type: 'globalAveragePool', input: 'stem' };
      expectSameAsOpByOp(6, [
        stem,
        pooled,
        { name: 'scores', type: 'dense', input: 'pooled', kernel: randomWeights('dense', [6, 4]), bias },
      ]);
    }
  });
});

describe('photos', () => {
  test('enter as bytes: all 256 values become (x - mean) / scale', () => {
    const photos = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => i % 256);
    // A power of two divides exactly; for other scales TensorFlow multiplies by the reciprocal, one bit off at most.
    for (const { mean, scale, tolerance } of [
      { mean: 127, scale: 128, tolerance: 0 },
      { mean: 127.5, scale: 127.5, tolerance: 1.2e-7 },
    ]) {
      const [scaled] = runGraph({ imageSizePx: 16, mean, scale, layers: [] }, photos, ['input']);
      const expected = Float32Array.from(photos, (value) => (value - mean) / scale);
      expect(relativeDifference(scaled?.data ?? [], expected)).toBeLessThanOrEqual(tolerance);
    }
  });

  test('leave no tensor behind, even when a run fails', () => {
    const before = [loadTensorFlow().memory().numTensors, loadNativeBackend().binding.getNumOfTensors()];
    runGraph(networkOf(8, [stem]), randomPhotos(2, 8), ['stem', 'input']);
    expect(() => runGraph(networkOf(8, [stem]), randomPhotos(2, 8), ['nothing'])).toThrow(/Output op name/);
    const wrongSize = randomPhotos(1, 9);
    expect(() => runGraph(networkOf(9, [stem]), wrongSize.subarray(0, 30), ['stem'])).toThrow();
    expect([loadTensorFlow().memory().numTensors, loadNativeBackend().binding.getNumOfTensors()]).toEqual(before);
    expect(loadTensorFlow().node.getNumOfSavedModels()).toBe(0);
  });
});
