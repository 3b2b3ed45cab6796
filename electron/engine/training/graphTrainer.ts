import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Feed, type Output } from '../graph/session.ts';
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

/** What a batch is computed from: photos, uint8 RGB row-major, or values of the cut's layer, float32 row-major. */
export type BatchInput = { photos: Uint8Array } | { maps: Float32Array };

export interface TrainingBatch {
  input: BatchInput;
  /** [n, classes], each row's shares of the classes. */
  labels: Float32Array;
  /** [n] */
  photoWeights: Float32Array;
}

/** A trainable network in a TensorFlow session of its own. Every call holds the thread until it is done. */
export interface GraphTrainer {
  /** One step; gives the loss (with smoothing and photo weights, before the step). NaN when training has diverged. */
  step(batch: TrainingBatch, learningRate: number): number;
  /** Logits, [n, classes], with the weights as they are. */
  predict(input: BatchInput): Float32Array;
  /** What the frozen layers make of photos: float32 [n, ...cutShape]. */
  maps(photos: Uint8Array): Float32Array;
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

  const feedOf = (input: BatchInput): Feed =>
    'photos' in input
      ? { node: trainNodes.photo, data: input.photos, shape: [input.photos.length / (size * size * 3), size, size, 3] }
      : { node: model.cutNode, data: input.maps, shape: [input.maps.length / cutLength, ...cutShape] };
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
      const loss = first(session.run(feeds, [trainNodes.loss]))[0] ?? Number.NaN;
      step = next;
      return loss;
    },
    predict: (input) => first(session.run(feedOf(input), [trainNodes.logits])),
    maps: (photos) => first(session.run(feedOf({ photos }), [model.cutNode])),
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

/** TensorFlow loads graphs from folders only; once loaded, it needs the folder no more. */
function openGraph(savedModel: Uint8Array) {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel);
    return openSession(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
