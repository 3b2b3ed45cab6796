import { exactAucOf } from '../../../../electron/shared/metrics/exactAuc.ts';
import { sampleSizeForRate, predictiveValueIntervals } from '../../../../electron/shared/metrics/intervals.ts';
import { netBenefitTreatAll } from '../../../../electron/shared/metrics/utility.ts';
import type {
  Estimate,
  EvaluationSummary,
  IntervalMethod,
  RateEstimate,
} from '../../../../electron/shared/schemas/evaluationSummary.ts';
import { formatCount, formatNumber, formatPercent, formatScore } from '../../i18n/format.svelte.ts';
import { t } from '../../i18n/index.svelte.ts';
import type { TermName } from '../../i18n/terms.ts';
import { intervalText } from '../../i18n/formatStatistics.ts';
import { methodText, rateText } from './figureText.ts';
import type { Resampled } from './resampled.svelte.ts';
import { TARGETS, type ResampledFigure } from './resampling.ts';

/** One figure as the table says it. */
export interface MetricRow {
  key: string;
  term: TermName;
  /** Other words than the term's own. */
  label?: string;
  text: string;
  /** What it has to be read beside. */
  note?: string;
  n: number;
  /** null: still being computed. */
  method: string | null;
}

const rateRow = (key: string, term: TermName, rate: RateEstimate): MetricRow => ({
  key,
  term,
  text: rateText(rate),
  n: rate.total,
  method: methodText(rate.method),
});

const estimateRow = (
  key: string,
  term: TermName,
  n: number,
  estimate: Estimate,
  kind: 'score' | 'percent',
): MetricRow => ({
  key,
  term,
  text:
    estimate.value === null
      ? t('common.undefined')
      : kind === 'score'
        ? `${formatScore(estimate.value)} ${intervalText(estimate, 3)}`
        : `${formatPercent(estimate.value)} ${intervalText(estimate, 1, 100)}`,
  n,
  method: methodText(estimate.method),
});

/** A figure whose interval comes from resampling: its value is there at once, the interval when it has been computed. */
function resampledRow(
  row: Pick<MetricRow, 'key' | 'term' | 'n'> & { label?: string; note?: string },
  value: number | null,
  estimate: { low: number | null; high: number | null; method: IntervalMethod } | undefined,
  digits = 3,
): MetricRow {
  if (value === null) return { ...row, text: t('common.undefined'), method: methodText('not estimable') };
  const figure = formatNumber(value, digits);
  if (estimate === undefined) return { ...row, text: figure, method: null };
  return { ...row, text: `${figure} ${intervalText(estimate, digits)}`, method: methodText(estimate.method) };
}

export function thresholdRows(summary: EvaluationSummary, resampled: Resampled): MetricRow[] {
  const { n } = summary;
  const { positive, negative } = summary.likelihoodRatios;
  const treatAll = summary.prevalence === null ? null : netBenefitTreatAll(summary.prevalence, summary.threshold);
  const by = (figure: ResampledFigure, term: TermName, value: number | null, note?: string): MetricRow =>
    resampledRow({ key: figure, term, n, ...(note === undefined ? {} : { note }) }, value, resampled.get(figure));
  return [
    rateRow('sensitivity', 'sensitivity', summary.sensitivity),
    rateRow('specificity', 'specificity', summary.specificity),
    rateRow('ppv', 'ppv', summary.ppv),
    rateRow('npv', 'npv', summary.npv),
    rateRow('accuracy', 'accuracy', summary.accuracyInterval),
    by('balancedAccuracy', 'balancedAccuracy', summary.balancedAccuracy),
    by('likelihoodPositive', 'likelihoodPositive', positive),
    by('likelihoodNegative', 'likelihoodNegative', negative),
    by('f1', 'f1', summary.f1),
    by('mcc', 'mcc', summary.mcc),
    by('kappa', 'kappa', summary.kappa),
    by('netBenefit', 'netBenefit', summary.netBenefit, t('workbench.treatAll', { value: formatScore(treatAll) })),
  ];
}

/** PPV and NPV where another share is malignant. */
export function prevalenceRows(summary: EvaluationSummary, prevalence: number): MetricRow[] {
  const { ppv, npv } = predictiveValueIntervals(summary.confusion, prevalence);
  return [
    estimateRow('ppvAt', 'ppv', summary.n, ppv, 'percent'),
    estimateRow('npvAt', 'npv', summary.n, npv, 'percent'),
  ];
}

/** Values of what only the resampling computes: undefined until then. */
function targetRow(key: ResampledFigure, term: TermName, label: string, n: number, resampled: Resampled): MetricRow {
  const estimate = resampled.get(key);
  const row = { key, term, label, n };
  if (estimate === undefined) return { ...row, text: '', method: null };
  if (estimate.value === null) return resampledRow(row, null, estimate);
  const at = estimate.threshold ?? null;
  return {
    ...row,
    text: `${formatPercent(estimate.value)} ${intervalText(estimate, 1, 100)}`,
    method: methodText(estimate.method),
    ...(at === null ? {} : { note: t('workbench.atScore', { threshold: formatScore(at) }) }),
  };
}

/** An AUC of exactly 0 or 1 has no DeLong interval, but an exact one. */
function aucRow(summary: EvaluationSummary): MetricRow {
  const row = estimateRow('auc', 'auc', summary.n, summary.auc, 'score');
  const exact = exactAucOf(summary.auc.value, summary);
  return exact === null ? row : { ...row, note: t('workbench.aucExact', { interval: intervalText(exact, 3) }) };
}

export function rankingRows(summary: EvaluationSummary, resampled: Resampled): MetricRow[] {
  const { n } = summary;
  const chance = t('workbench.chanceIs', { value: formatScore(summary.prevalence) });
  const only = (key: 'partialAuc' | 'mcclish'): MetricRow => {
    const estimate = resampled.get(key);
    const row = { key, term: key, n };
    return estimate === undefined ? { ...row, text: '', method: null } : resampledRow(row, estimate.value, estimate);
  };
  return [
    aucRow(summary),
    resampledRow(
      { key: 'averagePrecision', term: 'averagePrecision', n, note: chance },
      summary.averagePrecision,
      resampled.get('averagePrecision'),
    ),
    only('partialAuc'),
    only('mcclish'),
    ...TARGETS.map((target) =>
      targetRow(
        `specificityAt${target}`,
        'specificityAt',
        t('workbench.specificityAt', { percent: formatPercent(target / 100, 0) }),
        summary.negatives,
        resampled,
      ),
    ),
    ...TARGETS.map((target) =>
      targetRow(
        `sensitivityAt${target}`,
        'sensitivityAt',
        t('workbench.sensitivityAt', { percent: formatPercent(target / 100, 0) }),
        summary.positives,
        resampled,
      ),
    ),
  ];
}

/** What is said of scores as probabilities. */
export interface ProbabilityFigures {
  n: number;
  brier: number | null;
  logLoss: number | null;
  ece: number | null;
  calibration: { intercept: number | null; slope: number | null; inTheLarge: number | null };
}

/** prefix `after-`: of the recalibrated scores. */
export function probabilityRows(
  figures: ProbabilityFigures,
  resampled: Resampled,
  prefix: '' | 'after-' = '',
): MetricRow[] {
  const { n, calibration } = figures;
  const by = (
    figure: 'brier' | 'logLoss' | 'ece' | 'intercept' | 'slope' | 'inTheLarge',
    term: TermName,
    value: number | null,
  ): MetricRow => resampledRow({ key: `${prefix}${figure}`, term, n }, value, resampled.get(`${prefix}${figure}`));
  return [
    by('brier', 'brier', figures.brier),
    by('logLoss', 'loss', figures.logLoss),
    by('ece', 'ece', figures.ece),
    by('intercept', 'calibrationIntercept', calibration.intercept),
    by('slope', 'calibrationSlope', calibration.slope),
    by('inTheLarge', 'inTheLarge', calibration.inTheLarge),
  ];
}

/** Sensitivity, specificity and AUC with whole patients or lesions drawn. */
export function groupRows(summary: EvaluationSummary, resampled: Resampled): MetricRow[] {
  const percent = (key: 'groupSensitivity' | 'groupSpecificity', term: TermName, rate: RateEstimate): MetricRow => {
    const estimate = resampled.get(key);
    const row = { key, term, n: rate.total };
    if (rate.value === null) return resampledRow(row, null, estimate);
    const text = formatPercent(rate.value);
    return estimate === undefined
      ? { ...row, text, method: null }
      : { ...row, text: `${text} ${intervalText(estimate, 1, 100)}`, method: methodText(estimate.method) };
  };
  return [
    percent('groupSensitivity', 'sensitivity', summary.sensitivity),
    percent('groupSpecificity', 'specificity', summary.specificity),
    resampledRow({ key: 'groupAuc', term: 'auc', n: summary.n }, summary.auc.value, resampled.get('groupAuc')),
  ];
}

/** How many malignant cases an interval of +-halfWidth at an expected sensitivity needs, in words. */
export const sampleSizeText = (expected: number, halfWidth: number, have: number): string =>
  t('workbench.sampleNeeded', { count: sampleSizeForRate(expected, halfWidth), have: formatCount(have) });
