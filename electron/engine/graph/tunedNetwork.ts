import { at } from '../../shared/arrays.ts';
import { cutNetwork } from './cut.ts';
import { foldBatchNorm } from './fold.ts';
import type { Layer, Network, Weights } from './layers.ts';
import type { TrainableModel } from './trainableModel.ts';

export interface Tuned {
  /** The backbone as it was trained: what `inferenceModel` freezes for scoring. */
  network: Network;
  /** [featureCount, classes] */
  kernel: Float32Array;
  /** [classes] */
  bias: Float32Array;
}

/** Puts trained weights, a flat vector of the model's variables, back into the network that it was made of. */
export function tunedNetwork(network: Network, model: TrainableModel, weights: Float32Array): Tuned {
  const { frozen, trained } = cutNetwork(foldBatchNorm(network), model.cutNode);
  const valueOf = (name: string, shape: readonly number[]): Weights => {
    const variable = model.variables.find((candidate) => candidate.name === name);
    if (variable === undefined) throw new Error(`"${name}" was not trained`);
    return { shape, data: weights.slice(variable.offset, variable.offset + variable.length) };
  };
  const layers = trained.map((layer): Layer => {
    if (layer.type !== 'conv' && layer.type !== 'depthwise' && layer.type !== 'dense') return layer;
    const kernel = valueOf(`${layer.name}/kernel`, layer.kernel.shape);
    const bias = layer.bias === null ? null : valueOf(`${layer.name}/bias`, layer.bias.shape);
    return { ...layer, kernel, bias };
  });
  const [kernel, bias] = [
    at(model.variables, model.variables.length - 2),
    at(model.variables, model.variables.length - 1),
  ];
  return {
    network: { ...network, layers: [...frozen, ...layers] },
    kernel: valueOf(kernel.name, kernel.shape).data,
    bias: valueOf(bias.name, bias.shape).data,
  };
}
