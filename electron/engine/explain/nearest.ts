import type { TensorFlow } from '../tensorflow.ts';
import { nativeRows } from './nativeRows.ts';
import type { Reference } from './reference.ts';

export interface Neighbour {
  /** Row of the reference. */
  row: number;
  /** 1 - cosine, from 0. */
  distance: number;
}

export interface Queries {
  /** Unit rows, row-major. */
  matrix: Float32Array;
  count: number;
  /** The query's own row of the reference, which is never its neighbour; -1 when it has none. */
  own: ArrayLike<number>;
}

/** Rows of the reference that are multiplied at once: 32 MB at 2,048 features, and as much for the cosines of 2,000 queries. */
const blockRows = 4096;

/**
 * The `k` rows nearest to each query by cosine distance, nearest first, equals in the reference's order. Memory does not grow with the reference:
 * it passes in blocks, as one matrix product each. `breathe` is awaited between two of them.
 */
export async function nearest(
  tf: TensorFlow,
  queries: Queries,
  reference: Reference,
  k: number,
  breathe: () => Promise<void>,
): Promise<Neighbour[][]> {
  const { featureCount } = reference;
  const total = reference.hashes.length;
  const found: Neighbour[][] = Array.from({ length: queries.count }, () => []);
  const matrix = tf.tensor2d(queries.matrix, [queries.count, featureCount]);
  try {
    for (let from = 0; from < total; from += blockRows) {
      const size = Math.min(blockRows, total - from);
      const wanted = Math.min(k + 1, size); // one more, as one may be the query itself
      const [values, rows] = tf.tidy(() => {
        const cosines = tf.matMul(matrix, nativeRows(tf, reference, from, size), false, true);
        const best = tf.topk(cosines, wanted);
        return [best.values.dataSync(), best.indices.dataSync()];
      });
      found.forEach((list, query) => {
        for (let i = query * wanted; i < (query + 1) * wanted; i += 1) {
          const row = from + (rows[i] ?? 0);
          if (row !== queries.own[query]) list.push({ row, distance: Math.max(0, 1 - (values[i] ?? 0)) });
        }
        list.sort((a, b) => a.distance - b.distance || a.row - b.row);
        list.splice(k);
      });
      await breathe();
    }
  } finally {
    matrix.dispose();
  }
  return found;
}
