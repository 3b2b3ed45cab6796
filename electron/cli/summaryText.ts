import { exactAucOf } from '../shared/metrics/exactAuc.ts';
import { NOTICE } from '../shared/notice.ts';
import { fixed } from '../shared/rounding.ts';
import type { FineMatrix } from '../shared/schemas/evaluation.ts';
import type { EvaluationSummary, RateEstimate } from '../shared/schemas/evaluationSummary.ts';
import { summaryWarningText } from './errorText.ts';
import { fineText } from './fineText.ts';
import { decimals, keyValues, percent, textTable } from './table.ts';

/** 75 -> `1 min 15 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A rate with what it was counted from: `84 of 117, 71.8 % (63.0-79.2, Wilson)`. */
export function rateText(rate: RateEstimate): string {
  const counted = `${rate.count} of ${rate.total}, ${percent(rate.value)}`;
  if (rate.low === null || rate.high === null) return counted;
  return `${counted} (${fixed(100 * rate.low, 1)}-${fixed(100 * rate.high, 1)}, ${rate.method})`;
}

/** `0.842 (0.801-0.883, DeLong)`; an AUC of exactly 0 or 1 has no DeLong interval, but an exact one. */
export function aucText({ auc, positives, negatives }: EvaluationSummary): string {
  if (auc.value === null) return decimals(null);
  const found = auc.low === null ? (exactAucOf(auc.value, { positives, negatives }) ?? auc) : auc;
  const interval =
    found.low === null ? 'interval not estimable' : `${decimals(found.low)}-${decimals(found.high)}, ${found.method}`;
  return `${decimals(auc.value)} (${interval})`;
}

/** An evaluation for people: matrix first, counts before percentages, every rate with its interval; that of a run's own classes last, where it has some. */
export function summaryText(summary: EvaluationSummary, fine: FineMatrix | null = null): string {
  const { confusion: c } = summary;
  const matrix = textTable(
    ['', 'called malignant', 'called benign'],
    [
      ['malignant', String(c.tp), String(c.fn)],
      ['benign', String(c.fp), String(c.tn)],
    ],
    [1, 2],
  );
  const figures = keyValues([
    ['photos', `${summary.n} (${summary.positives} malignant, ${summary.negatives} benign)`],
    ['threshold', `${summary.threshold} (a score at or above it is called malignant)`],
    ['found malignant (sensitivity)', rateText(summary.sensitivity)],
    ['cleared benign (specificity)', rateText(summary.specificity)],
    ['malignant calls that are right (PPV)', rateText(summary.ppv)],
    ['benign calls that are right (NPV)', rateText(summary.npv)],
    ['AUC', aucText(summary)],
    ['average precision', decimals(summary.averagePrecision)],
    ['loss (log loss)', decimals(summary.logLoss)],
    ['Brier score', decimals(summary.brier)],
    ['calibration error (ECE)', decimals(summary.ece)],
    [
      'calibration intercept, slope, in-the-large',
      [summary.calibration.intercept, summary.calibration.slope, summary.calibration.inTheLarge]
        .map((value) => decimals(value))
        .join(', '),
    ],
    [
      'accuracy',
      `${percent(summary.accuracy)}; naming the more common class every time: ${percent(summary.majorityAccuracy)}`,
    ],
    ['balanced accuracy', decimals(summary.balancedAccuracy)],
    ['F1, MCC, kappa', [summary.f1, summary.mcc, summary.kappa].map((value) => decimals(value)).join(', ')],
  ]);
  const hints = summary.warnings.map((warning) => `! ${summaryWarningText(warning)}`);
  const classes = fine === null ? [] : ['', fineText(fine)];
  return [matrix, '', figures, ...hints, ...classes, '', NOTICE].join('\n');
}
