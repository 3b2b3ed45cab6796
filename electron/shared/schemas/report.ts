import { z } from 'zod';
import { NOTICE } from '../notice.ts';
import { Id, Probability, Sha256, Split, Timestamp } from './common.ts';
import { ClassMapping, UnreadablePhoto } from './dataset.ts';
import { Calibration, Estimate, EvaluationSummary, IntervalMethod, RateEstimate } from './evaluationSummary.ts';
import { FineMatrix } from './evaluation.ts';
import { DatasetFacts, Provenance } from './provenance.ts';
import { Recalibration } from './recalibration.ts';
import { EpochMetrics, Run, RunEnvironment, TestOpening, Threshold } from './run.ts';

export const ReportFormat = z.enum(['html', 'pdf', 'modelCardMarkdown', 'modelCardJson', 'metricsJson']);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const ReportLanguage = z.enum(['en', 'zh-CN']);
export type ReportLanguage = z.infer<typeof ReportLanguage>;

export const ReportRequest = z.object({
  evaluationId: Id,
  path: z.string().min(1),
  format: ReportFormat,
  language: ReportLanguage,
  /** Share of malignant lesions where the model would be used: PPV and NPV are given at it too. null: the evaluated share only. */
  prevalence: z.number().gt(0).lt(1).nullable(),
  author: z.string().max(200),
  /** Other evaluations of the same photos to compare with. */
  compareWith: z.array(Id).max(5),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

/**
 * Why figures look better than they are. FITTED: the model learned from these photos; CHOSEN_HERE: the threshold was chosen on them
 * by a rule; BY_HAND: somebody may have chosen it looking at them; EPOCH: the best epoch was chosen on them.
 */
export const Optimism = z.enum(['FITTED', 'CHOSEN_HERE', 'BY_HAND', 'EPOCH']);
export type Optimism = z.infer<typeof Optimism>;

/** A figure that is no probability: a difference of two AUCs, from -1 to 1. */
export const Difference = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const CalibrationReport = z.object({
  calibration: Calibration,
  brier: Probability.nullable(),
  logLoss: z.number().nullable(),
  ece: Probability.nullable(),
  /** Ten bins of equal width; those without photos are left out. */
  bins: z.array(z.object({ low: z.number(), high: z.number(), meanScore: z.number(), rate: RateEstimate })),
});
export type CalibrationReport = z.infer<typeof CalibrationReport>;

export const SubgroupReport = z.object({
  /** A metadata column, or null for the class folders or names that labels were made from. */
  column: z.string().nullable(),
  /** More different values than groups make sense for: no rows. */
  tooMany: z.boolean(),
  rows: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['value', 'band', 'unknown']),
      n: z.int(),
      positives: z.int(),
      negatives: z.int(),
      /** null (blank) where there are fewer than `minimum` photos of the classes needed. */
      sensitivity: RateEstimate.nullable(),
      specificity: RateEstimate.nullable(),
      auc: Estimate.nullable(),
    }),
  ),
});
export type SubgroupReport = z.infer<typeof SubgroupReport>;

export const ComparisonReport = z.object({
  evaluationId: Id,
  name: z.string(),
  threshold: Probability,
  /** Photos found in both; all figures here are of those only. */
  n: z.int(),
  positives: z.int(),
  negatives: z.int(),
  onlyHere: z.int(),
  onlyThere: z.int(),
  /** Photos with another label there: left out. */
  labelConflicts: z.int(),
  aucHere: Estimate,
  aucThere: Estimate,
  /** AUC here minus there: paired DeLong. */
  difference: Difference,
  z: z.number().nullable(),
  pValue: Probability.nullable(),
  /** Holm over all comparisons of this report, each of them with the evaluation that is reported. */
  adjustedP: Probability.nullable(),
  sensitivityThere: RateEstimate,
  specificityThere: RateEstimate,
  sensitivityHere: RateEstimate,
  specificityHere: RateEstimate,
  mcnemar: z.array(
    z.object({
      among: z.enum(['all', 'malignant', 'benign']),
      onlyHereRight: z.int(),
      onlyThereRight: z.int(),
      pValue: Probability.nullable(),
      /** Holm over the same question asked of all comparisons of this report. */
      adjustedP: Probability.nullable(),
      method: z.string(),
    }),
  ),
});
export type ComparisonReport = z.infer<typeof ComparisonReport>;

export const ErrorRow = z.object({
  path: z.string(),
  className: z.string(),
  score: Probability,
  calibrated: Probability.nullable(),
  /** Patient or lesion. */
  group: z.string().nullable(),
});
export type ErrorRow = z.infer<typeof ErrorRow>;

/** Of figures without a closed interval; a figure may be negative, or above 1. */
export const ResampledEstimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  method: IntervalMethod,
});
export type ResampledEstimate = z.infer<typeof ResampledEstimate>;

/** `after-`: of the recalibrated scores. */
export const ResampledName = z.enum([
  'averagePrecision',
  'mcclish',
  'balancedAccuracy',
  'f1',
  'mcc',
  'kappa',
  'likelihoodPositive',
  'likelihoodNegative',
  'netBenefit',
  'brier',
  'logLoss',
  'ece',
  'intercept',
  'slope',
  'inTheLarge',
  'after-brier',
  'after-logLoss',
  'after-ece',
  'after-intercept',
  'after-slope',
  'after-inTheLarge',
]);
export type ResampledName = z.infer<typeof ResampledName>;

const OperatingPoint = Estimate.extend({
  target: Probability,
  /** Raw score from which on photos are called malignant to reach the target. */
  threshold: Probability.nullable(),
});

/**
 * `metrics.json`: what `evaluate --json` prints, and all else that a report says. HTML, PDF and model card are made from this too,
 * so that no two of them can disagree. Published as resources/schemas/metrics.schema.json.
 */
export const ReportFacts = EvaluationSummary.extend({
  notice: z.literal(NOTICE),
  formatVersion: z.literal(1),
  generatedAt: Timestamp,
  /** The LesionLab that made this file. */
  lesionlab: z.string(),
  author: z.string(),
  /** The run's name, or the reader's or program's. */
  name: z.string(),
  runId: Id.nullable(),
  evaluationId: Id,
  evaluatedAt: Timestamp,
  origin: z.enum(['run', 'scores', 'package', 'crossValidation']),
  /** The split of the run's data set; null: a folder or a file of scores. */
  split: Split.nullable(),
  /** The folder of photos or the file of scores. */
  source: z.string().nullable(),
  mapping: ClassMapping.nullable(),
  modelHash: Sha256.nullable(),
  unreadable: z.array(UnreadablePhoto),
  /** Each photo was scored by a model that saw neither it nor its group, one model a fold. */
  outOfFold: z.object({ folds: z.int() }).nullable().default(null),
  /** Of a model that tells the data set's own classes apart. */
  fine: FineMatrix.nullable().default(null),
  /** Whether there is a reason to think that the figures flatter. */
  optimistic: z.boolean(),
  thresholdChoice: Threshold.extend({
    optimism: Optimism.nullable(),
    /** What it rests on where it was chosen on validation photos: how sure so few malignant photos can make it. */
    restsOn: z.object({ positives: z.int(), example: RateEstimate }).nullable(),
  }),
  /** The same rates with the interval of Clopper and Pearson. */
  exact: z.object({
    sensitivity: RateEstimate,
    specificity: RateEstimate,
    ppv: RateEstimate,
    npv: RateEstimate,
    accuracy: RateEstimate,
  }),
  /** With whole patients or lesions drawn; null where no group is known. */
  byGroup: z
    .object({ column: z.string(), groups: z.int(), sensitivity: Estimate, specificity: Estimate, auc: Estimate })
    .nullable(),
  atPrevalence: z
    .object({
      prevalence: Probability,
      ppv: Estimate,
      npv: Estimate,
      /** Of 1,000 patients. */
      ofThousand: z.object({ found: z.int(), missed: z.int(), needless: z.int(), spared: z.int() }).nullable(),
    })
    .nullable(),
  /** Bootstrap: so many resamples, and intervals of figures that have no other. */
  resamples: z.int(),
  resampled: z.partialRecord(ResampledName, ResampledEstimate),
  specificityAtSensitivity: z.array(OperatingPoint),
  sensitivityAtSpecificity: z.array(OperatingPoint),
  /** Exact, of an AUC of 0 or 1, where DeLong has no interval; else null. */
  aucExact: Estimate.nullable(),
  /** Area above sensitivity .80, at most .2. */
  partialAuc: Estimate.extend({ minSensitivity: Probability }),
  netBenefitTreatAll: z.number().nullable(),
  decisionCurve: z.object({
    /** Whether thresholds are calibrated probabilities, or raw scores. */
    calibrated: z.boolean(),
    threshold: Probability,
    points: z.array(
      z.object({
        threshold: Probability,
        model: z.number().nullable(),
        treatAll: z.number().nullable(),
        treatNone: z.number(),
      }),
    ),
  }),
  calibrationBefore: CalibrationReport,
  recalibrated: z
    .object({
      recalibration: Recalibration,
      /** Fitted on the very photos that are judged here: flattering. */
      inSample: z.boolean(),
      after: CalibrationReport,
    })
    .nullable(),
  subgroupMinimum: z.int(),
  subgroups: z.array(SubgroupReport),
  comparisons: z.array(ComparisonReport),
  /** Worst first. */
  falseNegatives: z.array(ErrorRow),
  falsePositives: z.array(ErrorRow),
  /** Of the data set's test split, by any run, oldest first. */
  testOpenings: z.array(TestOpening),
  dataset: DatasetFacts.nullable(),
  run: Run.omit({ error: true, jobId: true }).nullable(),
  runUnreadable: z.int(),
  epochs: z.array(EpochMetrics),
  environment: RunEnvironment.nullable(),
  backbone: Provenance.shape.backbone,
  /** Photos needed for an interval of +- halfWidth, and how many there are. */
  sampleSizes: z.array(
    z.object({
      rate: z.enum(['sensitivity', 'specificity']),
      assumed: Probability,
      halfWidth: Probability,
      needed: z.int(),
      have: z.int(),
    }),
  ),
});
export type ReportFacts = z.infer<typeof ReportFacts>;
