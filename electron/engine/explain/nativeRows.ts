import type { Tensor2D } from '@tensorflow/tfjs-node';
import type { TensorFlow } from '../tensorflow.ts';

/** Of a Reference. */
interface Rows {
  readonly featureCount: number;
  readonly isKept: boolean;
  rows(numbers: ArrayLike<number>): Float32Array;
}

/** Of the kept reference that was used last: a batch asks again for every 32 photos, and a copy of its rows would be made each time. */
let held: { reference: Rows; blocks: Map<number, Tensor2D> } | null = null;

/** Rows `from` to `from + size` as a native matrix, to be asked for and used inside one tf.tidy: the next reference's take its place. */
export function nativeRows(tf: TensorFlow, reference: Rows, from: number, size: number): Tensor2D {
  const copy = (): Tensor2D => {
    const rows = reference.rows(Array.from({ length: size }, (_, i) => from + i));
    return tf.tensor2d(rows, [size, reference.featureCount]);
  };
  if (!reference.isKept) return copy();
  if (held?.reference !== reference) {
    releaseNativeRows();
    held = { reference, blocks: new Map() };
  }
  const block = held.blocks.get(from) ?? tf.keep(copy());
  held.blocks.set(from, block);
  return block;
}

export function releaseNativeRows(): void {
  for (const block of held?.blocks.values() ?? []) block.dispose();
  held = null;
}
