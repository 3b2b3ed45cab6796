import { expect, it } from 'vitest';
import { averageViews, viewsOf, writeView } from '../../../../electron/engine/features/views.ts';
import { inferenceModel, inferenceNodes } from '../../../../electron/engine/graph/inferenceModel.ts';
import { scoringGraph, scoringNodes } from '../../../../electron/engine/graph/scoringGraph.ts';
import { openGraph, type Output } from '../../../../electron/engine/graph/session.ts';
import { activationMap } from '../../../../electron/engine/explain/activationMap.ts';
import { type HeadMembers, logOdds, sigmoidHead } from '../../../../electron/engine/training/head.ts';
import { sigmoid } from '../../../../electron/engine/training/splitMetrics.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import type { Views } from '../../../../electron/shared/schemas/run.ts';
import { toyNetwork } from '../../../support/toyTuning.ts';
import { randomPhotos, randomWeights } from './support.ts';

const [size, featureCount, count] = [12, 10, 4];
const photos = randomPhotos(count, size);
const photoBytes = size * size * 3;
const values = (name: string, length: number): Float64Array => Float64Array.from(randomWeights(name, [length]).data);
const member = (featureFrom: number, features: number, malignant: boolean[]) => ({
  featureFrom,
  featureCount: features,
  kernel: values(`kernel ${featureFrom}`, features * malignant.length),
  bias: values(`bias ${featureFrom}`, malignant.length),
  malignant,
});
const heads: Record<string, HeadMembers> = {
  sigmoid: sigmoidHead({ weights: values('sole', featureCount), bias: -0.2 }),
  classes: { members: [member(0, featureCount, [false, true, true])] },
  members: { members: [member(0, 4, [false, true, false]), member(4, 6, [false, true, false])] },
  sigmoids: { members: [member(0, 4, [true]), member(4, 6, [true])] },
};

const frozen = inferenceModel(toyNetwork());

/** What the engine makes of one photo: views written, run, averaged. */
function engineLooks(photo: Uint8Array, views: Views): { features: Output; map: Output } {
  const list = viewsOf(views);
  const batch = new Uint8Array(list.length * photoBytes);
  list.forEach((view, i) => writeView(view, photo, size, batch, i * photoBytes));
  const session = openGraph(frozen);
  const [features, map] = session.run(
    { node: inferenceNodes.photo, data: batch, shape: [list.length, size, size, 3] },
    [inferenceNodes.features, inferenceNodes.map],
  );
  session.dispose();
  if (features === undefined || map === undefined) throw new Error('nothing came of it');
  return { features, map };
}

const averaged = (features: Output): Float32Array =>
  averageViews(
    Array.from({ length: at(features.shape, 0) }, (_, v) =>
      features.data.subarray(v * featureCount, (v + 1) * featureCount),
    ),
  );

it.each(
  Object.keys(heads).flatMap((head) => (['one', 'flips', 'turns'] as const).map((views) => [head, views] as const)),
)('scores as the engine does: %s, views %s', (name, views) => {
  const head = heads[name] ?? { members: [] };
  const session = openGraph(scoringGraph(frozen, size, views, head));
  const feed = { node: scoringNodes.photo, data: photos, shape: [count, size, size, 3] };
  const [scores, logits] = session.run(feed, [scoringNodes.score, scoringNodes.logit]);
  session.dispose();
  for (let i = 0; i < count; i += 1) {
    const photo = photos.subarray(i * photoBytes, (i + 1) * photoBytes);
    const expected = logOdds(head, averaged(engineLooks(photo, views).features));
    expect(Math.abs((logits?.data[i] ?? NaN) - expected)).toBeLessThan(1e-4);
    expect(Math.abs((scores?.data[i] ?? NaN) - sigmoid(expected))).toBeLessThan(1e-5);
  }
  expect(new Set(scores?.data).size).toBe(count);
});

it.each(Object.keys(heads))('explains what it scores, on the photo as it lies: %s', (name) => {
  const head = heads[name] ?? { members: [] };
  const photo = photos.subarray(0, photoBytes);
  const looked = (own: Uint8Array, views: Views) => {
    const { features, map } = engineLooks(own, views);
    return {
      odds: logOdds(head, averaged(features)),
      map: activationMap({ features: features.data, map: map.data, mapShape: map.shape }, viewsOf(views), head),
    };
  };
  for (const views of ['one', 'flips', 'turns'] as const) {
    const { odds, map } = looked(photo, views);
    const mean = map.values.reduce((sum, value) => sum + value, 0) / map.values.length;
    expect(Math.abs(mean + map.bias - odds)).toBeLessThan(1e-4);
  }
  // Seen from all sides, a turned photo has the turned map.
  const clockwise = new Uint8Array(photoBytes);
  writeView('clockwise', photo, size, clockwise, 0);
  const [plain, turned] = [looked(photo, 'turns').map, looked(clockwise, 'turns').map];
  plain.values.forEach((value, place) => {
    const [y, x] = [Math.floor(place / size), place % size];
    expect(Math.abs(at(turned.values, x * size + (size - 1 - y)) - value)).toBeLessThan(1e-4);
  });
});
