import type { Padding } from './ops.ts';

/** Row-major values with their shape. */
export interface Weights {
  shape: readonly number[];
  data: Float32Array;
}

/**
 * A kernel that its source rounded to bytes: value = byte * scale + offset, each of one number for every output channel. It stays
 * so in the graph, exactly as it was published and a quarter of the size; TensorFlow turns it into floats once, when it loads.
 */
export interface ByteKernel {
  shape: readonly number[];
  bytes: Uint8Array;
  scale: Float64Array;
  offset: Float64Array;
}
export type Kernel = Weights | ByteKernel;

interface Windowed {
  stride: number;
  padding: Padding;
}

/**
 * What a backbone is made of, whatever it was imported from. `input` names an earlier layer, or `input`, which is the
 * photo after scaling. Kernels are [h, w, in, out], depthwise [h, w, in, multiplier], dense [in, out].
 */
export type Layer = { name: string } & (
  | ({ type: 'conv' | 'depthwise'; input: string; kernel: Kernel; bias: Weights | null } & Windowed)
  | ({ type: 'maxPool' | 'averagePool'; input: string; sizePx: number } & Windowed)
  | { type: 'concat'; inputs: readonly string[] }
  | { type: 'add'; inputs: readonly [string, string] }
  | {
      type: 'batchNorm';
      input: string;
      epsilon: number;
      /** null: 1 and 0, and not counted as parameters. */
      gamma: Weights | null;
      beta: Weights | null;
      mean: Weights;
      variance: Weights;
    }
  | { type: 'relu' | 'relu6' | 'globalAveragePool'; input: string }
  | { type: 'dense'; input: string; kernel: Weights; bias: Weights | null }
);
export type LayerType = Layer['type'];

export interface Network {
  imageSizePx: number;
  /** The first nodes compute (x - mean) / scale on the photo's uint8 values. */
  mean: number;
  scale: number;
  /** In an order in which every layer stands after what it reads. The last one yields the pooled features. */
  layers: readonly Layer[];
}

export const inputName = 'input';

export function inputsOf(layer: Layer): readonly string[] {
  return 'inputs' in layer ? layer.inputs : [layer.input];
}

/** The values of weights however they are stored. */
export function toFloats(weights: Kernel): Weights {
  if (!('bytes' in weights)) return weights;
  const { shape, bytes, scale, offset } = weights;
  const channels = scale.length;
  const data = Float32Array.from(
    bytes,
    (byte, i) => byte * (scale[i % channels] ?? NaN) + (offset[i % channels] ?? NaN),
  );
  return { shape, data };
}

/** How many values these weights hold. */
export const countOf = (weights: Kernel): number => ('bytes' in weights ? weights.bytes : weights.data).length;

/** Every weight of a layer, trainable or not. */
export function weightsOf(layer: Layer): Kernel[] {
  switch (layer.type) {
    case 'conv':
    case 'depthwise':
    case 'dense':
      return [layer.kernel, ...(layer.bias === null ? [] : [layer.bias])];
    case 'batchNorm':
      return [layer.gamma, layer.beta, layer.mean, layer.variance].filter((weights) => weights !== null);
    default:
      return [];
  }
}
