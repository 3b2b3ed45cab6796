import type { BackboneImporter } from './imported.ts';
import { kerasLayers } from './kerasNetwork.ts';
import { readNsfwjsModel } from './nsfwjsModules.ts';
import { badSource, requireHash, sha256 } from './sourceFiles.ts';

const expectedSha256 = '8a457f3fdec7db18b16e44323454db0eaeb8f314eda0046b2e293e58a5bfabf4';

/**
 * InceptionV3 (Szegedy et al. 2015) at 299 x 299, cut at its last map (`mixed10`, 8 x 8 x 2048) and pooled: 21,802,784
 * parameters. The source is the model folder of npm's nsfwjs 4.4.0, the one copy of it in a package registry.
 */
export const inceptionV3: BackboneImporter = {
  description: {
    id: 'inceptionV3',
    name: 'InceptionV3',
    license: 'MIT',
    source: 'npm nsfwjs 4.4.0, dist/models/inception_v3, cut at mixed10',
    caveat:
      'These are not the ImageNet weights of the tutorial. They have the same shape and began as ImageNet weights, but the ' +
      'layers from inside block mixed6 on were later trained to tell drawings and indecent pictures from ordinary photos, ' +
      'and every weight was rounded to 8 bits. Expect weaker features than from ImageNet weights.',
  },
  read(folder) {
    const { topology, weights, bytes } = readNsfwjsModel(folder);
    const weightsSha256 = sha256(bytes);
    requireHash(folder, weightsSha256, expectedSha256);
    try {
      const layers = kerasLayers(topology, weights, 'mixed10');
      const pool = { name: 'features', type: 'globalAveragePool', input: 'mixed10' } as const;
      return { network: { imageSizePx: 299, mean: 127.5, scale: 127.5, layers: [...layers, pool] }, weightsSha256 };
    } catch (cause) {
      throw badSource(folder, 'its layers are not those of InceptionV3', cause);
    }
  },
};
