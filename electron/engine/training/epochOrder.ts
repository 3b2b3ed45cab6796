import { at } from '../../shared/arrays.ts';
import { createRandom, permutation, type Random } from '../../shared/random.ts';
import type { TuningConfig } from '../../shared/schemas/run.ts';

/**
 * The rows of an epoch in the order in which they are trained on, from the seed and the epoch alone. all: every photo once, in random order. balanced: as
 * many draws, every class as often; photos of small classes come again, others not.
 */
export function epochOrder(
  labels: Uint8Array,
  sampling: TuningConfig['sampling'],
  { seed, epoch }: { seed: number; epoch: number },
): Int32Array {
  const random = createRandom(seed, `epoch ${epoch}`);
  if (sampling === 'all') return Int32Array.from(permutation(labels.length, random));
  const rows = Array.from(labels, (_, row) => row);
  const classes = [...new Set(labels)].toSorted((a, b) => a - b);
  const queues = classes.map((label) =>
    endless(
      rows.filter((row) => labels[row] === label),
      random,
    ),
  );
  const order = Int32Array.from({ length: labels.length }, (_, i) => at(queues, i % queues.length)());
  return Int32Array.from(permutation(order.length, random), (i) => at(order, i));
}

/** Gives rows in random order, all of them once before any comes again. */
function endless(rows: readonly number[], random: Random): () => number {
  let waiting: number[] = [];
  return () => {
    if (waiting.length === 0) waiting = Array.from(permutation(rows.length, random), (i) => at(rows, i));
    return waiting.pop() ?? at(rows, 0);
  };
}
