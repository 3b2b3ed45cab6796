import { auc } from '../../shared/metrics/ranking.ts';
import { createScoreTable } from '../../shared/metrics/scoreTable.ts';

export interface SplitMetrics {
  /** Mean binary cross-entropy of all photos, each counting 1, without the L2 penalty. */
  loss: number;
  /** Share decided right at .5. */
  accuracy: number;
  /** null when one class only is there. */
  auc: number | null;
}

/** 1 / (1 + e^-z) without overflow. */
export function sigmoid(logit: number): number {
  if (logit >= 0) return 1 / (1 + Math.exp(-logit));
  const odds = Math.exp(logit);
  return odds / (1 + odds);
}

/** Cross-entropy from the log-odds, so that a certain score gives a large loss and not an infinite one. */
const crossEntropy = (logit: number, label: number): number =>
  Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));

/** Figures of one split in float64 from its log-odds; all NaN (AUC null) when a log-odds is not finite. */
export function splitMetrics(logits: Float32Array, labels: Uint8Array): SplitMetrics {
  if (!logits.every(Number.isFinite)) return { loss: Number.NaN, accuracy: Number.NaN, auc: null };
  let loss = 0;
  let right = 0;
  const scores = new Float64Array(logits.length);
  logits.forEach((logit, i) => {
    const label = labels[i] ?? 0;
    const score = sigmoid(logit);
    scores[i] = score;
    loss += crossEntropy(logit, label);
    if (score >= 0.5 === (label === 1)) right += 1;
  });
  return {
    loss: loss / logits.length,
    accuracy: right / logits.length,
    auc: auc(createScoreTable({ labels, scores })),
  };
}
