import type { ClassWeights } from '../../shared/schemas/run.ts';

/**
 * Weight of each photo in the training loss, by its class; the mean over the photos is 1.
 * none: 1. balanced: both classes together weigh the same (n / (2 n_class), as in scikit-learn). sqrt: the square root of that, scaled to mean 1.
 */
export function photoWeights(kind: ClassWeights, labels: Uint8Array): Float32Array {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const counts = [labels.length - positives, positives] as const;
  const weights = new Float32Array(labels.length).fill(1);
  if (kind === 'none' || counts[0] === 0 || counts[1] === 0) return weights;
  const balanced = counts.map((count) => labels.length / (2 * count));
  const raw = kind === 'balanced' ? balanced : balanced.map(Math.sqrt);
  const mean = counts.reduce((sum, count, label) => sum + count * (raw[label] ?? 0), 0) / labels.length;
  return weights.map((_, i) => (raw[labels[i] ?? 0] ?? 0) / mean);
}
