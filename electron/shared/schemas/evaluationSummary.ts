import { z } from 'zod';
import { Probability } from './common.ts';

/** Decisions counted against labels; malignant is positive. */
export const ConfusionCounts = z.object({
  tp: z.int().min(0),
  fp: z.int().min(0),
  fn: z.int().min(0),
  tn: z.int().min(0),
});
export type ConfusionCounts = z.infer<typeof ConfusionCounts>;

/** How an interval was made. `not estimable` stands exactly where low and high are null. */
export const IntervalMethod = z.enum([
  'Wilson',
  'Clopper-Pearson',
  'logit',
  'DeLong',
  'bootstrap (stratified, percentile)',
  'bootstrap (by group, percentile)', // whole patients or lesions are drawn
  'exact (pairs)', // of an AUC of exactly 0 or 1, where DeLong has none
  'not estimable',
]);
export type IntervalMethod = z.infer<typeof IntervalMethod>;

/** A figure with its 95% interval (unless said otherwise); null where it is undefined, never 0 instead. */
export const Estimate = z.object({
  value: Probability.nullable(),
  low: Probability.nullable(),
  high: Probability.nullable(),
  method: IntervalMethod,
});
export type Estimate = z.infer<typeof Estimate>;

/** A proportion with what it was counted from: value = count / total. */
export const RateEstimate = Estimate.extend({ count: z.int().min(0), total: z.int().min(0) });
export type RateEstimate = z.infer<typeof RateEstimate>;

/** Logistic recalibration of the labels on logit(score): perfect is intercept 0, slope 1, in-the-large 0. */
export const Calibration = z.object({
  intercept: z.number().nullable(),
  slope: z.number().nullable(),
  inTheLarge: z.number().nullable(),
});
export type Calibration = z.infer<typeof Calibration>;

/** Coded hints on how far the numbers can be trusted; the words stand with the window and the command line. */
export const SummaryWarning = z.enum([
  'NO_ROWS',
  'ONE_CLASS', // sensitivity or specificity and everything on ranking is undefined
  'FEW_POSITIVES', // under 10: intervals are wide and may mislead
  'FEW_NEGATIVES',
  'LABELS_MAY_BE_SWAPPED', // AUC below .5
  'CONSTANT_SCORES', // every photo has the same score
  'LOG_LOSS_CLIPPED', // a certain score (0 or 1) was wrong: log loss would be infinite
  'CALIBRATION_CLIPPED', // scores of 0 or 1 have no finite logit
  'CALIBRATION_NOT_ESTIMABLE', // scores separate the classes, or do not vary
  'ACCURACY_NOT_ABOVE_MAJORITY', // naming the more common class every time is as accurate
]);
export type SummaryWarning = z.infer<typeof SummaryWarning>;

/** What `evaluate` and `metrics` print as JSON and the results screen shows. */
export const EvaluationSummary = z.object({
  n: z.int().min(0),
  positives: z.int().min(0),
  negatives: z.int().min(0),
  /** Share of malignant photos among those evaluated. */
  prevalence: Probability.nullable(),
  /** Decision: score >= threshold is malignant. */
  threshold: Probability,
  confusion: ConfusionCounts,
  sensitivity: RateEstimate,
  specificity: RateEstimate,
  ppv: RateEstimate,
  npv: RateEstimate,
  auc: Estimate,
  /** Step-wise: sum over thresholds of (recall step x precision). */
  averagePrecision: Probability.nullable(),
  /** Mean squared difference of score and label. */
  brier: Probability.nullable(),
  /** Mean binary cross-entropy, natural logarithm. */
  logLoss: z.number().min(0).nullable(),
  /** Photos whose score had to be clipped to keep the log loss finite. */
  logLossClipped: z.int().min(0),
  /** Expected calibration error over ten bins of equal width. */
  ece: Probability.nullable(),
  calibration: Calibration,
  accuracy: Probability.nullable(),
  accuracyInterval: RateEstimate,
  /** Accuracy of always naming the more common class: what accuracy must beat. */
  majorityAccuracy: Probability.nullable(),
  balancedAccuracy: Probability.nullable(),
  f1: Probability.nullable(),
  mcc: z.number().min(-1).max(1).nullable(),
  kappa: z.number().min(-1).max(1).nullable(),
  likelihoodRatios: z.object({ positive: z.number().min(0).nullable(), negative: z.number().min(0).nullable() }),
  /** At this threshold, per photo; null at a threshold of 1. */
  netBenefit: z.number().max(1).nullable(),
  warnings: z.array(SummaryWarning),
});
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;
