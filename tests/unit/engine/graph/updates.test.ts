import { describe, expect, onTestFinished, test } from 'vitest';
import { trainableModel } from '../../../../electron/engine/graph/trainableModel.ts';
import { type GraphOptimizer, slotCount, type UpdateRule } from '../../../../electron/engine/graph/updates.ts';
import {
  createGraphTrainer,
  firstState,
  type TrainingBatch,
} from '../../../../electron/engine/training/graphTrainer.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { createRandom } from '../../../../electron/shared/random.ts';
import { plainOptions } from './trainable.ts';

const [count, featureCount, classes] = [6, 8, 3];
const parameterCount = featureCount * classes + classes;
const steps = 5;

/** A head alone, on fed features: gradients that float64 loops give exactly. */
const features = Float32Array.from({ length: count * featureCount }, createRandom(3, 'features').normal);
const batch: TrainingBatch = {
  input: { maps: features },
  labels: Float32Array.from({ length: count * classes }, (_, i) =>
    i % classes === Math.floor(i / classes) % classes ? 1 : 0,
  ),
  photoWeights: Float32Array.from({ length: count }, (_, i) => 0.5 + 0.2 * i),
};

/** Softmax regression's gradient by [kernel, bias], the penalty of kernels included. */
function gradientAt(parameters: Float64Array, l2: number): Float64Array {
  const gradient = new Float64Array(parameterCount);
  for (let n = 0; n < count; n += 1) {
    const logits = Array.from({ length: classes }, (_, c) => {
      let sum = at(parameters, featureCount * classes + c);
      for (let f = 0; f < featureCount; f += 1)
        sum += at(features, n * featureCount + f) * at(parameters, f * classes + c);
      return sum;
    });
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    logits.forEach((z, c) => {
      const error = ((Math.exp(z) / total - at(batch.labels, n * classes + c)) * at(batch.photoWeights, n)) / count;
      for (let f = 0; f < featureCount; f += 1) {
        const i = f * classes + c;
        gradient[i] = at(gradient, i) + error * at(features, n * featureCount + f);
      }
      const i = featureCount * classes + c;
      gradient[i] = at(gradient, i) + error;
    });
  }
  return gradient.map((g, i) => (i < featureCount * classes ? g + 2 * l2 * at(parameters, i) : g));
}

/** Keras 2.15's documented formulas for one number; `moments` are kept by the caller. */
function change(optimizer: GraphOptimizer, g: number, moments: number[], rate: number, step: number): number {
  const [first = 0, second = 0] = moments;
  switch (optimizer.name) {
    case 'sgd': {
      // velocity = momentum * velocity - learning_rate * g; w += velocity, with Nesterov w += momentum * velocity - learning_rate * g
      const velocity = optimizer.momentum * first - rate * g;
      moments[0] = velocity;
      return optimizer.nesterov ? optimizer.momentum * velocity - rate * g : velocity;
    }
    case 'rmsprop': {
      // the mean of squares under the root together with epsilon; the momentum sums up whole updates
      const square = optimizer.rho * first + (1 - optimizer.rho) * g * g;
      const sum = optimizer.momentum * second + (rate * g) / Math.sqrt(square + 1e-7);
      [moments[0], moments[1]] = [square, sum];
      return -sum;
    }
    case 'adam': {
      const [m, v] = [
        optimizer.beta1 * first + (1 - optimizer.beta1) * g,
        optimizer.beta2 * second + (1 - optimizer.beta2) * g * g,
      ];
      [moments[0], moments[1]] = [m, v];
      const alpha = (rate * Math.sqrt(1 - optimizer.beta2 ** step)) / (1 - optimizer.beta1 ** step);
      return (-alpha * m) / (Math.sqrt(v) + 1e-7);
    }
  }
}

function reference(rule: UpdateRule, initial: Float32Array, rates: readonly number[]): Float64Array {
  const parameters = Float64Array.from(initial);
  const moments = Array.from(parameters, (): number[] => []);
  rates.forEach((rate, i) => {
    const gradient = gradientAt(parameters, rule.l2);
    const norm = Math.hypot(...gradient);
    const scale = rule.clipNorm === null ? 1 : rule.clipNorm / Math.max(norm, rule.clipNorm);
    parameters.forEach((value, p) => {
      const isKernel = p < featureCount * classes;
      const decayed = isKernel ? value - value * rule.weightDecay * rate : value;
      parameters[p] = decayed + change(rule.optimizer, at(gradient, p) * scale, at(moments, p), rate, i + 1);
    });
  });
  return parameters;
}

const optimizers: [string, GraphOptimizer][] = [
  ['plain gradient descent', { name: 'sgd', momentum: 0, nesterov: false }],
  ['momentum', { name: 'sgd', momentum: 0.9, nesterov: false }],
  ['Nesterov momentum', { name: 'sgd', momentum: 0.9, nesterov: true }],
  ['RMSprop', { name: 'rmsprop', rho: 0.9, momentum: 0 }],
  ['RMSprop with momentum', { name: 'rmsprop', rho: 0.95, momentum: 0.8 }],
  ['Adam', { name: 'adam', beta1: 0.9, beta2: 0.999 }],
];
const none = { l2: 0, weightDecay: 0, clipNorm: null };
// Rates that differ by step, as a schedule has them.
const rates = [0.05, 0.04, 0.03, 0.1, 0.02];

describe.each(optimizers)('%s', (_name, optimizer) => {
  test.each([
    ['alone', none],
    ['with an L2 penalty', { ...none, l2: 0.02 }],
    ['with decoupled weight decay', { ...none, weightDecay: 0.3 }],
    ['with gradients clipped by their common norm', { ...none, clipNorm: 0.2 }],
    ['with a clip that nothing reaches', { ...none, clipNorm: 1000 }],
    ['with all of them', { l2: 0.02, weightDecay: 0.3, clipNorm: 0.2 }],
  ])('%s: five steps are those of the documented formulas in float64', (_what, more) => {
    const rule: UpdateRule = { optimizer, ...more };
    const model = trainableModel({ ...plainOptions, cut: 'pooled', classes, rule });
    const initial = firstState(model, 7);
    expect(initial.slots).toHaveLength(slotCount(optimizer));
    const trainer = createGraphTrainer(model, { seed: 7, initial });
    onTestFinished(() => trainer.dispose());
    for (const rate of rates.slice(0, steps)) trainer.step(batch, rate);
    const expected = reference(rule, initial.weights, rates);
    const { weights, step } = trainer.state();
    expect(step).toBe(steps);
    expected.forEach((value, i) => expect(Math.abs(at(weights, i) - value)).toBeLessThan(2e-6));
    // The reference must have moved, or equality would mean nothing.
    expect(Math.max(...expected.map((value, i) => Math.abs(value - at(initial.weights, i))))).toBeGreaterThan(0.01);
  });
});

test('a restored state goes on to the same bytes: weights, moments and the step are all there is', () => {
  for (const [, optimizer] of optimizers) {
    const model = trainableModel({
      ...plainOptions,
      cut: 'stem/relu',
      dropout: 0.3,
      rule: { optimizer, l2: 0.01, weightDecay: 0.1, clipNorm: 1 },
    });
    const maps = Float32Array.from({ length: count * 5 * 5 * 4 }, createRandom(4, 'maps').normal);
    const input = { ...batch, input: { maps } };
    const whole = createGraphTrainer(model, { seed: 9, initial: firstState(model, 9) });
    onTestFinished(() => whole.dispose());
    whole.step(input, 0.01);
    whole.step(input, 0.01);
    const middle = whole.state();
    const resumed = createGraphTrainer(model, { seed: 9, initial: structuredClone(middle) });
    onTestFinished(() => resumed.dispose());
    const losses = [whole, resumed].map((trainer) => [trainer.step(input, 0.01), trainer.step(input, 0.02)]);
    expect(losses[1]).toEqual(losses[0]);
    expect(resumed.state()).toEqual(whole.state());
    expect(resumed.state().weights).not.toEqual(middle.weights);
  }
});

test('the state that was given is not changed by training', () => {
  const model = trainableModel({ ...plainOptions, cut: 'pooled' });
  const initial = firstState(model, 2);
  const copy = structuredClone(initial);
  const trainer = createGraphTrainer(model, { seed: 2, initial });
  onTestFinished(() => trainer.dispose());
  for (let i = 0; i < 3; i += 1) trainer.step(batch, 0.5);
  expect(initial).toEqual(copy);
  expect(() => trainer.restore({ ...copy, weights: copy.weights.slice(1) })).toThrow(RangeError);
});
