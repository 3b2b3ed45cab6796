import { at } from '../../../shared/arrays.ts';
import { alignScores } from '../../../shared/metrics/alignScores.ts';
import { compareReadings } from '../../../shared/metrics/compare.ts';
import { delongAuc } from '../../../shared/metrics/delong.ts';
import { holm } from '../../../shared/metrics/holm.ts';
import { wilson } from '../../../shared/metrics/intervals.ts';
import type { McNemar } from '../../../shared/metrics/mcnemar.ts';
import { confusionAt, createScoreTable } from '../../../shared/metrics/scoreTable.ts';
import type { EvaluationDetail } from '../../../shared/schemas/evaluation.ts';
import type { Estimate, RateEstimate } from '../../../shared/schemas/evaluationSummary.ts';
import type { ComparisonReport } from '../../../shared/schemas/report.ts';
import type { ReportModel } from '../reportModel.ts';

const AMONG = ['all', 'malignant', 'benign'] as const;

/** This evaluation against each other one, on the photos that the two have in common and with labels that agree. */
export function comparisonsOf(
  here: EvaluationDetail,
  others: readonly EvaluationDetail[],
): { comparisons: ComparisonReport[]; compared: ReportModel['compared'] } {
  const pairs = others.map((there) => compareTwo(here, there));
  // each question is a family of its own, asked of all others
  const adjusted = holm(pairs.map(({ comparison }) => comparison.pValue));
  const adjustedCalls = AMONG.map((_, question) =>
    holm(pairs.map(({ comparison }) => at(comparison.mcnemar, question).pValue)),
  );
  return {
    comparisons: pairs.map(({ comparison }, index) => ({
      ...comparison,
      adjustedP: at(adjusted, index),
      mcnemar: comparison.mcnemar.map((test, question) => ({
        ...test,
        adjustedP: at(at(adjustedCalls, question), index),
      })),
    })),
    compared: pairs.map(({ scores }) => scores),
  };
}

function compareTwo(
  here: EvaluationDetail,
  there: EvaluationDetail,
): { comparison: ComparisonReport; scores: ReportModel['compared'][number] } {
  const readings = [here, there].map(({ scores }) => ({
    keys: scores.paths,
    labels: scores.labels,
    scores: scores.scores,
  }));
  const aligned = alignScores(readings);
  const thresholds = [here, there].map(({ evaluation }) => evaluation.threshold.value);
  const pair = at(compareReadings(aligned, thresholds), 0);
  const [a, b] = [0, 1].map((reading) => judged(aligned.labels, at(aligned.scores, reading), at(thresholds, reading)));
  if (a === undefined || b === undefined) throw new Error('two readings make two judgements');
  const test = (among: (typeof AMONG)[number], of: McNemar): ComparisonReport['mcnemar'][number] => ({
    among,
    onlyHereRight: of.onlyARight,
    onlyThereRight: of.onlyBRight,
    pValue: of.pValue,
    adjustedP: null,
    method: of.method,
  });
  const { delong } = pair;
  return {
    comparison: {
      evaluationId: there.evaluation.id,
      name: there.evaluation.name,
      threshold: there.evaluation.threshold.value,
      n: aligned.labels.length,
      positives: a.positives,
      negatives: aligned.labels.length - a.positives,
      onlyHere: at(aligned.onlyIn, 0),
      onlyThere: at(aligned.onlyIn, 1),
      labelConflicts: aligned.labelConflicts.length,
      aucHere: a.auc,
      aucThere: b.auc,
      difference: {
        value: delong?.difference ?? null,
        low: delong?.low ?? null,
        high: delong?.high ?? null,
      },
      z: delong?.z ?? null,
      pValue: delong?.p ?? null,
      adjustedP: null,
      sensitivityHere: a.sensitivity,
      specificityHere: a.specificity,
      sensitivityThere: b.sensitivity,
      specificityThere: b.specificity,
      mcnemar: AMONG.map((among) => test(among, pair.mcnemar[among])),
    },
    scores: { name: there.evaluation.name, labels: aligned.labels, scores: at(aligned.scores, 1) },
  };
}

function judged(
  labels: readonly number[],
  scores: readonly number[],
  threshold: number,
): { positives: number; auc: Estimate; sensitivity: RateEstimate; specificity: RateEstimate } {
  const table = createScoreTable({ labels, scores });
  const { tp, fn, fp, tn } = confusionAt(table, threshold);
  const { value, low, high, method } = delongAuc(table);
  return {
    positives: table.positives,
    auc: { value, low, high, method },
    sensitivity: wilson(tp, tp + fn),
    specificity: wilson(tn, tn + fp),
  };
}
