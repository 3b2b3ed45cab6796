import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { RunDetail } from '../../shared/schemas/run.ts';

type Layers = RunDetail['layers'];

/** One sigmoid unit on the pooled features: a weight for each, and a bias. */
export const headParameters = ({ featureCount }: Pick<BackboneManifest, 'featureCount'>): number => featureCount + 1;

/** The model summary: the backbone's layers, frozen, and the head. */
export function layersOf(manifest: BackboneManifest): Layers {
  return [
    ...manifest.layers.map((layer) => ({ ...layer, trainable: false })),
    { name: 'head', type: 'Dense (sigmoid)', outputShape: [1], parameters: headParameters(manifest), trainable: true },
  ];
}

/**
 * The summary of a fine-tuned network, from the manifest of the network that came of it (batch norm is folded there, so that a layer's parameters are those
 * that were trained): layers are trained from the end of the network to where their parameters are all of the trained ones. Members stand
 * side by side and have a head each.
 */
export function tunedLayers(
  network: BackboneManifest,
  { classCount, members, trainableParameters }: { classCount: number; members: number; trainableParameters: number },
): Layers {
  const outputs = Math.max(1, classCount);
  const ofHeads = network.featureCount * outputs + members * outputs;
  const layers: Layers = [];
  let left = trainableParameters - ofHeads;
  for (const layer of network.layers.toReversed()) {
    layers.unshift({ ...layer, trainable: left > 0 });
    left -= layer.parameters;
  }
  const type = classCount > 1 ? 'Dense (softmax)' : 'Dense (sigmoid)';
  return [...layers, { name: 'head', type, outputShape: [outputs], parameters: ofHeads, trainable: true }];
}
