import type { Tensor } from '@tensorflow/tfjs-node';
import { at } from '../../shared/arrays.ts';
import { createRandom } from '../../shared/random.ts';
import type { TrainConfig } from '../../shared/schemas/run.ts';
import type { TensorFlow } from '../tensorflow.ts';
import { createRule } from './optimizers.ts';

/** One split as training sees it. */
export interface SplitData {
  /** Row-major [photos, featureCount]. */
  matrix: Float32Array;
  /** 1 is malignant. */
  labels: Uint8Array;
}

/** All numbers that a step changes: enough to go on to the same bytes. */
export interface HeadState {
  weights: Float32Array;
  /** [1] */
  bias: Float32Array;
  /** The optimizer's moments: all of the weights', then all of the bias's. */
  slots: Float32Array[];
  /** Steps taken. */
  step: number;
}

/** One sigmoid unit in native TensorFlow. Its tensors live until dispose; no call leaves another one behind. */
export interface HeadTrainer {
  /** One gradient step on these rows of the training split. */
  step(rows: Int32Array): void;
  /** Log-odds of a whole split in one matrix product, with the weights as they are. */
  logits(split: 'train' | 'valid'): Float32Array;
  state(): HeadState;
  dispose(): void;
}

export interface HeadTrainerRequest {
  train: SplitData;
  valid: SplitData;
  featureCount: number;
  /** [photos of train], of mean 1 */
  photoWeights: Float32Array;
  config: Pick<TrainConfig, 'optimizer' | 'learningRate' | 'l2'>;
  initial: HeadState;
}

/** Glorot-uniform weights as Keras's Dense(1) has them, bias 0, moments 0. */
export function initialState(featureCount: number, slotCount: number, seed: number): HeadState {
  const random = createRandom(seed, 'head weights');
  const limit = Math.sqrt(6 / (featureCount + 1));
  return {
    weights: Float32Array.from({ length: featureCount }, () => random.between(-limit, limit)),
    bias: new Float32Array(1),
    slots: [featureCount, 1].flatMap((length) => Array.from({ length: slotCount }, () => new Float32Array(length))),
    step: 0,
  };
}

/**
 * The loss of a batch is the mean over its photos of weight * cross-entropy, plus l2 * sum(weights^2). Its gradient is written out: for one
 * sigmoid unit it is the features times (score - label).
 */
export function createHeadTrainer(tf: TensorFlow, request: HeadTrainerRequest): HeadTrainer {
  const { train, valid, featureCount, config, initial } = request;
  const rule = createRule(tf, config.optimizer);
  const features = {
    train: tf.tensor2d(train.matrix, [train.labels.length, featureCount]),
    valid: tf.tensor2d(valid.matrix, [valid.labels.length, featureCount]),
  };
  const labels = tf.tensor2d(Float32Array.from(train.labels), [train.labels.length, 1]);
  const photoWeights = tf.tensor2d(request.photoWeights, [train.labels.length, 1]);
  const shapes: [number, number][] = [
    [featureCount, 1],
    [1, 1],
  ];
  let variables: Tensor[] = [tf.tensor2d(initial.weights, [featureCount, 1]), tf.tensor2d(initial.bias, [1, 1])];
  let slots = shapes.map((shape, i) =>
    Array.from({ length: rule.slotCount }, (_, slot): Tensor => {
      const values = at(initial.slots, i * rule.slotCount + slot);
      return tf.tensor2d(values, shape);
    }),
  );
  let { step } = initial;

  const gradients = (rows: Int32Array): Tensor[] => {
    const [weights, bias] = [at(variables, 0), at(variables, 1)];
    const index = tf.tensor1d(rows, 'int32');
    const batch = tf.gather(features.train, index);
    const scores = tf.sigmoid(tf.add(tf.matMul(batch, weights.as2D(featureCount, 1)), bias));
    const errors = tf.mul(tf.sub(scores, tf.gather(labels, index)), tf.gather(photoWeights, index));
    const pull = tf.div(errors, rows.length).as2D(rows.length, 1);
    const ofWeights = tf.matMul(batch, pull, true);
    const penalised = config.l2 === 0 ? ofWeights : tf.add(ofWeights, tf.mul(weights, 2 * config.l2));
    return [penalised, tf.sum(pull, 0, true)];
  };

  return {
    step(rows) {
      step += 1;
      const old = [...variables, ...slots.flat()];
      const next = tf.tidy(() => {
        const updates = gradients(rows).map((gradient, i) => {
          const { change, slots: moments } = rule.update(gradient, at(slots, i), config.learningRate, step);
          return { variable: tf.sub(at(variables, i), change), moments };
        });
        // tidy keeps what is in nested arrays of tensors
        return { variables: updates.map(({ variable }) => variable), slots: updates.map(({ moments }) => moments) };
      });
      variables = next.variables;
      slots = next.slots;
      tf.dispose(old);
    },
    logits(split) {
      return tf.tidy(() => {
        const product = tf.matMul(features[split], at(variables, 0).as2D(featureCount, 1));
        return Float32Array.from(tf.add(product, at(variables, 1)).dataSync());
      });
    },
    state() {
      const copy = (tensor: Tensor) => Float32Array.from(tensor.dataSync());
      return {
        weights: copy(at(variables, 0)),
        bias: copy(at(variables, 1)),
        slots: slots.flat().map(copy),
        step,
      };
    },
    dispose() {
      tf.dispose([...variables, ...slots.flat(), features.train, features.valid, labels, photoWeights]);
    },
  };
}
