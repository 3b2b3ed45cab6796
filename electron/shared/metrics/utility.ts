import type { ConfusionCounts } from '../schemas/evaluationSummary.ts';
import { confusionAt, type ScoreTable } from './scoreTable.ts';

export interface DecisionPoint {
  /** Threshold probability: the risk of malignancy from which a reader would biopsy. */
  threshold: number;
  /** Net benefit of biopsy by model, of every lesion, of none; null where undefined. */
  model: number | null;
  treatAll: number | null;
  treatNone: 0;
}

/**
 * Net benefit per photo, tp/n - fp/n x t/(1-t) (Vickers and Elkin 2006): malignant lesions found, less the needless
 * biopsies at the exchange rate that the threshold itself stands for. Null without photos and at a threshold of 1.
 */
export function netBenefit({ tp, fp, fn, tn }: ConfusionCounts, threshold: number): number | null {
  const n = tp + fp + fn + tn;
  if (n === 0 || threshold >= 1) return null;
  return tp / n - (fp / n) * (threshold / (1 - threshold));
}

/** Net benefit of calling every photo malignant. */
export function netBenefitTreatAll(prevalence: number, threshold: number): number | null {
  return threshold >= 1 ? null : prevalence - (1 - prevalence) * (threshold / (1 - threshold));
}

/** The decision curve at the given thresholds (0 to 1). */
export function decisionCurve(table: ScoreTable, thresholds: readonly number[]): DecisionPoint[] {
  return thresholds.map((threshold) => ({
    threshold,
    model: netBenefit(confusionAt(table, threshold), threshold),
    treatAll: table.n === 0 ? null : netBenefitTreatAll(table.positives / table.n, threshold),
    treatNone: 0,
  }));
}
