import { averageAfterProjection } from './commute.ts';
import { emitNetwork, photoName } from './emit.ts';
import { foldBatchNorm } from './fold.ts';
import { createGraph } from './graphDef.ts';
import type { Network } from './layers.ts';
import { identity } from './ops.ts';
import { type Endpoint, serializeSavedModel } from './savedModel.ts';
import { inferShapes } from './shapes.ts';

/** The graph's ends under the same names in every backbone, so that it can be run without reading its signatures. */
export const inferenceNodes = { photo: photoName, features: 'outputs/features', map: 'outputs/map' } as const;

/**
 * A backbone as one frozen SavedModel (`saved_model.pb`'s bytes) that takes `photo`, uint8 RGB [n, size, size, 3]:
 * - signature `features`: `features`, float32 [n, featureCount], pooled over the last map
 * - signature `explain`: the same and `map`, float32 [n, h, w, featureCount]
 * They are two, since running a signature fetches all its outputs and the map is large.
 * @throws Error when the network does not end in global average pooling, or its shapes do not fit.
 */
export function inferenceModel(network: Network): Uint8Array {
  const shapes = inferShapes(network);
  const pooled = network.layers.at(-1);
  if (pooled?.type !== 'globalAveragePool') throw new Error('a backbone must end in global average pooling');
  const size = network.imageSizePx;

  const graph = createGraph();
  emitNetwork(graph, averageAfterProjection(foldBatchNorm(network)));
  const output = (node: string, layer: string): Endpoint => ({
    node: identity(graph, node, layer),
    dtype: 'float32',
    shape: [-1, ...(shapes.get(layer) ?? [])],
  });
  const inputs = { photo: { node: inferenceNodes.photo, dtype: 'uint8', shape: [-1, size, size, 3] } } as const;
  const features = output(inferenceNodes.features, pooled.name);
  const map = output(inferenceNodes.map, pooled.input);
  return serializeSavedModel(graph, {
    features: { inputs, outputs: { features } },
    explain: { inputs, outputs: { features, map } },
  });
}
