import { expectedCalibrationError, brierScore, logLoss, reliabilityBins } from '../../../shared/metrics/calibration.ts';
import { exactAucInterval } from '../../../shared/metrics/exactAuc.ts';
import { outOfThousand } from '../../../shared/metrics/iconArray.ts';
import {
  clopperPearson,
  predictiveValueIntervals,
  sampleSizeForRate,
  wilson,
} from '../../../shared/metrics/intervals.ts';
import { applyRecalibration, recalibrate, recalibrateTable } from '../../../shared/metrics/recalibration.ts';
import { createScoreTable, type ScoreTable } from '../../../shared/metrics/scoreTable.ts';
import { summarize } from '../../../shared/metrics/summary.ts';
import { decisionCurve, netBenefitTreatAll } from '../../../shared/metrics/utility.ts';
import { NOTICE } from '../../../shared/notice.ts';
import type { EvaluationColumns, EvaluationDetail } from '../../../shared/schemas/evaluation.ts';
import type { EvaluationSummary, RateEstimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { Provenance } from '../../../shared/schemas/provenance.ts';
import type { CalibrationReport, Optimism, ReportFacts, ReportRequest } from '../../../shared/schemas/report.ts';
import type { ReportModel } from '../reportModel.ts';
import { comparisonsOf } from './comparisons.ts';
import { errorRowsOf } from './errorRows.ts';
import { resampledFacts } from './resampled.ts';
import { subgroupsOf, SUBGROUP_MINIMUM } from './subgroups.ts';

export interface ReportInput {
  detail: EvaluationDetail;
  columns: EvaluationColumns;
  provenance: Provenance;
  optimism: Optimism | null;
  /** Other evaluations of the same photos. */
  others: EvaluationDetail[];
  options: Pick<ReportRequest, 'prevalence' | 'author'>;
  /** When the report is made, ISO 8601 in UTC; and the LesionLab that makes it. */
  date: string;
  version: string;
}

/** Everything that a report says, from what is stored: the same bytes for the same input. `pause` is awaited between long steps. */
export async function reportModel(input: ReportInput, pause: () => Promise<void>): Promise<ReportModel> {
  const { detail, columns, provenance, others } = input;
  const { evaluation, scores } = detail;
  const threshold = evaluation.threshold.value;
  const summary = summarize({ labels: scores.labels, scores: scores.scores, threshold });
  const table = createScoreTable(scores);
  const { recalibration } = provenance;
  const calibrated =
    recalibration === null ? null : scores.scores.map((score) => applyRecalibration(score, recalibration));
  const calibratedTable = recalibration === null ? null : recalibrateTable(table, recalibration);
  const groups = columns.groupColumn === null ? null : groupsThatHoldSeveral(columns.groups);
  const { grouped, ...resampled } = await resampledFacts(
    { labels: scores.labels, scores: scores.scores, calibrated, groups, threshold },
    pause,
  );
  const { comparisons, compared } = comparisonsOf(detail, others);
  await pause();
  const facts: ReportFacts = {
    ...summary,
    ...about(input),
    optimistic: input.optimism !== null,
    thresholdChoice: { ...evaluation.threshold, optimism: input.optimism, restsOn: restsOn(input, summary) },
    exact: exactRates(summary),
    byGroup:
      grouped === null || columns.groupColumn === null
        ? null
        : { column: columns.groupColumn, groups: countGroups(columns.groups), ...grouped },
    atPrevalence: atPrevalence(summary, input.options.prevalence),
    ...resampled,
    aucExact: exactAuc(table),
    netBenefitTreatAll: summary.prevalence === null ? null : netBenefitTreatAll(summary.prevalence, threshold),
    decisionCurve: {
      calibrated: recalibration !== null,
      threshold: recalibration === null ? threshold : applyRecalibration(threshold, recalibration),
      points: decisionCurve(calibratedTable ?? table, DECISION_THRESHOLDS),
    },
    calibrationBefore: calibrationOf(table),
    recalibrated:
      recalibration === null || calibratedTable === null
        ? null
        : {
            recalibration,
            inSample: evaluation.source.kind === 'split' && evaluation.source.split === 'valid',
            after: calibrationOf(calibratedTable),
          },
    subgroupMinimum: SUBGROUP_MINIMUM,
    subgroups: subgroupsOf(scores, columns, threshold),
    comparisons,
    ...errorRowsOf(scores, columns, calibrated, threshold),
    ...trainingFacts(provenance),
    sampleSizes: sampleSizesOf(summary),
  };
  return { facts, scores: { labels: scores.labels, scores: scores.scores }, compared };
}

/** From 0 to .99. */
const DECISION_THRESHOLDS = Array.from({ length: 100 }, (_, i) => i / 100);

type About = Pick<
  ReportFacts,
  | 'notice'
  | 'formatVersion'
  | 'generatedAt'
  | 'lesionlab'
  | 'author'
  | 'name'
  | 'runId'
  | 'evaluationId'
  | 'evaluatedAt'
  | 'origin'
  | 'split'
  | 'source'
  | 'mapping'
  | 'modelHash'
  | 'unreadable'
  | 'outOfFold'
  | 'fine'
>;

function about({ detail: { evaluation, fine }, options, date, version }: ReportInput): About {
  const { source, origin } = evaluation;
  return {
    notice: NOTICE,
    formatVersion: 1,
    generatedAt: date,
    lesionlab: version,
    author: options.author,
    name: evaluation.name,
    runId: evaluation.runId,
    evaluationId: evaluation.id,
    evaluatedAt: evaluation.createdAt,
    origin: origin.kind,
    split: source.kind === 'split' ? source.split : null,
    source: source.kind === 'split' || source.kind === 'outOfFold' ? null : source.path,
    mapping: source.kind === 'folder' ? source.mapping : null,
    modelHash: evaluation.modelHash,
    unreadable: evaluation.unreadable,
    outOfFold: source.kind === 'outOfFold' ? { folds: source.folds } : null,
    fine: fine ?? null,
  };
}

function trainingFacts({ run, dataset, openings, backbone }: Provenance) {
  const { error: _error, jobId: _jobId, ...shown } = run?.run ?? { error: null, jobId: null };
  return {
    testOpenings: openings,
    dataset,
    run: run === null || !('id' in shown) ? null : shown,
    runUnreadable: run?.unreadable.length ?? 0,
    epochs: run?.epochs ?? [],
    environment: run?.environment ?? null,
    backbone,
  };
}

/**
 * A rule read the threshold off the run's validation photos: how few malignant ones there were, and how sure a sensitivity like the one that
 * was asked for can be with so many. null where no rule was used, or the validation photos are not known.
 */
function restsOn(
  { detail: { evaluation }, provenance }: ReportInput,
  summary: EvaluationSummary,
): ReportFacts['thresholdChoice']['restsOn'] {
  const { source, target } = evaluation.threshold;
  if (!['targetSensitivity', 'targetSpecificity', 'youden', 'cost'].includes(source)) return null;
  const isValid = evaluation.source.kind === 'split' && evaluation.source.split === 'valid';
  const known = provenance.recalibration?.positives ?? provenance.dataset?.counts.valid?.malignant ?? null;
  const positives = isValid || provenance.run === null ? summary.positives : known;
  if (positives === null || positives === 0) return null;
  if (isValid || provenance.run === null) return { positives, example: summary.sensitivity };
  const aim = source === 'targetSensitivity' && target !== null ? target : 0.9;
  return { positives, example: wilson(Math.min(positives, Math.ceil(aim * positives - 1e-9)), positives) };
}

function exactRates(summary: EvaluationSummary): ReportFacts['exact'] {
  const { sensitivity, specificity, ppv, npv, accuracyInterval } = summary;
  const exact = ({ count, total }: RateEstimate): RateEstimate => clopperPearson(count, total);
  return {
    sensitivity: exact(sensitivity),
    specificity: exact(specificity),
    ppv: exact(ppv),
    npv: exact(npv),
    accuracy: exact(accuracyInterval),
  };
}

function exactAuc(table: ScoreTable): ReportFacts['aucExact'] {
  const exact = exactAucInterval(table);
  return exact === null ? null : { value: exact.value, low: exact.low, high: exact.high, method: exact.method };
}

function atPrevalence(summary: EvaluationSummary, prevalence: number | null): ReportFacts['atPrevalence'] {
  if (prevalence === null) return null;
  const [sensitivity, specificity] = [summary.sensitivity.value, summary.specificity.value];
  return {
    prevalence,
    ...predictiveValueIntervals(summary.confusion, prevalence),
    ofThousand:
      sensitivity === null || specificity === null ? null : outOfThousand({ sensitivity, specificity, prevalence }),
  };
}

function calibrationOf(table: ScoreTable): CalibrationReport {
  const { intercept, slope, inTheLarge } = recalibrate(table);
  const bins = reliabilityBins(table);
  return {
    calibration: { intercept, slope, inTheLarge },
    brier: brierScore(table),
    logLoss: logLoss(table).value,
    ece: expectedCalibrationError(bins),
    bins: bins.map(({ low, high, meanScore, rate }) => ({ low, high, meanScore, rate })),
  };
}

const USUAL = 0.9;

/** The usual aim, and the rates that were measured. */
function sampleSizesOf({
  sensitivity,
  specificity,
  positives,
  negatives,
}: EvaluationSummary): ReportFacts['sampleSizes'] {
  const halfWidth = 0.05;
  const row = (rate: 'sensitivity' | 'specificity', assumed: number): ReportFacts['sampleSizes'][number] => ({
    rate,
    assumed,
    halfWidth,
    needed: sampleSizeForRate(assumed, halfWidth),
    have: rate === 'sensitivity' ? positives : negatives,
  });
  const measured = (rate: 'sensitivity' | 'specificity', { value }: RateEstimate): ReportFacts['sampleSizes'] =>
    value === null || value === 0 || value === 1 || (rate === 'sensitivity' && value === USUAL)
      ? []
      : [row(rate, value)];
  return [row('sensitivity', 0.9), ...measured('sensitivity', sensitivity), ...measured('specificity', specificity)];
}

/** The groups of photos, where at least one group holds two: else each photo counts for itself anyway. */
function groupsThatHoldSeveral(groups: readonly (string | null)[]): readonly (string | null)[] | null {
  const known = groups.filter((group) => group !== null);
  return new Set(known).size < known.length ? groups : null;
}

const countGroups = (groups: readonly (string | null)[]): number =>
  new Set(groups.filter((group) => group !== null)).size;
