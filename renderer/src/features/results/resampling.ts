import {
  bootstrapInterval,
  type BootstrapEstimate,
  type GroupedScores,
} from '../../../../electron/shared/metrics/bootstrap.ts';
import {
  brierScore,
  expectedCalibrationError,
  logLoss,
  reliabilityBins,
} from '../../../../electron/shared/metrics/calibration.ts';
import {
  balancedAccuracy,
  f1,
  kappa,
  likelihoodRatios,
  mcc,
  sensitivity,
  specificity,
} from '../../../../electron/shared/metrics/confusion.ts';
import {
  partialAucInterval,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
  type RateAtTarget,
} from '../../../../electron/shared/metrics/operatingPoints.ts';
import { auc, averagePrecision } from '../../../../electron/shared/metrics/ranking.ts';
import { recalibrate } from '../../../../electron/shared/metrics/recalibration.ts';
import { RESAMPLE_SEED, resamplesFor } from '../../../../electron/shared/metrics/resamplePlan.ts';
import { confusionAt, type ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { netBenefit } from '../../../../electron/shared/metrics/utility.ts';
import type { ConfusionCounts } from '../../../../electron/shared/schemas/evaluationSummary.ts';

/** Intervals that have no closed form; those of `ranking` and `probability` no threshold changes. */
type RankingFigure =
  'averagePrecision' | 'partialAuc' | 'mcclish' | `specificityAt${80 | 90 | 95}` | `sensitivityAt${80 | 90 | 95}`;
type ProbabilityName = 'brier' | 'logLoss' | 'ece' | 'intercept' | 'slope' | 'inTheLarge';
/** Of the scores as they are, and of the recalibrated ones. */
type ProbabilityFigure = ProbabilityName | `after-${ProbabilityName}`;
type ThresholdFigure =
  'balancedAccuracy' | 'f1' | 'mcc' | 'kappa' | 'likelihoodPositive' | 'likelihoodNegative' | 'netBenefit';
type GroupFigure = 'groupSensitivity' | 'groupSpecificity' | 'groupAuc';
export type ResampledFigure = RankingFigure | ProbabilityFigure | ThresholdFigure | GroupFigure;

/** threshold: of figures at operating points that the resampling itself chooses. */
export type ResampledEstimate = BootstrapEstimate & { threshold?: number | null };

export interface ResampleData {
  labels: Uint8Array;
  scores: Float64Array;
  /** Recalibrated scores; null where there is no map. */
  calibrated: Float64Array | null;
  /** Patient or lesion of each photo; null: none known of any. */
  groups: (string | null)[] | null;
}

/** One figure, known before it is computed. */
export interface Step {
  figure: ResampledFigure;
  run: () => ResampledEstimate;
}

/** The figures of a set of scores that no threshold changes, one a step, the quick ones first. */
export function rankingSteps(data: ResampleData): Step[] {
  const options = { seed: RESAMPLE_SEED, resamples: resamplesFor(data.labels.length) };
  const rows = rowsOf(data);
  const plain = (name: ResampledFigure, statistic: (table: ScoreTable) => number | null): Step => {
    return { figure: name, run: () => bootstrapInterval(rows, statistic, options) };
  };
  const at = (figure: ResampledFigure, run: () => RateAtTarget): Step => ({ figure, run });
  return [
    ...(data.groups === null ? [] : [plain('groupAuc', auc)]),
    plain('averagePrecision', averagePrecision),
    { figure: 'partialAuc', run: () => partialAucInterval(rows, { minSensitivity: 0.8 }, options) },
    { figure: 'mcclish', run: () => partialAucInterval(rows, { maxFpr: 0.1 }, options) },
    ...TARGETS.map((target) =>
      at(`specificityAt${target}`, () => specificityAtSensitivity(rows, target / 100, options)),
    ),
    ...TARGETS.map((target) =>
      at(`sensitivityAt${target}`, () => sensitivityAtSpecificity(rows, target / 100, options)),
    ),
    ...probabilitySteps(rows, options, ''),
    // the map stays as it was fitted on the validation photos; only the photos judged are drawn anew
    ...(data.calibrated === null ? [] : probabilitySteps({ ...rows, scores: data.calibrated }, options, 'after-')),
  ];
}

function probabilitySteps(
  rows: GroupedScores,
  options: { seed: number; resamples: number },
  prefix: '' | 'after-',
): Step[] {
  const step = (name: ProbabilityName, statistic: (table: ScoreTable) => number | null): Step => {
    return { figure: `${prefix}${name}`, run: () => bootstrapInterval(rows, statistic, options) };
  };
  return [
    step('brier', brierScore),
    step('logLoss', (table) => logLoss(table).value),
    step('ece', (table) => expectedCalibrationError(reliabilityBins(table))),
    step('intercept', (table) => recalibrate(table).intercept),
    step('slope', (table) => recalibrate(table).slope),
    step('inTheLarge', (table) => recalibrate(table).inTheLarge),
  ];
}

export const TARGETS = [80, 90, 95] as const;

/** The figures at a threshold; it stays what it is in every resample. */
export function thresholdSteps(data: ResampleData, threshold: number): Step[] {
  const options = { seed: RESAMPLE_SEED, resamples: resamplesFor(data.labels.length) };
  // only calls matter now: with two scores a resample is counted instead of sorted
  const calls = Float64Array.from(data.scores, (score) => (score >= threshold ? 1 : 0));
  const rows = rowsOf({ ...data, scores: calls });
  const counted = (name: ResampledFigure, statistic: (counts: ConfusionCounts) => number | null): Step => {
    return {
      figure: name,
      run: () => bootstrapInterval(rows, (table) => statistic(confusionAt(table, 1)), options),
    };
  };
  return [
    ...(data.groups === null
      ? []
      : [counted('groupSensitivity', sensitivity), counted('groupSpecificity', specificity)]),
    counted('balancedAccuracy', balancedAccuracy),
    counted('f1', f1),
    counted('mcc', mcc),
    counted('kappa', kappa),
    counted('likelihoodPositive', (counts) => likelihoodRatios(counts).positive),
    counted('likelihoodNegative', (counts) => likelihoodRatios(counts).negative),
    counted('netBenefit', (counts) => netBenefit(counts, threshold)),
  ];
}

function rowsOf({ labels, scores, groups }: ResampleData): GroupedScores {
  return groups === null ? { labels, scores } : { labels, scores, groups };
}
