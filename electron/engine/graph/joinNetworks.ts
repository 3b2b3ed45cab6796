import { cutNetwork } from './cut.ts';
import { inputsOf, type Layer, type Network } from './layers.ts';

/**
 * Networks that are equal up to a cut as one: what is before the cut once, then the others' layers side by side under names of their own
 * (`member2/...`), their last maps joined along the channels, and pooled. Its features are theirs, one after the other.
 * @param networks each ends in global average pooling; batch norm is folded
 */
export function joinNetworks(networks: readonly Network[], cut: string): Network {
  const [first, ...others] = networks;
  if (first === undefined) throw new Error('there is nothing to join');
  if (others.length === 0) return first;
  const { frozen } = cutNetwork(first, cut);
  const layers: Layer[] = [...frozen];
  const lastMaps = networks.map((network, i) => {
    const { trained } = cutNetwork(network, cut);
    const pooled = trained.at(-1);
    if (pooled?.type !== 'globalAveragePool') throw new Error('a backbone must end in global average pooling');
    const own = new Set(trained.map(({ name }) => name));
    const rename = (name: string): string => (own.has(name) ? `member${i + 1}/${name}` : name);
    layers.push(...trained.slice(0, -1).map((layer) => renamed(layer, rename)));
    return rename(pooled.input);
  });
  layers.push(
    { name: 'members', type: 'concat', inputs: lastMaps },
    { name: 'members/pooled', type: 'globalAveragePool', input: 'members' },
  );
  return { ...first, layers };
}

function renamed(layer: Layer, rename: (name: string) => string): Layer {
  const name = rename(layer.name);
  switch (layer.type) {
    case 'concat':
      return { ...layer, name, inputs: layer.inputs.map(rename) };
    case 'add': {
      const [a, b] = layer.inputs;
      return { ...layer, name, inputs: [rename(a), rename(b)] };
    }
    default: {
      const [input = ''] = inputsOf(layer).map(rename);
      return { ...layer, name, input };
    }
  }
}
