import { expect, test } from 'vitest';
import { cutNetwork, cutPoints } from '../../../../electron/engine/graph/cut.ts';
import { inputName, type Layer } from '../../../../electron/engine/graph/layers.ts';
import { networkOf, randomPhotos, randomWeights, relativeDifference, runGraph } from './support.ts';

const conv = (name: string, input: string): Layer => ({
  name,
  type: 'conv',
  input,
  kernel: randomWeights(name, [3, 3, input === inputName ? 3 : 4, 4], { spread: 0.3 }),
  bias: randomWeights(`${name} bias`, [4]),
  stride: 1,
  padding: 'SAME',
});
const layers: Layer[] = [
  conv('stem', inputName),
  conv('inner', 'stem'),
  { name: 'sum', type: 'add', inputs: ['stem', 'inner'] },
  conv('last', 'sum'),
  {
    name: 'norm',
    type: 'batchNorm',
    input: 'sum',
    epsilon: 1e-3,
    gamma: randomWeights('gamma', [4]),
    beta: null,
    mean: randomWeights('mean', [4]),
    variance: randomWeights('variance', [4], { mean: 2, spread: 0.2 }),
  },
  { name: 'joined', type: 'concat', inputs: ['norm', 'last'] },
  { name: 'pooled', type: 'globalAveragePool', input: 'joined' },
];
const network = networkOf(6, layers);

test('a network can be cut where nothing later reads what is before', () => {
  expect(cutPoints(network)).toEqual([
    { name: 'input', shape: [6, 6, 3], layersAfter: 7 },
    { name: 'stem', shape: [6, 6, 4], layersAfter: 6 },
    { name: 'sum', shape: [6, 6, 4], layersAfter: 4 },
    { name: 'joined', shape: [6, 6, 8], layersAfter: 1 },
    { name: 'pooled', shape: [8], layersAfter: 0 },
  ]);
});

test('a cut parts the layers after its own', () => {
  const names = (cut: string) => {
    const { frozen, trained } = cutNetwork(network, cut);
    return [frozen.map(({ name }) => name), trained.map(({ name }) => name)];
  };
  expect(names('sum')).toEqual([
    ['stem', 'inner', 'sum'],
    ['last', 'norm', 'joined', 'pooled'],
  ]);
  expect(names('input')[0]).toEqual([]);
  expect(names('pooled')[1]).toEqual([]);
  for (const cut of ['inner', 'last', 'nothing']) expect(() => names(cut)).toThrow(`cannot be cut at "${cut}"`);
});

test('a batch norm that is to be trained becomes a convolution that computes the same', () => {
  const { trained } = cutNetwork(network, inputName);
  expect(trained.find(({ name }) => name === 'norm')?.type).toBe('depthwise');
  const photos = randomPhotos(2, 6);
  const [before] = runGraph(network, photos, ['pooled']);
  const [after] = runGraph(networkOf(6, trained), photos, ['pooled']);
  expect(relativeDifference(after?.data ?? [], before?.data ?? [])).toBeLessThan(1e-6);
});
