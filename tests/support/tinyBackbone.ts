import { writeBackbone } from '../../electron/engine/backbones/writeBackbone.ts';
import { createRandom } from '../../electron/shared/random.ts';
import type { BackboneManifest } from '../../electron/shared/schemas/backbone.ts';

/** A real backbone of one random convolution, written and run like the large ones: 32 x 32 pixels to 24 features in no time. */
export function writeTinyBackbone(
  dir: string,
  seed = 1,
  { id = 'tiny', imageSizePx = 32 }: { id?: string; imageSizePx?: number } = {},
): BackboneManifest {
  const random = createRandom(seed, 'tiny backbone');
  const featureCount = 24;
  const weights = (shape: number[], spread: number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.between(-spread, spread)),
  });
  const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  return writeBackbone(
    dir,
    { id, name, license: 'MIT', source: 'drawn by a test', caveat: 'for tests only' },
    {
      weightsSha256: '0'.repeat(64),
      network: {
        imageSizePx,
        mean: 127,
        scale: 128,
        layers: [
          {
            name: 'conv',
            type: 'conv',
            input: 'input',
            kernel: weights([3, 3, 3, featureCount], 0.6),
            bias: weights([featureCount], 0.3),
            stride: 2,
            padding: 'SAME',
          },
          { name: 'relu', type: 'relu', input: 'conv' },
          { name: 'pooled', type: 'globalAveragePool', input: 'relu' },
        ],
      },
    },
  );
}
