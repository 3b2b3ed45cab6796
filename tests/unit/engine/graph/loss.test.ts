import type { Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inputName } from '../../../../electron/engine/graph/layers.ts';
import { trainableModel, type TrainableOptions } from '../../../../electron/engine/graph/trainableModel.ts';
import {
  createGraphTrainer,
  firstState,
  type GraphTrainer,
  type TrainingBatch,
} from '../../../../electron/engine/training/graphTrainer.ts';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { applyLayers } from './reference.ts';
import { relativeDifference } from './support.ts';
import { drawnBatch, plainOptions } from './trainable.ts';

function trainerOf(options: TrainableOptions): { trainer: GraphTrainer; model: ReturnType<typeof trainableModel> } {
  const model = trainableModel(options);
  const trainer = createGraphTrainer(model, { seed: 5, initial: firstState(model, 5) });
  onTestFinished(() => trainer.dispose());
  return { trainer, model };
}

/** The loss and its gradient by all weights in one flat vector, by tfjs alone. */
function inTfjs(options: TrainableOptions, flat: Float32Array, { input, labels, photoWeights }: TrainingBatch) {
  const tf = loadTensorFlow();
  const { network, classes, labelSmoothing: s } = options;
  const { variables } = trainableModel(options);
  return tf.tidy(() => {
    const photos = 'photos' in input ? input.photos : new Uint8Array();
    const size = network.imageSizePx;
    const raw = tf.tensor4d(Float32Array.from(photos), [photoWeights.length, size, size, 3]);
    const x = tf.div(tf.sub(raw, network.mean), network.scale);
    const truth = tf.tensor2d(labels, [photoWeights.length, classes]);
    const smooth = tf.add(tf.mul(truth, 1 - s), s / (options.loss === 'softmax' ? classes : 2));
    const tensors = variables.map(({ offset, length, shape }) =>
      tf.tensor(flat.slice(offset, offset + length), [...shape]),
    );
    const loss = (...values: Tensor[]): Tensor => {
      const weight = (name: string): Tensor => values[variables.findIndex((v) => v.name === name)] ?? tf.scalar(NaN);
      const pooled = applyLayers(network.layers, inputName, x, weight) as Tensor2D;
      const logits = tf.add(tf.matMul(pooled, weight('logits/kernel') as Tensor2D), weight('logits/bias'));
      const each =
        options.loss === 'softmax'
          ? tf.neg(tf.sum(tf.mul(smooth, tf.logSoftmax(logits)), 1))
          : tf.mean(
              tf.add(tf.mul(smooth, tf.softplus(tf.neg(logits))), tf.mul(tf.sub(1, smooth), tf.softplus(logits))),
              1,
            );
      return tf.mean(tf.mul(each, tf.tensor1d(photoWeights)));
    };
    const gradients = tf.grads(loss)(tensors);
    return {
      loss: loss(...tensors).dataSync()[0] ?? NaN,
      gradient: gradients.flatMap((gradient) => [...gradient.dataSync()]),
    };
  });
}

describe.each([
  { loss: 'softmax', classes: 3 },
  { loss: 'softmax', classes: 2 },
  { loss: 'sigmoid', classes: 1 },
  { loss: 'sigmoid', classes: 3 },
] as const)('$loss over $classes', ({ loss, classes }) => {
  test.each([0, 0.1])(
    'with label smoothing %d and photo weights: the loss and every gradient are those of tfjs',
    (labelSmoothing) => {
      const options: TrainableOptions = { ...plainOptions, loss, classes, labelSmoothing };
      const { trainer } = trainerOf(options);
      const batch = drawnBatch(6, classes);
      const before = trainer.state().weights;
      const expected = inTfjs(options, before, batch);
      // Plain gradient descent of rate 1 subtracts the gradient.
      expect(trainer.step(batch, 1).loss).toBeCloseTo(expected.loss, 5);
      const after = trainer.state().weights;
      const gradient = before.map((value, i) => value - (after[i] ?? NaN));
      expect(relativeDifference(gradient, expected.gradient)).toBeLessThan(5e-6);
    },
  );
});

test('a certain and wrong score gives a large loss and not an infinite one', () => {
  for (const { loss, classes } of [
    { loss: 'sigmoid', classes: 1 } as const,
    { loss: 'softmax', classes: 2 } as const,
  ]) {
    const { trainer, model } = trainerOf({ ...plainOptions, loss, classes });
    const weights = trainer.state().weights.fill(0);
    const bias = model.variables.at(-1)?.offset ?? 0;
    weights[bias] = 200;
    trainer.restore({ ...firstState(model, 5), weights });
    const labels = Float32Array.from(classes === 1 ? [0] : [0, 1]);
    const batch = { ...drawnBatch(1, classes), labels, photoWeights: Float32Array.of(1) };
    expect(trainer.step(batch, 0.1).loss).toBeCloseTo(200, 3);
    expect([...trainer.state().weights].every(Number.isFinite)).toBe(true);
  }
});

describe('dropout', () => {
  test('is drawn from the seed and the step alone, keeps the mean, and is not there when predicting', () => {
    const { trainer, model } = trainerOf({ ...plainOptions, dropout: 0.4, cut: 'pooled' });
    const features = new Float32Array(8 * 4000).fill(1);
    // Logits are then features' sum; the gradient of a kernel row tells the share of photos that kept the feature.
    const batch: TrainingBatch = {
      input: { maps: features },
      labels: Float32Array.from({ length: 4000 * 3 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      photoWeights: new Float32Array(4000).fill(1),
    };
    const initial = { ...firstState(model, 1), weights: new Float32Array(27) };
    const gradientAt = (step: number): number[] => {
      trainer.restore({ ...initial, step });
      trainer.step(batch, 1);
      return [...trainer.state().weights.slice(0, 24)];
    };
    const [first, again, later] = [gradientAt(0), gradientAt(0), gradientAt(1)];
    expect(again).toEqual(first);
    expect(later).not.toEqual(first);
    // Softmax of equal logits: 2/3 up for the first class; kept features are scaled to the same mean.
    for (const row of [0, 1, 2, 3, 4, 5, 6, 7]) expect(Math.abs((first[row * 3] ?? 0) - 2 / 3)).toBeLessThan(0.05);
    expect(first[0]).not.toBe(2 / 3);

    trainer.restore({ ...initial, weights: new Float32Array(27).fill(0.5) });
    expect([...new Set(trainer.predict({ maps: features }))]).toEqual([4.5]);
  });
});

test('maps that were computed before train and predict as photos do', () => {
  const options: TrainableOptions = { ...plainOptions, cut: 'stem/relu' };
  const [one, other] = [trainerOf(options).trainer, trainerOf(options).trainer];
  const batch = drawnBatch(6, 3);
  const photos = 'photos' in batch.input ? batch.input.photos : new Uint8Array();
  for (let i = 0; i < 3; i += 1) {
    const { loss } = other.step({ ...batch, input: { maps: other.maps({ photos }) } }, 0.1);
    expect(loss).toBeCloseTo(one.step(batch, 0.1).loss, 6);
  }
  expect(relativeDifference(other.state().weights, one.state().weights)).toBeLessThan(1e-6);
  const byMaps = other.predict({ maps: other.maps({ photos }) });
  expect(relativeDifference(byMaps, other.predict(batch.input))).toBeLessThan(1e-6);
});

test('frozen layers have no variables', () => {
  const { model } = trainerOf({ ...plainOptions, cut: 'sum' });
  expect(model.variables.map(({ name }) => name)).toEqual(['last/kernel', 'last/bias', 'logits/kernel', 'logits/bias']);
  expect(() => trainableModel({ ...plainOptions, cut: 'deep' })).toThrow('cannot be cut');
});
