import { expect, it } from 'vitest';
import { activationMap } from '../../../../electron/engine/explain/activationMap.ts';
import { inferenceModel, inferenceNodes } from '../../../../electron/engine/graph/inferenceModel.ts';
import { joinGraphs, type JoinedGraph, type Tap } from '../../../../electron/engine/graph/joinGraphs.ts';
import type { Network } from '../../../../electron/engine/graph/layers.ts';
import { scoringGraph, scoringNodes } from '../../../../electron/engine/graph/scoringGraph.ts';
import { type Feed, openGraph, type Output } from '../../../../electron/engine/graph/session.ts';
import { type HeadMembers, logOdds } from '../../../../electron/engine/training/head.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { toyNetwork } from '../../../support/toyTuning.ts';
import { networkOf, randomPhotos, randomWeights } from './support.ts';

/** 12 x 12 pixels to 10 features on a grid of 12. */
const toy = toyNetwork();
/** `size` pixels to 7 features on half the grid; with another mean and scale than the toy. */
const coarse = (size: number): Network =>
  networkOf(size, [
    {
      name: 'conv',
      type: 'conv',
      input: 'input',
      kernel: randomWeights('coarse', [3, 3, 3, 7], { spread: 0.4 }),
      bias: randomWeights('coarse bias', [7], { spread: 0.1 }),
      stride: 2,
      padding: 'SAME',
    },
    { name: 'relu', type: 'relu', input: 'conv' },
    { name: 'pooled', type: 'globalAveragePool', input: 'relu' },
  ]);

const run = (savedModel: Uint8Array, feed: Feed, outputs: readonly string[]): Output[] => {
  const session = openGraph(savedModel);
  try {
    return session.run(feed, outputs);
  } finally {
    session.dispose();
  }
};
const photosOf = (data: Uint8Array, count: number, size: number): Feed => ({
  node: inferenceNodes.photo,
  data,
  shape: [count, size, size, 3],
});
const ends = [inferenceNodes.features, inferenceNodes.map];
const graphOf = (name: string, network: Network): JoinedGraph => {
  return { name, savedModel: inferenceModel(network), imageSizePx: network.imageSizePx };
};
const whole = (graph: number, mapShape: Tap['mapShape']): Tap => ({ graph, layer: null, mapShape });

/** Columns from..to of a matrix. */
const columns = ({ data, shape }: Output, from: number, to: number): number[] =>
  Array.from(data).filter((_, i) => i % at(shape, 1) >= from && i % at(shape, 1) < to);

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...Array.from(expected, (value, i) => Math.abs(value - (actual[i] ?? NaN))));
  expect(largest).toBeLessThan(tolerance);
}

/** The mean of every channel over its places is its feature. */
function expectMeansToBeFeatures(features: Output, map: Output): void {
  const [count = 0, rows = 0, cols = 0, channels = 0] = map.shape;
  const means = new Float64Array(count * channels);
  map.data.forEach((value, i) => {
    const place = Math.floor(i / (rows * cols * channels)) * channels + (i % channels);
    means[place] = at(means, place) + value / (rows * cols);
  });
  expectNear(means, features.data);
}

const sameSize = (): Uint8Array =>
  joinGraphs([graphOf('toy', toy), graphOf('coarse', coarse(12))], [whole(0, [12, 12, 10]), whole(1, [6, 6, 7])]);

it.each([1, 3, 8])('yields the parts features side by side, %i photos at a time', (count) => {
  const photos = photosOf(randomPhotos(count, 12), count, 12);
  const [features, map] = run(sameSize(), photos, ends);
  if (features === undefined || map === undefined) throw new Error('nothing came of it');
  expect([features.shape, map.shape]).toEqual([
    [count, 17],
    [count, 12, 12, 17],
  ]);
  const [ofToy] = run(inferenceModel(toy), photos, ends);
  const [ofCoarse] = run(inferenceModel(coarse(12)), photos, ends);
  expectNear(columns(features, 0, 10), ofToy?.data ?? []);
  expectNear(columns(features, 10, 17), ofCoarse?.data ?? []);
  expectMeansToBeFeatures(features, map);
});

it('gives a smaller part the photo made smaller, by a formula that can be written down', () => {
  const graphs = [graphOf('toy', toy), graphOf('coarse', coarse(8))];
  const [count, large, small] = [2, 12, 8];
  const photos = randomPhotos(count, large);
  const [features, map, seen] = run(
    joinGraphs(graphs, [whole(1, [4, 4, 7]), whole(0, [12, 12, 10])]),
    photosOf(photos, count, large),
    [...ends, 'joined/coarse/photo'],
  );
  if (features === undefined || map === undefined || seen === undefined) throw new Error('nothing came of it');
  expect(features.shape).toEqual([count, 17]);
  // TensorFlow reads the kernel from a table of 1,024 places.
  expectNear(seen.data, bicubic(photos, count, large, small), 0.5);
  // What the part is fed after its cast to floats.
  const feed = { node: 'input/float', data: seen.data, shape: seen.shape };
  const [alone] = run(inferenceModel(coarse(small)), feed, ends);
  expectNear(columns(features, 0, 7), alone?.data ?? []);
  expectMeansToBeFeatures(features, map);
});

/** Keys' kernel with a = -1/2. */
function keys(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  return x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
}

/** Half-pixel centres: the centre of pixel i of the small photo lies at (i + 1/2) * large / small - 1/2 of the large one. What lies outside does not count. */
function bicubic(photos: Uint8Array, count: number, large: number, small: number): Float32Array {
  const kernel = Array.from({ length: small }, (_, i) => {
    const centre = ((i + 0.5) * large) / small - 0.5;
    const weights = Array.from({ length: large }, (__, j) => keys(j - centre));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / whole);
  });
  const weight = (i: number, j: number): number => at(at(kernel, i), j);
  return Float32Array.from({ length: count * small * small * 3 }, (_, i) => {
    const [c, x, y, n] = [
      i % 3,
      Math.floor(i / 3) % small,
      Math.floor(i / (3 * small)) % small,
      Math.floor(i / (3 * small * small)),
    ];
    let sum = 0;
    for (let j = 0; j < large; j += 1) {
      for (let k = 0; k < large; k += 1) {
        sum += weight(y, j) * weight(x, k) * at(photos, ((n * large + j) * large + k) * 3 + c);
      }
    }
    return sum;
  });
}

it('takes a network at a layer, and computes it once for two parts of it', () => {
  const taps: Tap[] = [whole(0, [12, 12, 10]), { graph: 0, layer: 'deep/relu', mapShape: [12, 12, 6] }];
  const joined = joinGraphs([graphOf('toy', toy)], taps);
  const photos = photosOf(randomPhotos(3, 12), 3, 12);
  const [features, map] = run(joined, photos, ends);
  if (features === undefined || map === undefined) throw new Error('nothing came of it');
  const [ofToy] = run(inferenceModel(toy), photos, ends);
  const cut = toy.layers.slice(0, toy.layers.findIndex(({ name }) => name === 'deep/relu') + 1);
  const short = { ...toy, layers: [...cut, { name: 'own', type: 'globalAveragePool', input: 'deep/relu' } as const] };
  const [ofShort] = run(inferenceModel(short), photos, ends);
  expectNear(columns(features, 0, 10), ofToy?.data ?? []);
  expectNear(columns(features, 10, 16), ofShort?.data ?? []);
  expectMeansToBeFeatures(features, map);
  const alone = joinGraphs([graphOf('toy', toy)], taps.slice(1));
  expect(alone.length).toBeLessThan(joined.length); // what no part needs is left out
  expectNear(run(alone, photos, ends)[0]?.data ?? [], ofShort?.data ?? []);
});

it('takes a joined backbone as a part of a larger one', () => {
  const inner = joinGraphs(
    [graphOf('toy', toy), graphOf('coarse', coarse(8))],
    [whole(0, [12, 12, 10]), whole(1, [4, 4, 7])],
  );
  const part = { name: 'inner', savedModel: inner, imageSizePx: 12 };
  const large = randomPhotos(2, 16);
  const photos = photosOf(large, 2, 16);
  const outer = joinGraphs([part, graphOf('coarse', coarse(16))], [whole(0, [12, 12, 17]), whole(1, [8, 8, 7])]);
  const [features, map, seen] = run(outer, photos, [...ends, 'joined/inner/photo']);
  if (features === undefined || map === undefined || seen === undefined) throw new Error('nothing came of it');
  const [alone] = run(inferenceModel(coarse(16)), photos, ends);
  expectNear(columns(features, 17, 24), alone?.data ?? []);
  expectNear(seen.data, bicubic(large, 2, 16, 12), 0.5);
  const [ofToy] = run(inferenceModel(toy), { node: 'input/float', data: seen.data, shape: seen.shape }, ends);
  expectNear(columns(features, 0, 10), ofToy?.data ?? []);
  expectMeansToBeFeatures(features, map);
});

it('is scored, exported and explained as any backbone, members weighing what they are given', () => {
  const joined = sameSize();
  const values = (name: string, length: number) => Float64Array.from(randomWeights(name, [length]).data);
  const head: HeadMembers = {
    members: [
      {
        featureFrom: 0,
        featureCount: 10,
        kernel: values('a', 10),
        bias: values('b', 1),
        malignant: [true],
        weight: 0.5,
      },
      {
        featureFrom: 10,
        featureCount: 7,
        kernel: values('c', 21),
        bias: values('d', 3),
        malignant: [true, false, false],
        weight: 0.25,
      },
      { featureFrom: 10, featureCount: 7, kernel: values('e', 7), bias: values('f', 1), malignant: [true] },
    ],
  };
  const photo = photosOf(randomPhotos(1, 12), 1, 12);
  const [features, map] = run(joined, photo, ends);
  if (features === undefined || map === undefined) throw new Error('nothing came of it');
  const alone = head.members.map((member) => logOdds({ members: [{ ...member, weight: 1 }] }, features.data));
  const odds = logOdds(head, features.data);
  expect(Math.abs(odds - (0.5 * at(alone, 0) + 0.25 * at(alone, 1) + at(alone, 2)) / 1.75)).toBeLessThan(1e-9);
  const exported = scoringGraph(joined, 12, 'one', head);
  const [logit] = run(exported, { ...photo, node: scoringNodes.photo }, [scoringNodes.logit]);
  expectNear(logit?.data ?? [], [odds]);
  const explained = activationMap({ features: features.data, map: map.data, mapShape: map.shape }, ['identity'], head);
  const mean = explained.values.reduce((sum, value) => sum + value, 0) / explained.values.length;
  expect(Math.abs(mean + explained.bias - odds)).toBeLessThan(1e-5);
});
