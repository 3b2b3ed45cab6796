import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFrozenLayers } from '../../../../electron/engine/graph/frozenLayers.ts';
import { joinNetworks } from '../../../../electron/engine/graph/joinNetworks.ts';
import type { Network } from '../../../../electron/engine/graph/layers.ts';
import { readNetwork } from '../../../../electron/engine/graph/readNetwork.ts';
import { inferenceModel } from '../../../../electron/engine/graph/inferenceModel.ts';
import { upperCut } from '../../../../electron/engine/graph/upperCut.ts';
import { createGraphTrainer, firstState } from '../../../../electron/engine/training/graphTrainer.ts';
import { trainableModel } from '../../../../electron/engine/graph/trainableModel.ts';
import { toyNetwork } from '../../../support/toyTuning.ts';
import { backboneDir } from '../../../integration/backbones/places.ts';
import { networkOf, randomPhotos, relativeDifference, runGraph } from './support.ts';

const graphOf = (id: string): string => join(backboneDir(id), 'saved_model.pb');
const installed = (id: string): Network => readNetwork(readFileSync(graphOf(id)));

describe('the upper stages', () => {
  it.runIf(existsSync(graphOf('efficientNetLite0')))('begin where the recipe has them', () => {
    expect(upperCut(installed('efficientNetLite0'))).toMatchObject({ name: 'block7/add', shape: [14, 14, 80] });
    expect(upperCut(installed('inceptionV3'))).toMatchObject({ name: 'mixed5', shape: [17, 17, 768] });
  });

  it('leave a third of the work to train', () => {
    expect(upperCut(toyNetwork()).name).toBe('stem/relu');
    // One convolution that does it all: nothing but the photo is before it.
    const [stem] = toyNetwork().layers;
    if (stem === undefined) throw new Error('there is a first layer');
    const small = networkOf(12, [stem, { name: 'pooled', type: 'globalAveragePool', input: 'stem' }]);
    expect(upperCut(small).name).toBe('input');
  });
});

describe('frozen layers', () => {
  it.each(['input', 'stem/relu', 'deep'])('yield what training has of them at %s', (cut) => {
    const frozen = openFrozenLayers(toyNetwork(), cut);
    const rule = {
      optimizer: { name: 'sgd', momentum: 0, nesterov: false },
      l2: 0,
      weightDecay: 0,
      clipNorm: null,
    } as const;
    const model = trainableModel({
      network: toyNetwork(),
      cut,
      classes: 1,
      loss: 'sigmoid',
      labelSmoothing: 0,
      dropout: 0,
      rule,
    });
    const trainer = createGraphTrainer(model, { seed: 1, initial: firstState(model, 1) });
    onTestFinished(() => [frozen, trainer].forEach((owner) => owner.dispose()));
    const photos = randomPhotos(3, 12);
    const maps = frozen.maps({ photos });
    expect(relativeDifference(maps, trainer.maps({ photos }))).toBeLessThan(1e-6);
    const scaled = Float32Array.from(photos, (value) => Math.fround((value - 127) / 64));
    expect(relativeDifference(maps, frozen.maps({ scaled }))).toBeLessThan(1e-6);
    expect(relativeDifference(trainer.predict({ maps }), trainer.predict({ photos }))).toBeLessThan(1e-6);
  });
});

describe('networks side by side', () => {
  const changed = (by: number): Network => ({
    ...toyNetwork(),
    layers: toyNetwork().layers.map((layer) =>
      layer.type === 'conv' && layer.name === 'last'
        ? { ...layer, bias: { shape: [10], data: new Float32Array(10).fill(by) } }
        : layer,
    ),
  });

  it.each(['input', 'stem/relu', 'deep/relu'])('yield the features of each, cut at %s', (cut) => {
    const networks = [changed(0.3), changed(0.6), changed(0.9)];
    const photos = randomPhotos(2, 12);
    const joined = joinNetworks(networks, cut);
    const [together] = runGraph(joined, photos, ['members/pooled']);
    networks.forEach((network, m) => {
      const [alone] = runGraph(network, photos, ['pooled']);
      for (let photo = 0; photo < 2; photo += 1) {
        const own = together?.data.slice(photo * 30 + m * 10, photo * 30 + m * 10 + 10) ?? [];
        expect(relativeDifference(own, alone?.data.slice(photo * 10, photo * 10 + 10) ?? [])).toBeLessThan(1e-6);
      }
    });
    expect(joinNetworks([changed(1)], cut)).toEqual(changed(1));
    // An installed backbone like any other: it can be read, and trained further.
    expect(readNetwork(inferenceModel(joined)).layers.map(({ name }) => name)).toEqual(
      joined.layers.map(({ name }) => name),
    );
  });
});
