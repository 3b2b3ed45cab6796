import { countOf, inputName, type Layer, type LayerType, type Network, weightsOf } from './layers.ts';
import { inferShapes } from './shapes.ts';

/** One row of the model summary. outputShape is without the batch. */
export interface LayerRow {
  name: string;
  type: string;
  outputShape: number[];
  parameters: number;
}

/** The names that Keras gives these layers, since that is what readers of a model summary know. */
const typeNames: Record<LayerType, string> = {
  conv: 'Conv2D',
  depthwise: 'DepthwiseConv2D',
  maxPool: 'MaxPooling2D',
  averagePool: 'AveragePooling2D',
  concat: 'Concatenate',
  add: 'Add',
  batchNorm: 'BatchNormalization',
  relu: 'ReLU',
  relu6: 'ReLU6',
  globalAveragePool: 'GlobalAveragePooling2D',
  dense: 'Dense',
};

const parametersOf = (layer: Layer): number => weightsOf(layer).reduce((sum, weights) => sum + countOf(weights), 0);

/** All weights, batch norm's moving statistics too, before anything is folded: 21,802,784 for InceptionV3. */
export function countParameters(network: Network): number {
  return network.layers.reduce((sum, layer) => sum + parametersOf(layer), 0);
}

/** The network as it was trained: batch norm is a row of its own. */
export function layerTable(network: Network): LayerRow[] {
  const shapes = inferShapes(network);
  const shapeOf = (name: string): number[] => [...(shapes.get(name) ?? [])];
  return [
    { name: inputName, type: 'Input', outputShape: shapeOf(inputName), parameters: 0 },
    ...network.layers.map((layer) => ({
      name: layer.name,
      type: typeNames[layer.type],
      outputShape: shapeOf(layer.name),
      parameters: parametersOf(layer),
    })),
  ];
}
