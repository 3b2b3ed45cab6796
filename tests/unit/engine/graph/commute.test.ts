import { describe, expect, test } from 'vitest';
import { averageAfterProjection } from '../../../../electron/engine/graph/commute.ts';
import type { Layer } from '../../../../electron/engine/graph/layers.ts';
import { inferShapes } from '../../../../electron/engine/graph/shapes.ts';
import { computeOpByOp } from './reference.ts';
import { networkOf, randomPhotos, randomWeights, relativeDifference, runGraph } from './support.ts';

const conv = (name: string, input: string, kernel: readonly number[]): Layer => ({
  name,
  type: 'conv',
  input,
  kernel: randomWeights(name, kernel),
  bias: randomWeights(`${name} bias`, [kernel[3] ?? 0]),
  stride: 1,
  padding: 'SAME',
});
const stem = conv('stem', 'input', [3, 3, 3, 8]);
const pool = (stride: number, padding: 'SAME' | 'VALID'): Layer => ({
  name: 'pool',
  type: 'averagePool',
  input: 'stem',
  sizePx: 3,
  stride,
  padding,
});
const relu: Layer = { name: 'relu', type: 'relu', input: 'project' };

describe('averaging after a projection', () => {
  test.each([
    [1, 'SAME'],
    [1, 'VALID'],
    [2, 'SAME'],
  ] as const)('changes no result at the edges or inside (stride %i, %s)', (stride, padding) => {
    const network = networkOf(9, [stem, pool(stride, padding), conv('project', 'pool', [1, 1, 8, 5]), relu]);
    const commuted = averageAfterProjection(network);
    expect(commuted.layers.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'stem conv',
      'pool conv',
      'project averagePool',
      'relu relu',
    ]);
    expect(inferShapes(commuted).get('relu')).toEqual(inferShapes(network).get('relu'));
    const photos = randomPhotos(2, 9);
    const [actual] = runGraph(commuted, photos, ['relu']);
    expect(relativeDifference(actual?.data ?? [], computeOpByOp(network, photos).get('relu')?.data ?? [])).toBeLessThan(
      3e-6,
    );
  });

  test.each<[string, Layer[]]>([
    ['a convolution that looks at neighbours', [conv('project', 'pool', [3, 3, 8, 5])]],
    ['a convolution that yields more channels', [conv('project', 'pool', [1, 1, 8, 9])]],
    [
      'a pool that another layer reads',
      [conv('project', 'pool', [1, 1, 8, 5]), { name: 'other', type: 'relu', input: 'pool' }],
    ],
    ['a pool that nothing reads', []],
  ])('leaves alone %s', (_, layers) => {
    const network = networkOf(9, [stem, pool(1, 'SAME'), ...layers]);
    expect(averageAfterProjection(network)).toEqual(network);
  });

  test('leaves alone a largest-value pool, which is not linear', () => {
    const network = networkOf(9, [
      stem,
      { ...pool(1, 'SAME'), type: 'maxPool' } as Layer,
      conv('project', 'pool', [1, 1, 8, 5]),
    ]);
    expect(averageAfterProjection(network)).toEqual(network);
  });
});
