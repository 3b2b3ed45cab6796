import { bootstrapInterval, type GroupedScores } from '../../../shared/metrics/bootstrap.ts';
import { brierScore, expectedCalibrationError, logLoss, reliabilityBins } from '../../../shared/metrics/calibration.ts';
import {
  balancedAccuracy,
  f1,
  kappa,
  likelihoodRatios,
  mcc,
  sensitivity,
  specificity,
} from '../../../shared/metrics/confusion.ts';
import {
  partialAucInterval,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from '../../../shared/metrics/operatingPoints.ts';
import { auc, averagePrecision } from '../../../shared/metrics/ranking.ts';
import { recalibrate } from '../../../shared/metrics/recalibration.ts';
import { RESAMPLE_SEED, resamplesFor } from '../../../shared/metrics/resamplePlan.ts';
import { confusionAt, type ScoreTable } from '../../../shared/metrics/scoreTable.ts';
import { netBenefit } from '../../../shared/metrics/utility.ts';
import type { Estimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { ReportFacts, ResampledEstimate } from '../../../shared/schemas/report.ts';
import { ResampledName } from '../../../shared/schemas/report.ts';

const TARGETS = [0.8, 0.9, 0.95] as const;
const MIN_SENSITIVITY = 0.8;
const MAX_FPR = 0.1;

export interface ResampleInput {
  labels: readonly number[];
  scores: readonly number[];
  calibrated: readonly number[] | null;
  /** One a photo where at least one group holds two; else null. */
  groups: readonly (string | null)[] | null;
  threshold: number;
}

export type ResampledFacts = Pick<
  ReportFacts,
  'resamples' | 'resampled' | 'specificityAtSensitivity' | 'sensitivityAtSpecificity' | 'partialAuc'
> & { grouped: { sensitivity: Estimate; specificity: Estimate; auc: Estimate } | null };

type Statistic = (table: ScoreTable) => number | null;

/** Of one set of scores: its three lines are fitted once a resample, for one seed draws the same resamples in the same order each time. */
const probabilitiesOf = () => {
  const fitted: ReturnType<typeof recalibrate>[] = [];
  const line = (name: 'intercept' | 'slope' | 'inTheLarge'): Statistic => {
    let draw = 0;
    return (table) => (fitted[draw++] ??= recalibrate(table))[name];
  };
  return {
    brier: brierScore,
    logLoss: (table) => logLoss(table).value,
    ece: (table) => expectedCalibrationError(reliabilityBins(table)),
    intercept: line('intercept'),
    slope: line('slope'),
    inTheLarge: line('inTheLarge'),
  } satisfies Partial<Record<ResampledName, Statistic>>;
};

/** Every interval that needs resampling. `pause` is awaited between figures: with 100,000 photos each takes a second or so. */
export async function resampledFacts(input: ResampleInput, pause: () => Promise<void>): Promise<ResampledFacts> {
  const { labels, threshold, groups } = input;
  const options = { seed: RESAMPLE_SEED, resamples: resamplesFor(labels.length) };
  const rowsOf = (scores: readonly number[]): GroupedScores =>
    groups === null ? { labels, scores } : { labels, scores, groups };
  const rows = rowsOf(input.scores);
  // only calls matter at a threshold: with two scores a resample is counted instead of sorted
  const calls = rowsOf(input.scores.map((score) => (score >= threshold ? 1 : 0)));
  const atThreshold: Partial<Record<ResampledName, Statistic>> = {
    balancedAccuracy: (table) => balancedAccuracy(confusionAt(table, 1)),
    f1: (table) => f1(confusionAt(table, 1)),
    mcc: (table) => mcc(confusionAt(table, 1)),
    kappa: (table) => kappa(confusionAt(table, 1)),
    likelihoodPositive: (table) => likelihoodRatios(confusionAt(table, 1)).positive,
    likelihoodNegative: (table) => likelihoodRatios(confusionAt(table, 1)).negative,
    netBenefit: (table) => netBenefit(confusionAt(table, 1), threshold),
  };
  const resampled: ReportFacts['resampled'] = {};
  const draw = async (name: ResampledName, data: GroupedScores, statistic: Statistic): Promise<void> => {
    await pause();
    const { value, low, high, method } = bootstrapInterval(data, statistic, options);
    resampled[name] = { value, low, high, method } satisfies ResampledEstimate;
  };
  await draw('averagePrecision', rows, averagePrecision);
  for (const [name, statistic] of named(atThreshold)) await draw(name, calls, statistic);
  for (const [name, statistic] of named(probabilitiesOf())) await draw(name, rows, statistic);
  if (input.calibrated !== null) {
    const calibrated = rowsOf(input.calibrated);
    const probabilities = probabilitiesOf();
    await draw('after-brier', calibrated, probabilities.brier);
    await draw('after-logLoss', calibrated, probabilities.logLoss);
    await draw('after-ece', calibrated, probabilities.ece);
    await draw('after-intercept', calibrated, probabilities.intercept);
    await draw('after-slope', calibrated, probabilities.slope);
    await draw('after-inTheLarge', calibrated, probabilities.inTheLarge);
  }
  await pause();
  const { value, low, high, method } = partialAucInterval(rows, { maxFpr: MAX_FPR }, options);
  resampled.mcclish = { value, low, high, method };
  const specificityAtSensitivities: ReportFacts['specificityAtSensitivity'] = [];
  const sensitivityAtSpecificities: ReportFacts['sensitivityAtSpecificity'] = [];
  for (const target of TARGETS) {
    await pause();
    const { resamples: _r, dropped: _d, ...atSensitivity } = specificityAtSensitivity(rows, target, options);
    specificityAtSensitivities.push({ target, ...atSensitivity });
    await pause();
    const { resamples: _n, dropped: _o, ...atSpecificity } = sensitivityAtSpecificity(rows, target, options);
    sensitivityAtSpecificities.push({ target, ...atSpecificity });
  }
  await pause();
  const partial = partialAucInterval(rows, { minSensitivity: MIN_SENSITIVITY }, options);
  const rate = (data: GroupedScores, statistic: Statistic): Estimate => {
    const estimate = bootstrapInterval(data, statistic, options);
    return { value: estimate.value, low: estimate.low, high: estimate.high, method: estimate.method };
  };
  await pause();
  return {
    resamples: options.resamples,
    resampled,
    specificityAtSensitivity: specificityAtSensitivities,
    sensitivityAtSpecificity: sensitivityAtSpecificities,
    partialAuc: {
      minSensitivity: MIN_SENSITIVITY,
      value: partial.value,
      low: partial.low,
      high: partial.high,
      method: partial.method,
    },
    grouped:
      groups === null
        ? null
        : {
            sensitivity: rate(calls, (table) => sensitivity(confusionAt(table, 1))),
            specificity: rate(calls, (table) => specificity(confusionAt(table, 1))),
            auc: rate(rows, auc),
          },
  };
}

const named = (statistics: Partial<Record<ResampledName, Statistic>>): [ResampledName, Statistic][] =>
  ResampledName.options.flatMap((name) => {
    const statistic = statistics[name];
    return statistic === undefined ? [] : [[name, statistic]];
  });
