import { inputName, type Layer, type Network } from '../../../../electron/engine/graph/layers.ts';
import { type TrainableOptions } from '../../../../electron/engine/graph/trainableModel.ts';
import type { TrainingBatch } from '../../../../electron/engine/training/graphTrainer.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { networkOf, randomPhotos, randomWeights } from './support.ts';

/** A small network with a residual block, as a backbone is. */
export function smallNetwork(sizePx = 10): Network {
  const window = { stride: 1, padding: 'SAME' } as const;
  const weights = (name: string, shape: number[], channels: number) => ({
    kernel: randomWeights(name, shape, { spread: 0.4 }),
    bias: randomWeights(`${name} bias`, [channels], { spread: 0.2 }),
  });
  const layers: Layer[] = [
    { name: 'stem', type: 'conv', input: inputName, ...weights('stem', [3, 3, 3, 4], 4), stride: 2, padding: 'SAME' },
    { name: 'stem/relu', type: 'relu6', input: 'stem' },
    { name: 'deep', type: 'depthwise', input: 'stem/relu', ...weights('deep', [3, 3, 4, 1], 4), ...window },
    { name: 'deep/relu', type: 'relu6', input: 'deep' },
    { name: 'project', type: 'conv', input: 'deep/relu', ...weights('project', [1, 1, 4, 4], 4), ...window },
    { name: 'sum', type: 'add', inputs: ['stem/relu', 'project'] },
    { name: 'last', type: 'conv', input: 'sum', ...weights('last', [1, 1, 4, 8], 8), ...window },
    { name: 'last/relu', type: 'relu', input: 'last' },
    { name: 'pooled', type: 'globalAveragePool', input: 'last/relu' },
  ];
  return networkOf(sizePx, layers);
}

export const plainOptions: TrainableOptions = {
  network: smallNetwork(),
  cut: inputName,
  classes: 3,
  loss: 'softmax',
  labelSmoothing: 0,
  dropout: 0,
  rule: { optimizer: { name: 'sgd', momentum: 0, nesterov: false }, l2: 0, weightDecay: 0, clipNorm: null },
};

/** Noise, with classes in turn and uneven weights. */
export function drawnBatch(count: number, classes: number, sizePx = 10): TrainingBatch {
  const random = createRandom(count, 'batch');
  const labels = new Float32Array(count * classes);
  for (let i = 0; i < count; i += 1) {
    if (classes === 1) labels[i] = i % 2;
    else labels[i * classes + (i % classes)] = 1;
  }
  return {
    input: { photos: randomPhotos(count, sizePx) },
    labels,
    photoWeights: Float32Array.from({ length: count }, () => random.between(0.3, 2)),
  };
}
