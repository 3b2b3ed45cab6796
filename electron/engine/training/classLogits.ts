/**
 * The log-odds of malignant, float64 arithmetic kept as float32, from the logits of classes [n, classes]: log of the sum over malignant classes of
 * e^z, less that over the others. For a softmax that is exactly log(p / (1 - p)) of the malignant classes' summed probability. A single logit is a
 * sigmoid's, which is the log-odds already.
 * @param malignant by class; ignored for a single logit
 */
export function malignantLogits(logits: Float32Array, malignant: readonly boolean[]): Float32Array {
  const classes = malignant.length;
  if (classes === 1) return logits;
  return Float32Array.from({ length: logits.length / classes }, (_, photo) => {
    const row = logits.subarray(photo * classes, (photo + 1) * classes);
    return (
      logSumExp(row.filter((_z, c) => malignant[c] === true)) - logSumExp(row.filter((_z, c) => malignant[c] !== true))
    );
  });
}

function logSumExp(values: Float32Array): number {
  const largest = Math.max(...values);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

/** Mean cross-entropy of the right classes, each photo counting 1, without smoothing; NaN when a logit is not finite. */
export function classLoss(logits: Float32Array, labels: Uint8Array, classes: number): number {
  if (!logits.every(Number.isFinite)) return Number.NaN;
  let sum = 0;
  labels.forEach((label, photo) => {
    const row = logits.subarray(photo * classes, (photo + 1) * classes);
    const [z = Number.NaN] = row;
    // Of a sigmoid: log(1 + e^-z) or log(1 + e^z), without overflow.
    if (classes === 1) sum += Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
    else sum += logSumExp(row) - (row[label] ?? Number.NaN);
  });
  return sum / labels.length;
}

/** Rows of shares of the classes, [n, classes], from class numbers; of a sigmoid (one class) the number itself, 0 or 1. */
export function labelRows(labels: Uint8Array, classes: number): Float32Array {
  if (classes === 1) return Float32Array.from(labels);
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, photo) => {
    if (label >= classes) throw new RangeError(`class ${label} of ${classes}`);
    rows[photo * classes + label] = 1;
  });
  return rows;
}
