import { cutNetwork } from './cut.ts';
import { emitLayer, emitPhoto, photoName } from './emit.ts';
import { foldBatchNorm } from './fold.ts';
import { createGraph } from './graphDef.ts';
import { inputName, inputsOf, type Network } from './layers.ts';
import { serializeSavedModel } from './savedModel.ts';
import { openGraph } from './session.ts';

/** The layers before a cut, in a TensorFlow session of their own. Calls hold the thread until they are done. */
export interface FrozenLayers {
  /**
   * float32 [n, ...cutShape]
   * @param input photos as uint8 RGB, or scaled already as the network's input is
   */
  maps(input: { photos: Uint8Array } | { scaled: Float32Array }): Float32Array;
  dispose(): void;
}

export function openFrozenLayers(network: Network, cut: string): FrozenLayers {
  const graph = createGraph();
  emitPhoto(graph, network);
  for (const layer of cutNetwork(foldBatchNorm(network), cut).frozen) emitLayer(graph, layer, inputsOf(layer));
  const session = openGraph(serializeSavedModel(graph, {}));
  const { imageSizePx: size } = network;
  return {
    maps(input) {
      const [node, data] = 'photos' in input ? [photoName, input.photos] : [inputName, input.scaled];
      // What was scaled outside is all there is to do before the first layer.
      if (cut === node && data instanceof Float32Array) return data;
      const shape = [data.length / (size * size * 3), size, size, 3];
      const [output] = session.run({ node, data, shape }, [cut]);
      if (output === undefined) throw new Error('the graph yields nothing');
      return output.data;
    },
    dispose: () => session.dispose(),
  };
}
