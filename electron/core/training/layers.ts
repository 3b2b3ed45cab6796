import type { BackboneManifest } from '../../shared/schemas/backbone.ts';
import type { RunDetail } from '../../shared/schemas/run.ts';

/** One sigmoid unit on the pooled features: a weight for each, and a bias. */
export const headParameters = ({ featureCount }: Pick<BackboneManifest, 'featureCount'>): number => featureCount + 1;

/** The model summary: the backbone's layers, frozen, and the head. */
export function layersOf(manifest: BackboneManifest): RunDetail['layers'] {
  return [
    ...manifest.layers.map((layer) => ({ ...layer, trainable: false })),
    { name: 'head', type: 'Dense (sigmoid)', outputShape: [1], parameters: headParameters(manifest), trainable: true },
  ];
}
