import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-node';
import {
  inputName,
  inputsOf,
  type Kernel,
  type Layer,
  type Network,
  toFloats,
  type Weights,
} from '../../../../electron/engine/graph/layers.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';

const tf = loadTensorFlow();

function tensor(weights: Kernel): Tensor {
  const { data, shape } = toFloats(weights);
  return tf.tensor(data, [...shape]);
}

/** Where a layer's kernel and bias come from, if not from the layer: variables that are differentiated or trained. */
export type WeightTensor = (name: string, weights: Kernel) => Tensor;

/** One layer in tfjs's own ops. */
function apply(
  layer: Layer,
  inputs: readonly Tensor[],
  weight: WeightTensor = (_name, weights) => tensor(weights),
): Tensor {
  const x = inputs[0] as Tensor4D;
  const biased = (product: Tensor, bias: Weights | null): Tensor =>
    bias === null ? product : tf.add(product, weight(`${layer.name}/bias`, bias));
  switch (layer.type) {
    case 'conv':
    case 'depthwise': {
      const kernel = weight(`${layer.name}/kernel`, layer.kernel) as Tensor4D;
      const padding = layer.padding === 'SAME' ? 'same' : 'valid';
      const convolve = layer.type === 'conv' ? tf.conv2d : tf.depthwiseConv2d;
      return biased(convolve(x, kernel, layer.stride, padding), layer.bias);
    }
    case 'maxPool':
      return tf.maxPool(x, layer.sizePx, layer.stride, layer.padding === 'SAME' ? 'same' : 'valid');
    case 'averagePool':
      return tf.avgPool(x, layer.sizePx, layer.stride, layer.padding === 'SAME' ? 'same' : 'valid');
    case 'concat':
      return tf.concat([...inputs], -1);
    case 'add':
      return tf.add(x, inputs[1] as Tensor);
    case 'batchNorm': {
      const vector = (weights: Weights | null): Tensor1D | undefined =>
        weights === null ? undefined : (tensor(weights) as Tensor1D);
      const [mean, variance] = [tensor(layer.mean) as Tensor1D, tensor(layer.variance) as Tensor1D];
      return tf.batchNorm(x, mean, variance, vector(layer.beta), vector(layer.gamma), layer.epsilon);
    }
    case 'relu':
      return tf.relu(x);
    case 'relu6':
      return tf.relu6(x);
    case 'globalAveragePool':
      return tf.mean(x, [1, 2]);
    case 'dense': {
      const kernel = weight(`${layer.name}/kernel`, layer.kernel) as Tensor2D;
      return biased(tf.matMul(inputs[0] as Tensor2D, kernel), layer.bias);
    }
  }
}

/** Layers one after the other on `x`; gives what the last one yields. */
export function applyLayers(layers: readonly Layer[], from: string, x: Tensor, weight?: WeightTensor): Tensor {
  const outputs = new Map<string, Tensor>([[from, x]]);
  let last = x;
  for (const layer of layers) {
    last = apply(
      layer,
      inputsOf(layer).map((name) => outputAt(outputs, name)),
      weight,
    );
    outputs.set(layer.name, last);
  }
  return last;
}

function outputAt(outputs: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const found = outputs.get(name);
  if (found === undefined) throw new Error(`no output "${name}"`);
  return found;
}

interface Computed {
  shape: number[];
  data: Float32Array;
}

/** Every layer's output for a batch of photos, computed by tfjs op by op, without folding. By layer name. */
export function computeOpByOp(network: Network, photos: Uint8Array): Map<string, Computed> {
  const size = network.imageSizePx;
  const computed = new Map<string, Computed>();
  tf.tidy(() => {
    const outputs = new Map<string, Tensor>();
    const keep = (name: string, output: Tensor): void => {
      outputs.set(name, output);
      computed.set(name, { shape: output.shape, data: output.dataSync() as Float32Array });
    };
    const x = tf.tensor4d(Float32Array.from(photos), [photos.length / (size * size * 3), size, size, 3]);
    keep(inputName, tf.div(tf.sub(x, network.mean), network.scale));
    for (const layer of network.layers) {
      const inputs = inputsOf(layer).map((name) => outputAt(outputs, name));
      keep(layer.name, apply(layer, inputs));
    }
  });
  return computed;
}
