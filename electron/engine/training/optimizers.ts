import type { Tensor } from '@tensorflow/tfjs-node';
import { at } from '../../shared/arrays.ts';
import type { OptimizerName } from '../../shared/schemas/run.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** How an optimizer changes one variable. Call it inside tf.tidy. */
export interface Rule {
  /** Moments that it keeps for each variable, of the variable's shape, all zero at the start. */
  slotCount: number;
  /** What to subtract from the variable, and its moments from now on. `step` counts from 1. */
  update(gradient: Tensor, slots: Tensor[], rate: number, step: number): { change: Tensor; slots: Tensor[] };
}

/** Added under the root (rmsprop) or beside it (adam), as in Keras. */
const epsilon = 1e-7;

/** The rules of Keras 2.15 with its defaults: rmsprop rho .9, no momentum; adam beta .9 and .999; sgd plain. */
export function createRule(tf: TensorFlow, optimizer: OptimizerName): Rule {
  switch (optimizer) {
    case 'sgd':
      return { slotCount: 0, update: (gradient, _slots, rate) => ({ change: tf.mul(gradient, rate), slots: [] }) };
    case 'rmsprop': {
      const rho = 0.9;
      return {
        slotCount: 1,
        update(gradient, slots, rate) {
          const velocity = tf.add(tf.mul(at(slots, 0), rho), tf.mul(tf.square(gradient), 1 - rho));
          const change = tf.mul(tf.mul(gradient, rate), tf.rsqrt(tf.add(velocity, epsilon)));
          return { change, slots: [velocity] };
        },
      };
    }
    case 'adam': {
      const [beta1, beta2] = [0.9, 0.999];
      return {
        slotCount: 2,
        update(gradient, slots, rate, step) {
          const [oldFirst, oldSecond] = [at(slots, 0), at(slots, 1)];
          const first = tf.add(oldFirst, tf.mul(tf.sub(gradient, oldFirst), 1 - beta1));
          const second = tf.add(oldSecond, tf.mul(tf.sub(tf.square(gradient), oldSecond), 1 - beta2));
          const alpha = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
          const change = tf.div(tf.mul(first, alpha), tf.add(tf.sqrt(second), epsilon));
          return { change, slots: [first, second] };
        },
      };
    }
  }
}
