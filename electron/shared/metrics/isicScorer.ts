import { at } from '../arrays.ts';
import type { ConfusionCounts } from '../schemas/evaluationSummary.ts';
import { accuracy, f1, npv, ppv, sensitivity, specificity } from './confusion.ts';
import { aucFromSensitivity } from './partialAuc.ts';
import { auc, averagePrecision } from './ranking.ts';
import { checkScoredLabels, createScoreTable, type ScoredLabels } from './scoreTable.ts';

/**
 * The figures of the ISIC challenge's scorer, under its own names and by its own rules, which are not LesionLab's: a score of
 * exactly .5 is benign, and 0/0 is 1. For comparison with published challenge results only; say so wherever they are shown.
 */
export interface IsicScores {
  accuracy: number | null;
  sensitivity: number;
  specificity: number;
  dice: number;
  ppv: number;
  npv: number;
  /** Null where the scorer stops: one class only. */
  auc: number | null;
  auc_sens_80: number | null;
  ap: number | null;
  /** Mean over the classes that occur of the share called rightly. */
  balanced_accuracy: number | null;
}

/** Throws BAD_INPUT on bad labels or scores. */
export function isicScores(data: ScoredLabels): IsicScores {
  const counts = isicConfusion(data);
  const table = createScoreTable(data);
  const rates = [sensitivity(counts), specificity(counts)].filter((rate) => rate !== null);
  return {
    accuracy: accuracy(counts),
    sensitivity: isicRate(sensitivity(counts)),
    specificity: isicRate(specificity(counts)),
    dice: isicRate(f1(counts)),
    ppv: isicRate(ppv(counts)),
    npv: isicRate(npv(counts)),
    auc: auc(table),
    auc_sens_80: isicAucSens80(table),
    ap: averagePrecision(table),
    balanced_accuracy: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
  };
}

/** Counts with the scorer's strict decision: malignant is score > .5. */
export function isicConfusion(data: ScoredLabels): ConfusionCounts {
  checkScoredLabels(data);
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (let i = 0; i < data.labels.length; i++) {
    const called = at(data.scores, i) > 0.5;
    if (data.labels[i] === 1) counts[called ? 'tp' : 'fn']++;
    else counts[called ? 'fp' : 'tn']++;
  }
  return counts;
}

/** The scorer's reading of an undefined ratio: 1, a present. */
export function isicRate(rate: number | null): number {
  return rate ?? 1;
}

/** Raw area under the ROC from the false positive rate where sensitivity first reaches .80 up to 1, the edge interpolated. */
export function isicAucSens80(table: Parameters<typeof aucFromSensitivity>[0]): number | null {
  return aucFromSensitivity(table, 0.8);
}
