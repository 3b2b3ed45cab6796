import { inputsOf, type Kernel, type Layer, type Network, type Weights } from './layers.ts';

type Conv = Extract<Layer, { type: 'conv' | 'depthwise' }>;
type BatchNorm = Extract<Layer, { type: 'batchNorm' }>;

/**
 * Inference-time batch norm is y = x * scale + shift for each channel, with scale = gamma / sqrt(variance + epsilon) and
 * shift = beta - mean * scale (Ioffe and Szegedy 2015). Computed in float64.
 */
export function scaleAndShift(norm: BatchNorm): { scale: Float64Array; shift: Float64Array } {
  const scale = Float64Array.from(
    norm.variance.data,
    (variance, i) => (norm.gamma?.data[i] ?? 1) / Math.sqrt(variance + norm.epsilon),
  );
  const shift = scale.map((factor, i) => (norm.beta?.data[i] ?? 0) - (norm.mean.data[i] ?? 0) * factor);
  return { scale, shift };
}

/** Each output channel times its own factor. The channel is the innermost index of conv kernels, in * multiplier of depthwise ones. */
function scaled(kernel: Kernel, factors: Float64Array): Kernel {
  const by = (value: number, i: number): number => value * (factors[i % factors.length] ?? 0);
  if ('bytes' in kernel) return { ...kernel, scale: kernel.scale.map(by), offset: kernel.offset.map(by) };
  return { shape: kernel.shape, data: kernel.data.map(by) };
}

function fold(conv: Conv, norm: BatchNorm): Conv {
  const { scale, shift } = scaleAndShift(norm);
  const bias: Weights = {
    shape: [scale.length],
    data: Float32Array.from(shift, (value, i) => value + (conv.bias?.data[i] ?? 0) * (scale[i] ?? 0)),
  };
  // Under the batch norm's name, so that the layers after it need no change.
  return { ...conv, name: norm.name, kernel: scaled(conv.kernel, scale), bias };
}

/**
 * The same function with every batch norm multiplied into the convolution before it. One whose convolution has other
 * readers, or that follows no convolution, stays.
 */
export function foldBatchNorm(network: Network): Network {
  const readers = new Map<string, number>();
  for (const name of network.layers.flatMap(inputsOf)) readers.set(name, (readers.get(name) ?? 0) + 1);
  const convs = new Map<string, Conv>();
  for (const layer of network.layers) {
    const isConv = layer.type === 'conv' || layer.type === 'depthwise';
    if (isConv && readers.get(layer.name) === 1) convs.set(layer.name, layer);
  }
  const folded = new Set<string>();
  const layers = network.layers.map((layer) => {
    if (layer.type !== 'batchNorm') return layer;
    const conv = convs.get(layer.input);
    if (conv === undefined) return layer;
    folded.add(conv.name);
    return fold(conv, layer);
  });
  return { ...network, layers: layers.filter((layer) => !folded.has(layer.name)) };
}
