import { at } from '../../electron/shared/arrays.ts';
import { createRandom } from '../../electron/shared/random.ts';
import type { Layer, Network } from '../../electron/engine/graph/layers.ts';
import { trainableModel, type TrainableModel } from '../../electron/engine/graph/trainableModel.ts';
import type { TuneSplit, TuneSettings } from '../../electron/engine/training/fineTune.ts';

/** A classifier of three classes that trains in no time: 12 x 12 pixels, told apart by the direction of stripes. The third is malignant. */
export const toyMalignant = [false, false, true];
const sizePx = 12;

export function toyNetwork(): Network {
  const random = createRandom(1, 'toy network');
  const weights = (shape: number[], spread: number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => spread * random.normal()),
  });
  const window = { stride: 1, padding: 'SAME' } as const;
  const layers: Layer[] = [
    {
      name: 'stem',
      type: 'conv',
      input: 'input',
      kernel: weights([3, 3, 3, 6], 0.3),
      bias: weights([6], 0.1),
      ...window,
    },
    { name: 'stem/relu', type: 'relu6', input: 'stem' },
    {
      name: 'deep',
      type: 'depthwise',
      input: 'stem/relu',
      kernel: weights([3, 3, 6, 1], 0.5),
      bias: weights([6], 0.1),
      ...window,
    },
    { name: 'deep/relu', type: 'relu6', input: 'deep' },
    {
      name: 'last',
      type: 'conv',
      input: 'deep/relu',
      kernel: weights([1, 1, 6, 10], 0.5),
      bias: weights([10], 0.1),
      ...window,
    },
    { name: 'last/relu', type: 'relu6', input: 'last' },
    { name: 'pooled', type: 'globalAveragePool', input: 'last/relu' },
  ];
  return { imageSizePx: sizePx, mean: 127, scale: 64, layers };
}

export function toyModel(optimizer: 'adam' | 'sgd' = 'adam', dropout = 0.1): TrainableModel {
  return trainableModel({
    network: toyNetwork(),
    cut: 'input',
    classes: 3,
    loss: 'softmax',
    labelSmoothing: 0.05,
    dropout,
    rule: {
      optimizer:
        optimizer === 'adam'
          ? { name: 'adam', beta1: 0.9, beta2: 0.999 }
          : { name: 'sgd', momentum: 0.9, nesterov: true },
      l2: 0,
      weightDecay: 0.001,
      clipNorm: null,
    },
  });
}

/** Noisy stripes: down, across, or checks; as many of each class. In training the light is drawn anew for each epoch. */
export function toySplit(count: number, seed: number): TuneSplit & { photoWeights: Float32Array } {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const photo = (row: number, epoch: number | null): Uint8Array => {
    const random = createRandom(seed, `photo ${row}`);
    const light = epoch === null ? 0 : createRandom(seed, `light ${row} ${epoch}`).between(-10, 10);
    const isDark = (y: number, x: number): boolean =>
      at([y % 2 === 0, x % 2 === 0, (x + y) % 2 === 0], at(labels, row));
    return Uint8Array.from({ length: sizePx * sizePx * 3 }, (_, i) => {
      const [y, x] = [Math.floor(i / (sizePx * 3)), Math.floor((i % (sizePx * 3)) / 3)];
      return (isDark(y, x) ? 90 : 150) + random.below(50) + light;
    });
  };
  return {
    labels,
    photoWeights: new Float32Array(count).fill(1),
    input: (rows, epoch) =>
      Promise.resolve({ photos: Uint8Array.from([...rows].flatMap((row) => [...photo(row, epoch)])) }),
  };
}

export const toySettings: TuneSettings = {
  epochs: 6,
  batchSize: 8,
  learningRate: 0.02,
  schedule: { name: 'cosine', warmupSteps: 3, floor: 0 },
  sampling: 'all',
  seed: 11,
  keep: 'loss',
  earlyStoppingPatience: null,
};
