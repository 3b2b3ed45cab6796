import { alignScores, type AlignedScores, type Reading } from '../../../../../electron/shared/metrics/alignScores.ts';
import { compareReadings, type PairOfReadings } from '../../../../../electron/shared/metrics/compare.ts';
import { delongAuc } from '../../../../../electron/shared/metrics/delong.ts';
import { createScoreTable, type ScoreTable } from '../../../../../electron/shared/metrics/scoreTable.ts';
import type { Estimate } from '../../../../../electron/shared/schemas/evaluationSummary.ts';

/** DeLong's test has no variance with fewer of a class. */
const LEAST_OF_CLASS = 2;
const CONFLICTS_NAMED = 5;

/** What readings have in common; all arrays but `conflicts.first` have one entry a reading. */
export interface Shared {
  n: number;
  positives: number;
  negatives: number;
  /** Rows without a partner in every other reading. */
  leftOut: number[];
  conflicts: { count: number; first: string[] };
  /** Of the shared photos only. */
  tables: ScoreTable[];
  aucs: Estimate[];
  /** Enough photos of both classes to compare at all. */
  isEnough: boolean;
}

/** O(n log n), once a choice of readings. */
export function shareOf(readings: readonly Reading[]): { aligned: AlignedScores; shared: Shared } {
  const aligned = alignScores(readings);
  const { labels, scores, onlyIn, labelConflicts } = aligned;
  const tables = scores.map((column) => createScoreTable({ labels, scores: column }));
  const positives = labels.filter((label) => label === 1).length;
  const negatives = labels.length - positives;
  return {
    aligned,
    shared: {
      n: labels.length,
      positives,
      negatives,
      leftOut: onlyIn,
      conflicts: { count: labelConflicts.length, first: labelConflicts.slice(0, CONFLICTS_NAMED) },
      tables,
      aucs: tables.map((table) => {
        const { value, low, high, method } = delongAuc(table);
        return { value, low, high, method };
      }),
      isEnough: positives >= LEAST_OF_CLASS && negatives >= LEAST_OF_CLASS,
    },
  };
}

export type Question =
  | { kind: 'readings'; round: number; readings: Reading[]; thresholds: number[] }
  | { kind: 'thresholds'; round: number; thresholds: number[] };
export type Answer =
  { kind: 'shared'; round: number; shared: Shared } | { kind: 'pairs'; round: number; pairs: PairOfReadings[] };

/** Answers questions in order; remembers the readings, so that other thresholds match no photo anew. */
export function createComparer(): (question: Question) => Answer[] {
  let present: ReturnType<typeof shareOf> | null = null;
  return (question) => {
    const answers: Answer[] = [];
    const { round } = question;
    if (question.kind === 'readings') {
      present = shareOf(question.readings);
      answers.push({ kind: 'shared', round, shared: present.shared });
    }
    if (present?.shared.isEnough === true) {
      answers.push({ kind: 'pairs', round, pairs: compareReadings(present.aligned, question.thresholds) });
    }
    return answers;
  };
}
