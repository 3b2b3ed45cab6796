import { countOf, inputName, inputsOf, type Kernel, type Layer, type Network } from './layers.ts';
import type { Padding } from './ops.ts';

/** A layer's output without the batch: [h, w, c] of a map, [c] of pooled features. */
export type Shape = readonly number[];

/** TensorFlow's rule: SAME gives ceil(size / stride), VALID only windows that lie inside. */
function windowed(size: number, window: number, { stride, padding }: { stride: number; padding: Padding }): number {
  return padding === 'SAME' ? Math.ceil(size / stride) : Math.ceil((size - window + 1) / stride);
}

class ShapeError extends Error {
  constructor(layer: Layer, reason: string) {
    super(`layer "${layer.name}" (${layer.type}): ${reason}`);
  }
}

function mapShape(layer: Layer, shape: Shape): readonly [number, number, number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new ShapeError(layer, `needs a map, not [${shape.join(', ')}]`);
  }
  return [height, width, channels];
}

function requireShape(layer: Layer, what: string, weights: Kernel | null, expected: Shape): void {
  if (weights === null) return;
  const fits = weights.shape.length === expected.length && expected.every((size, i) => size === weights.shape[i]);
  const count = expected.reduce((a, b) => a * b, 1);
  if (!fits || countOf(weights) !== count) {
    throw new ShapeError(layer, `${what} is [${weights.shape.join(', ')}] where [${expected.join(', ')}] is needed`);
  }
}

function outputShape(layer: Layer, inputs: readonly Shape[]): Shape {
  const first = inputs[0];
  if (first === undefined) throw new ShapeError(layer, 'has no input');
  switch (layer.type) {
    case 'conv':
    case 'depthwise': {
      const [height, width, channels] = mapShape(layer, first);
      const [kernelHeight = 0, kernelWidth = 0, , last = 0] = layer.kernel.shape;
      requireShape(layer, 'kernel', layer.kernel, [kernelHeight, kernelWidth, channels, last]);
      const out = layer.type === 'conv' ? last : channels * last;
      requireShape(layer, 'bias', layer.bias, [out]);
      return [windowed(height, kernelHeight, layer), windowed(width, kernelWidth, layer), out];
    }
    case 'maxPool':
    case 'averagePool': {
      const [height, width, channels] = mapShape(layer, first);
      return [windowed(height, layer.sizePx, layer), windowed(width, layer.sizePx, layer), channels];
    }
    case 'concat': {
      const [height, width] = mapShape(layer, first);
      const maps = inputs.map((input) => mapShape(layer, input));
      if (maps.some(([h, w]) => h !== height || w !== width)) throw new ShapeError(layer, 'its inputs differ in size');
      return [height, width, maps.reduce((sum, [, , channels]) => sum + channels, 0)];
    }
    case 'add':
      if (inputs.some((input) => input.join() !== first.join()))
        throw new ShapeError(layer, 'its inputs differ in shape');
      return first;
    case 'batchNorm': {
      const [, , channels] = mapShape(layer, first);
      for (const part of ['gamma', 'beta', 'mean', 'variance'] as const)
        requireShape(layer, part, layer[part], [channels]);
      return first;
    }
    case 'relu':
    case 'relu6':
      return first;
    case 'globalAveragePool':
      return [mapShape(layer, first)[2]];
    case 'dense': {
      const [features = 0] = first;
      const [, out = 0] = layer.kernel.shape;
      if (first.length !== 1) throw new ShapeError(layer, 'needs pooled features');
      requireShape(layer, 'kernel', layer.kernel, [features, out]);
      requireShape(layer, 'bias', layer.bias, [out]);
      return [out];
    }
  }
}

/**
 * The output shape of every layer by name, the scaled photo's under `input`.
 * @throws Error that names the layer when weights do not fit, an input is missing, or a name stands twice.
 */
export function inferShapes(network: Network): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>([[inputName, [network.imageSizePx, network.imageSizePx, 3]]]);
  for (const layer of network.layers) {
    if (shapes.has(layer.name)) throw new ShapeError(layer, 'this name stands twice');
    const inputs = inputsOf(layer).map((name) => {
      const shape = shapes.get(name);
      if (shape === undefined) throw new ShapeError(layer, `reads "${name}", which does not stand before it`);
      return shape;
    });
    const shape = outputShape(layer, inputs);
    if (shape.some((size) => size < 1)) throw new ShapeError(layer, `its output would be [${shape.join(', ')}]`);
    shapes.set(layer.name, shape);
  }
  return shapes;
}
