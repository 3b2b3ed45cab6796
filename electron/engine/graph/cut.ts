import { scaleAndShift } from './fold.ts';
import { inputName, inputsOf, type Layer, type Network } from './layers.ts';
import { inferShapes, type Shape } from './shapes.ts';

/** A layer that all after it read nothing before: where a network can be parted into a frozen and a trainable half. */
export interface CutPoint {
  /** `input` is before the first layer. */
  name: string;
  /** Of its output, without the batch. */
  shape: Shape;
  /** How many layers stand after it. */
  layersAfter: number;
}

/** All places where a network can be cut, from `input` to the pooled features. */
export function cutPoints(network: Network): CutPoint[] {
  const { layers } = network;
  const shapes = inferShapes(network);
  const names = [inputName, ...layers.map(({ name }) => name)];
  const place = new Map(names.map((name, i) => [name, i]));
  // For each place: the first place that anything after it reads.
  const earliestRead = names.map(() => names.length);
  for (let i = names.length - 2; i >= 0; i -= 1) {
    const layer = layers[i];
    const reads = layer === undefined ? [] : inputsOf(layer).map((name) => place.get(name) ?? 0);
    earliestRead[i] = Math.min(earliestRead[i + 1] ?? names.length, ...reads);
  }
  return names.flatMap((name, i) => {
    const isCut = (earliestRead[i] ?? 0) >= i;
    return isCut ? [{ name, shape: shapes.get(name) ?? [], layersAfter: names.length - 1 - i }] : [];
  });
}

/**
 * The layers before and after a cut; the cut's own layer is the last of `frozen`. A batch norm that stands after the cut (one that no
 * convolution took in) becomes a depthwise 1x1 convolution, which is the same function and trains like any other.
 * @throws Error when layers after the cut read what is before it.
 */
export function cutNetwork(network: Network, cut: string): { frozen: readonly Layer[]; trained: readonly Layer[] } {
  const point = cutPoints(network).find(({ name }) => name === cut);
  if (point === undefined) throw new Error(`the network cannot be cut at "${cut}"`);
  const place = network.layers.length - point.layersAfter;
  return { frozen: network.layers.slice(0, place), trained: network.layers.slice(place).map(normAsDepthwise) };
}

function normAsDepthwise(layer: Layer): Layer {
  if (layer.type !== 'batchNorm') return layer;
  const { scale, shift } = scaleAndShift(layer);
  const { name, input } = layer;
  const kernel = { shape: [1, 1, scale.length, 1], data: Float32Array.from(scale) };
  const bias = { shape: [shift.length], data: Float32Array.from(shift) };
  return { name, type: 'depthwise', input, kernel, bias, stride: 1, padding: 'SAME' };
}
