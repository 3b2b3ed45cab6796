import { createRandom, permutation } from '../../../../electron/shared/random.ts';
import type { TrainConfig } from '../../../../electron/shared/schemas/run.ts';

/** Training of one sigmoid unit written out in plain float64 loops, to hold the TensorFlow one against. Features are used as they are. */
export function trainReference(
  train: { matrix: Float32Array; labels: Uint8Array },
  featureCount: number,
  photoWeights: ArrayLike<number>,
  config: Pick<TrainConfig, 'optimizer' | 'learningRate' | 'l2' | 'batchSize' | 'seed'>,
  epochs: number,
): { weights: number[]; bias: number } {
  const random = createRandom(config.seed, 'head weights');
  const limit = Math.sqrt(6 / (featureCount + 1));
  // The bias is the last parameter.
  const parameters = Array.from({ length: featureCount }, () => Math.fround(random.between(-limit, limit)));
  parameters.push(0);
  const first = parameters.map(() => 0);
  const second = parameters.map(() => 0);
  const feature = (row: number, i: number) => (i === featureCount ? 1 : (train.matrix[row * featureCount + i] ?? 0));
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const order = [...permutation(train.labels.length, createRandom(config.seed, `epoch ${epoch}`))];
    for (let from = 0; from < order.length; from += config.batchSize) {
      const rows = order.slice(from, from + config.batchSize);
      step += 1;
      const gradient = parameters.map((value, i) => (i === featureCount ? 0 : 2 * config.l2 * value));
      for (const row of rows) {
        const z = parameters.reduce((sum, value, i) => sum + value * feature(row, i), 0);
        const error = (1 / (1 + Math.exp(-z)) - (train.labels[row] ?? 0)) * (photoWeights[row] ?? 0);
        for (let i = 0; i <= featureCount; i += 1)
          gradient[i] = (gradient[i] ?? 0) + (error * feature(row, i)) / rows.length;
      }
      gradient.forEach((g, i) => {
        let change = 0;
        if (config.optimizer === 'sgd') change = config.learningRate * g;
        if (config.optimizer === 'rmsprop') {
          first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g * g;
          change = (config.learningRate * g) / Math.sqrt((first[i] ?? 0) + 1e-7);
        }
        if (config.optimizer === 'adam') {
          first[i] = 0.9 * (first[i] ?? 0) + 0.1 * g;
          second[i] = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
          const rate = (config.learningRate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
          change = (rate * (first[i] ?? 0)) / (Math.sqrt(second[i] ?? 0) + 1e-7);
        }
        parameters[i] = (parameters[i] ?? 0) - change;
      });
    }
  }
  return { weights: parameters.slice(0, -1), bias: parameters.at(-1) ?? 0 };
}
