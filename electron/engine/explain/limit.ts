import { quantile } from '../../shared/metrics/bootstrap.ts';
import { createRandom, permutation } from '../../shared/random.ts';

/** Training photos whose mean distance makes a photo's distance to all of them. */
export const nearestCount = 10;
/** Fewer training photos than this have no 99th percentile worth the name. */
export const leastTrainCount = 12;
const percentile = 0.99;

export const meanDistance = (neighbours: readonly { distance: number }[]): number =>
  neighbours.reduce((sum, { distance }) => sum + distance, 0) / neighbours.length;

export const upperLimit = (distances: readonly number[]): number =>
  quantile(Float64Array.from(distances).sort(), percentile);

/** Numbers below `total`, rising: all of them, or `most` drawn without repetition by a fixed seed. */
export function sampleOf(total: number, most: number, stream: string): Uint32Array {
  if (total <= most) return Uint32Array.from({ length: total }, (_, i) => i);
  return permutation(total, createRandom(0, stream)).slice(0, most).sort();
}
