import type { Padding } from './ops.ts';

/** Row-major values with their shape. */
export interface Weights {
  shape: readonly number[];
  data: Float32Array;
}

interface Windowed {
  stride: number;
  padding: Padding;
}

/**
 * What a backbone is made of, whatever it was imported from. `input` names an earlier layer, or `input`, which is the
 * photo after scaling. Kernels are [h, w, in, out], depthwise [h, w, in, multiplier], dense [in, out].
 */
export type Layer = { name: string } & (
  | ({ type: 'conv' | 'depthwise'; input: string; kernel: Weights; bias: Weights | null } & Windowed)
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

/** Every weight of a layer, trainable or not. */
export function weightsOf(layer: Layer): Weights[] {
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
