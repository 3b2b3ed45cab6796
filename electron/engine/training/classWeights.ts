import type { ClassWeights } from '../../shared/schemas/run.ts';

/**
 * Weight of each photo in the training loss, by its class; the mean over the photos is 1.
 * none: 1. balanced: all classes that are there weigh the same together (n / (k n_class) of k classes, as in scikit-learn). sqrt: the square root of that,
 * scaled to mean 1.
 * @param labels class of each photo, from 0
 */
export function photoWeights(kind: ClassWeights, labels: Uint8Array): Float32Array {
  const weights = new Float32Array(labels.length).fill(1);
  const counts = new Array<number>(labels.reduce((most, label) => Math.max(most, label + 1), 0)).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const classes = counts.filter((count) => count > 0).length;
  if (kind === 'none' || classes < 2) return weights;
  const balanced = counts.map((count) => (count === 0 ? 0 : labels.length / (classes * count)));
  const raw = kind === 'balanced' ? balanced : balanced.map(Math.sqrt);
  const mean = counts.reduce((sum, count, label) => sum + count * (raw[label] ?? 0), 0) / labels.length;
  return weights.map((_, i) => (raw[labels[i] ?? 0] ?? 0) / mean);
}
