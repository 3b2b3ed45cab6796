import { inputName } from '../graph/layers.ts';
import { type Feed, openGraph, type Output } from '../graph/session.ts';
import { trainNodes, type TrainableModel } from '../graph/trainableModel.ts';
import { rateNodes } from '../graph/updates.ts';
import { totalLength, type VariableGroup } from '../graph/variables.ts';

/** All numbers that a step changes: enough to go on to the same bytes. Flat vectors in the order of the model's variables. */
export interface TrainerState {
  weights: Float32Array;
  slots: Float32Array[];
  /** Steps taken. */
  step: number;
}

/**
 * What a batch is computed from, row-major: photos, uint8 RGB; photos scaled as the network's input is, float32 (an augmented batch); or
 * values of the cut's layer, float32.
 */
export type BatchInput = { photos: Uint8Array } | { scaled: Float32Array } | { maps: Float32Array };

export interface TrainingBatch {
  input: BatchInput;
  /** [n, classes], each row's shares of the classes. */
  labels: Float32Array;
  /** [n] */
  photoWeights: Float32Array;
}

export interface StepResult {
  /** With smoothing and photo weights, before the step; NaN when training has diverged. */
  loss: number;
  /** [n, classes], before the step and with its dropout. */
  logits: Float32Array;
}

/** A trainable network in a TensorFlow session of its own. Every call holds the thread until it is done. */
export interface GraphTrainer {
  step(batch: TrainingBatch, learningRate: number): StepResult;
  /** Logits, [n, classes], with the weights as they are. */
  predict(input: BatchInput): Float32Array;
  /** What the frozen layers make of a batch: float32 [n, ...cutShape]. */
  maps(input: BatchInput): Float32Array;
  state(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/** @param seed of the dropout, with the number of the step */
export function createGraphTrainer(
  model: TrainableModel,
  { seed, initial }: { seed: number; initial: TrainerState },
): GraphTrainer {
  const session = openGraph(model.savedModel);
  const { imageSizePx: size, cutShape, classes, optimizer, dropout } = model;
  const total = totalLength(model.variables);
  const cutLength = cutShape.reduce((a, b) => a * b, 1);
  let step = 0;

  const photoLength = size * size * 3;
  const feedOf = (input: BatchInput): Feed => {
    if ('maps' in input) {
      return { node: model.cutNode, data: input.maps, shape: [input.maps.length / cutLength, ...cutShape] };
    }
    const [node, data] = 'photos' in input ? [trainNodes.photo, input.photos] : [inputName, input.scaled];
    return { node, data, shape: [data.length / photoLength, size, size, 3] };
  };
  const scalar = (node: string, value: number): Feed => ({ node, data: Float32Array.of(value), shape: [] });
  const first = ([output]: readonly Output[]): Float32Array => {
    if (output === undefined) throw new Error('the graph yields nothing');
    return output.data;
  };
  const assign = (group: VariableGroup, values: Float32Array): void => {
    if (values.length !== total) throw new RangeError(`${values.length} numbers for ${total} of the variables`);
    session.run({ node: group.values, data: values, shape: [total] }, [group.assigned]);
  };

  const trainer: GraphTrainer = {
    step({ input, labels, photoWeights }, learningRate) {
      const count = photoWeights.length;
      const next = step + 1;
      const feeds = [
        feedOf(input),
        { node: trainNodes.labels, data: labels, shape: [count, classes] },
        { node: trainNodes.photoWeights, data: photoWeights, shape: [count] },
        scalar(rateNodes.learningRate, learningRate),
      ];
      if (optimizer.name === 'adam') {
        feeds.push(scalar(rateNodes.beta1Power, optimizer.beta1 ** next));
        feeds.push(scalar(rateNodes.beta2Power, optimizer.beta2 ** next));
      }
      if (dropout > 0) feeds.push({ node: trainNodes.dropoutSeed, data: Int32Array.of(seed, next), shape: [2] });
      const [loss, logits] = session.run(feeds, [trainNodes.loss, trainNodes.trainLogits]);
      step = next;
      return { loss: loss?.data[0] ?? Number.NaN, logits: logits?.data ?? new Float32Array() };
    },
    predict: (input) => first(session.run(feedOf(input), [trainNodes.logits])),
    maps: (input) => first(session.run(feedOf(input), [model.cutNode])),
    state: () => ({
      weights: first(session.run([], [model.weights.read])),
      slots: model.slots.map((slot) => first(session.run([], [slot.read]))),
      step,
    }),
    restore(state) {
      if (state.slots.length !== model.slots.length)
        throw new RangeError(`${state.slots.length} moments of another optimizer`);
      assign(model.weights, state.weights);
      model.slots.forEach((slot, i) => assign(slot, state.slots[i] ?? new Float32Array()));
      ({ step } = state);
    },
    dispose: () => session.dispose(),
  };
  trainer.restore(initial);
  return trainer;
}

/** The state before the first step: the backbone's weights, a new head, moments of 0. */
export function firstState(model: TrainableModel, seed: number): TrainerState {
  const slots = model.slots.map(() => new Float32Array(totalLength(model.variables)));
  return { weights: model.initialWeights(seed), slots, step: 0 };
}
