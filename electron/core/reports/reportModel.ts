import type { ReportFacts } from '../../shared/schemas/report.ts';

/** Scores in the order of their labels; what figures are drawn from. */
export interface ReportScores {
  labels: readonly number[];
  scores: readonly number[];
}

/** All that a report of any form is made from: facts as in metrics.json, and the scores for the figures. */
export interface ReportModel {
  facts: ReportFacts;
  scores: ReportScores;
  /** In the order of facts.comparisons: the photos that both have. */
  compared: (ReportScores & { name: string })[];
}
