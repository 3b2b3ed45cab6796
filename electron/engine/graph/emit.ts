import { scaleAndShift } from './fold.ts';
import type { Graph, NodeRef } from './graphDef.ts';
import { inputName, inputsOf, type Kernel, type Layer, type Network, type Weights } from './layers.ts';
import {
  activation,
  binary,
  concat,
  constant,
  convolution,
  matMul,
  meanOverPixels,
  placeholder,
  pool,
  toFloat,
} from './ops.ts';

export const photoName = 'photo';

/** uint8 [n, size, size, 3] -> float32 (x - mean) / scale. */
export function emitPhoto(graph: Graph, network: Network): NodeRef {
  const size = network.imageSizePx;
  const photo = placeholder(graph, photoName, 'uint8', [-1, size, size, 3]);
  const value = toFloat(graph, `${inputName}/float`, photo, 'uint8');
  const mean = constant(graph, `${inputName}/mean`, Float32Array.of(network.mean), []);
  const scale = constant(graph, `${inputName}/scale`, Float32Array.of(network.scale), []);
  return binary(graph, inputName, 'RealDiv', binary(graph, `${inputName}/centred`, 'Sub', value, mean), scale);
}

/**
 * A kernel of bytes becomes floats in nodes of constants alone, which TensorFlow computes once and replaces by their result.
 * byte * scale + offset is computed as (byte - zero) * scale + rest, where zero is the whole number nearest to the byte that means 0:
 * otherwise small weights would be differences of large numbers, and lose digits that float32 has.
 */
function emitConstant(graph: Graph, name: string, kernel: Kernel, channels: readonly number[]): NodeRef {
  if (!('bytes' in kernel)) return constant(graph, name, kernel.data, kernel.shape);
  const { bytes, scale, offset } = kernel;
  const zero = scale.map((factor, c) => (factor === 0 ? 0 : Math.round(-(offset[c] ?? 0) / factor)));
  const rest = offset.map((value, c) => value + (zero[c] ?? 0) * (scale[c] ?? 0));
  const vector = (part: string, values: Float64Array): NodeRef =>
    constant(graph, `${name}/${part}`, Float32Array.from(values), channels);
  const value = toFloat(graph, `${name}/float`, constant(graph, `${name}/bytes`, bytes, kernel.shape), 'uint8');
  const centred = binary(graph, `${name}/centred`, 'Sub', value, vector('zero', zero));
  const scaled = binary(graph, `${name}/scaled`, 'Mul', centred, vector('scale', scale));
  return binary(graph, name, 'AddV2', scaled, vector('rest', rest));
}

/** How a layer's kernel or bias becomes the node `name`; channels is the shape of one number for each output channel. */
export type WeightNode = (graph: Graph, name: string, weights: Kernel, channels: readonly number[]) => NodeRef;

/** Adds a node of the layer's name, and nodes below that name; weights are constants unless said. */
export function emitLayer(
  graph: Graph,
  layer: Layer,
  [x = '', ...others]: readonly NodeRef[],
  weightNode: WeightNode = emitConstant,
): NodeRef {
  const { name } = layer;
  const weight = (part: string, weights: Weights): NodeRef =>
    weightNode(graph, `${name}/${part}`, weights, weights.shape.slice(-1));
  switch (layer.type) {
    case 'conv':
    case 'depthwise': {
      const op = layer.type === 'conv' ? 'Conv2D' : 'DepthwiseConv2dNative';
      const channels = layer.kernel.shape.slice(layer.type === 'conv' ? 3 : 2);
      const kernel = weightNode(graph, `${name}/kernel`, layer.kernel, channels);
      if (layer.bias === null) return convolution(graph, name, op, [x, kernel], layer);
      // Conv, BiasAdd, Relu in this order is what TensorFlow's optimizer fuses into one kernel.
      const product = convolution(graph, `${name}/product`, op, [x, kernel], layer);
      return binary(graph, name, 'BiasAdd', product, weight('bias', layer.bias));
    }
    case 'maxPool':
      return pool(graph, name, 'MaxPool', x, layer);
    case 'averagePool':
      return pool(graph, name, 'AvgPool', x, layer);
    case 'concat':
      return concat(graph, name, [x, ...others]);
    case 'add':
      return binary(graph, name, 'AddV2', x, others[0] ?? '');
    case 'batchNorm': {
      const { scale, shift } = scaleAndShift(layer);
      const shape = [scale.length];
      const factor = weight('scale', { shape, data: Float32Array.from(scale) });
      const scaled = binary(graph, `${name}/scaled`, 'Mul', x, factor);
      return binary(graph, name, 'AddV2', scaled, weight('shift', { shape, data: Float32Array.from(shift) }));
    }
    case 'relu':
      return activation(graph, name, 'Relu', x);
    case 'relu6':
      return activation(graph, name, 'Relu6', x);
    case 'globalAveragePool':
      return meanOverPixels(graph, name, x);
    case 'dense': {
      const kernel = weight('kernel', layer.kernel);
      if (layer.bias === null) return matMul(graph, name, x, kernel);
      return binary(graph, name, 'BiasAdd', matMul(graph, `${name}/product`, x, kernel), weight('bias', layer.bias));
    }
  }
}

/** Adds the whole network to the graph: placeholder `photo`, then one node of each layer's name, weights as constants. */
export function emitNetwork(graph: Graph, network: Network): void {
  emitPhoto(graph, network);
  for (const layer of network.layers) emitLayer(graph, layer, inputsOf(layer));
}
