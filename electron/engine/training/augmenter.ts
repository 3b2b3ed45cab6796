import { augmentModel, augmentNodes, type AugmentSizes } from '../graph/augmentGraph.ts';
import { openGraph } from '../graph/session.ts';
import type { Augmentation } from './augmentation.ts';

/** Changes photos in a TensorFlow session of its own. Calls hold the thread until they are done. */
export interface Augmenter {
  /**
   * @param photos uint8 RGB, row-major, one for each change
   * @returns float32 [n, toPx, toPx, 3], scaled as the network's input is
   */
  apply(photos: Uint8Array, changes: readonly Augmentation[]): Float32Array;
  dispose(): void;
}

export function createAugmenter(sizes: AugmentSizes): Augmenter {
  const session = openGraph(augmentModel(sizes));
  const { fromPx } = sizes;
  return {
    apply(photos, changes) {
      const count = changes.length;
      const numbers = (pick: (change: Augmentation) => readonly number[]): Float32Array =>
        Float32Array.from(changes.flatMap(pick));
      const [output] = session.run(
        [
          { node: augmentNodes.photo, data: photos, shape: [count, fromPx, fromPx, 3] },
          { node: augmentNodes.transforms, data: numbers(({ transform }) => transform), shape: [count, 8] },
          { node: augmentNodes.gain, data: numbers(({ gain }) => gain), shape: [count, 1, 1, 3] },
          { node: augmentNodes.offset, data: numbers(({ offset }) => offset), shape: [count, 1, 1, 3] },
          { node: augmentNodes.holes, data: numbers(({ hole }) => hole), shape: [count, 4] },
        ],
        [augmentNodes.output],
      );
      if (output === undefined) throw new Error('the graph yields nothing');
      return output.data;
    },
    dispose: () => session.dispose(),
  };
}
