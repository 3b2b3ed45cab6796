import { AppError } from '../errors.ts';
import type { ConfusionCounts, EvaluationSummary, SummaryWarning } from '../schemas/evaluationSummary.ts';
import { brierScore, expectedCalibrationError, logLoss, reliabilityBins } from './calibration.ts';
import { accuracy, balancedAccuracy, f1, kappa, likelihoodRatios, mcc } from './confusion.ts';
import { delongAuc } from './delong.ts';
import { wilson } from './intervals.ts';
import { averagePrecision } from './ranking.ts';
import { recalibrate } from './recalibration.ts';
import { confusionAt, createScoreTable, type ScoreTable, type ScoredLabels } from './scoreTable.ts';
import { netBenefit } from './utility.ts';

/** Under so many photos of a class its rates are shown with a warning. */
const FEW = 10;

/** The part of a summary that no threshold changes. */
export type RankingSummary = Pick<
  EvaluationSummary,
  | 'n'
  | 'positives'
  | 'negatives'
  | 'prevalence'
  | 'auc'
  | 'averagePrecision'
  | 'brier'
  | 'logLoss'
  | 'logLossClipped'
  | 'ece'
  | 'calibration'
  | 'majorityAccuracy'
  | 'warnings'
>;

/**
 * Every number of an evaluation from one label and one probability a photo, in any order (the result is the same to
 * the last bit). Throws BAD_INPUT on labels other than 0 and 1, scores or a threshold outside [0, 1], unequal lengths.
 */
export function summarize({ threshold, ...data }: ScoredLabels & { threshold: number }): EvaluationSummary {
  const table = createScoreTable(data);
  return summarizeAt(table, summarizeRanking(table), threshold);
}

/** Once a set of scores; throws BAD_INPUT on scores outside [0, 1]. */
export function summarizeRanking(table: ScoreTable): RankingSummary {
  const { n, positives, negatives } = table;
  const { value: loss, clipped: logLossClipped } = logLoss(table);
  const { clipped: logitsClipped, ...calibration } = recalibrate(table);
  const { value, low, high, method } = delongAuc(table);
  const warnings: SummaryWarning[] = [];
  const bothClasses = positives > 0 && negatives > 0;
  if (n === 0) warnings.push('NO_ROWS');
  else if (!bothClasses) warnings.push('ONE_CLASS');
  if (n > 0 && positives < FEW) warnings.push('FEW_POSITIVES');
  if (n > 0 && negatives < FEW) warnings.push('FEW_NEGATIVES');
  if (value !== null && value < 0.5) warnings.push('LABELS_MAY_BE_SWAPPED');
  if (n > 1 && table.scores.length === 1) warnings.push('CONSTANT_SCORES');
  if (logLossClipped > 0) warnings.push('LOG_LOSS_CLIPPED');
  if (logitsClipped > 0) warnings.push('CALIBRATION_CLIPPED');
  if (bothClasses && calibration.slope === null) warnings.push('CALIBRATION_NOT_ESTIMABLE');
  return {
    n,
    positives,
    negatives,
    prevalence: n === 0 ? null : positives / n,
    auc: { value, low, high, method },
    averagePrecision: averagePrecision(table),
    brier: brierScore(table),
    logLoss: loss,
    logLossClipped,
    ece: expectedCalibrationError(reliabilityBins(table)),
    calibration,
    majorityAccuracy: n === 0 ? null : Math.max(positives, negatives) / n,
    warnings,
  };
}

/** At each move of a threshold, in microseconds. Throws BAD_INPUT on a threshold outside [0, 1]. */
export function summarizeAt(table: ScoreTable, ranking: RankingSummary, threshold: number): EvaluationSummary {
  if (!(threshold >= 0 && threshold <= 1)) throw new AppError('BAD_INPUT', `threshold ${threshold} is not from 0 to 1`);
  const confusion: ConfusionCounts = confusionAt(table, threshold);
  const { tp, fp, fn, tn } = confusion;
  const right = accuracy(confusion);
  const warnings = [...ranking.warnings];
  if (table.positives > 0 && table.negatives > 0 && tp + tn <= Math.max(table.positives, table.negatives)) {
    warnings.push('ACCURACY_NOT_ABOVE_MAJORITY');
  }
  return {
    n: ranking.n,
    positives: ranking.positives,
    negatives: ranking.negatives,
    prevalence: ranking.prevalence,
    threshold,
    confusion,
    sensitivity: wilson(tp, tp + fn),
    specificity: wilson(tn, tn + fp),
    ppv: wilson(tp, tp + fp),
    npv: wilson(tn, tn + fn),
    auc: ranking.auc,
    averagePrecision: ranking.averagePrecision,
    brier: ranking.brier,
    logLoss: ranking.logLoss,
    logLossClipped: ranking.logLossClipped,
    ece: ranking.ece,
    calibration: ranking.calibration,
    accuracy: right,
    accuracyInterval: wilson(tp + tn, ranking.n),
    majorityAccuracy: ranking.majorityAccuracy,
    balancedAccuracy: balancedAccuracy(confusion),
    f1: f1(confusion),
    mcc: mcc(confusion),
    kappa: kappa(confusion),
    likelihoodRatios: likelihoodRatios(confusion),
    netBenefit: netBenefit(confusion, threshold),
    warnings,
  };
}
