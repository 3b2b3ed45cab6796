import { emitNetwork, photoName } from './emit.ts';
import { foldBatchNorm } from './fold.ts';
import { createGraph } from './graphDef.ts';
import type { Network } from './layers.ts';
import { type Endpoint, serializeSavedModel } from './savedModel.ts';
import { inferShapes } from './shapes.ts';

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
  const endpoint = (node: string): Endpoint => ({ node, dtype: 'float32', shape: [-1, ...(shapes.get(node) ?? [])] });
  const size = network.imageSizePx;
  const inputs = { photo: { node: photoName, dtype: 'uint8', shape: [-1, size, size, 3] } } as const;

  const graph = createGraph();
  emitNetwork(graph, foldBatchNorm(network));
  return serializeSavedModel(graph, {
    features: { inputs, outputs: { features: endpoint(pooled.name) } },
    explain: { inputs, outputs: { features: endpoint(pooled.name), map: endpoint(pooled.input) } },
  });
}
