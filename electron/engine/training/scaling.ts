/** Centre and scale of each feature, float64. */
export interface Scaling {
  mean: Float64Array;
  /** 1 / standard deviation; 0 for a feature that does not vary in the training split: it can say nothing, so it is left out. */
  inverseDeviation: Float64Array;
}

/** Statistics of a row-major matrix [rows, featureCount] in float64, population deviation, in two passes. */
export function measureScaling(matrix: Float32Array, featureCount: number): Scaling {
  const rows = matrix.length / featureCount;
  const mean = new Float64Array(featureCount);
  const variance = new Float64Array(featureCount);
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let i = 0; i < featureCount; i += 1, at += 1) mean[i] = (mean[i] ?? 0) + (matrix[at] ?? 0);
  }
  for (let i = 0; i < featureCount; i += 1) mean[i] = (mean[i] ?? 0) / rows;
  for (let row = 0, at = 0; row < rows; row += 1) {
    for (let i = 0; i < featureCount; i += 1, at += 1) {
      variance[i] = (variance[i] ?? 0) + ((matrix[at] ?? 0) - (mean[i] ?? 0)) ** 2;
    }
  }
  const inverseDeviation = variance.map((sum, i) => {
    const deviation = Math.sqrt(sum / rows);
    // Float32 features of equal photos differ by rounding at most: that is no variation.
    return deviation > 1e-6 * Math.max(1, Math.abs(mean[i] ?? 0)) ? 1 / deviation : 0;
  });
  return { mean, inverseDeviation };
}

/** Centres and scales a matrix in place. */
export function applyScaling(matrix: Float32Array, { mean, inverseDeviation }: Scaling): void {
  const featureCount = mean.length;
  for (let row = 0; row < matrix.length; row += featureCount) {
    for (let i = 0; i < featureCount; i += 1) {
      matrix[row + i] = ((matrix[row + i] ?? 0) - (mean[i] ?? 0)) * (inverseDeviation[i] ?? 0);
    }
  }
}

/** A head on scaled features as one on raw features, in float64: the same log-odds. */
export function foldScaling(
  weights: Float32Array,
  bias: number,
  scaling: Scaling | null,
): { weights: Float64Array; bias: number } {
  if (scaling === null) return { weights: Float64Array.from(weights), bias };
  const { mean, inverseDeviation } = scaling;
  const folded = Float64Array.from(weights, (weight, i) => weight * (inverseDeviation[i] ?? 0));
  return { weights: folded, bias: folded.reduce((sum, weight, i) => sum - weight * (mean[i] ?? 0), bias) };
}
