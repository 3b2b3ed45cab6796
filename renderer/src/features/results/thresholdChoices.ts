import { confusionAt, type ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import {
  costThreshold,
  thresholdForSensitivity,
  thresholdForSpecificity,
  youdenThreshold,
} from '../../../../electron/shared/metrics/thresholds.ts';
import type { ConfusionCounts } from '../../../../electron/shared/schemas/evaluationSummary.ts';
import type { Threshold } from '../../../../electron/shared/schemas/run.ts';

/** What is set and saved; the time of it is the core's. */
export type ThresholdValue = Pick<Threshold, 'value' | 'source' | 'target'>;

/** The tutorial's published threshold, and what it did on the 600 photos of the ISIC 2017 test set. */
export const TUTORIAL_THRESHOLD = 0.23;
export const TUTORIAL_COUNTS = { tp: 84, fp: 181, fn: 33, tn: 302 } as const;

export type ThresholdRule =
  | { kind: 'default' }
  | { kind: 'tutorial' }
  | { kind: 'targetSensitivity'; target: number }
  | { kind: 'targetSpecificity'; target: number }
  | { kind: 'youden' }
  /** target: how many needless excisions one missed melanoma is worth. */
  | { kind: 'cost'; target: number };

/** What a rule would do, known before it is taken. */
export interface Proposal {
  threshold: ThresholdValue;
  /** Its counts on the photos that rules look at; null without them. */
  effect: ConfusionCounts | null;
}

/**
 * The threshold that a rule gives. All but the two fixed ones look at the scores of `basis` only: the validation photos', never
 * those of photos kept apart for judging. Null where these are missing, hold one class, or cannot reach the target.
 */
export function proposalOf(rule: ThresholdRule, basis: ScoreTable | null): Proposal | null {
  const threshold = thresholdByRule(rule, basis);
  if (threshold === null) return null;
  return { threshold, effect: basis === null ? null : confusionAt(basis, threshold.value) };
}

function thresholdByRule(rule: ThresholdRule, basis: ScoreTable | null): ThresholdValue | null {
  if (rule.kind === 'default') return { value: 0.5, source: 'default', target: null };
  if (rule.kind === 'tutorial') return { value: TUTORIAL_THRESHOLD, source: 'tutorial', target: null };
  const point = basis === null ? null : pointByRule(rule, basis);
  if (point === null) return null;
  return { value: point.threshold, source: rule.kind, target: rule.kind === 'youden' ? null : rule.target };
}

function pointByRule(
  rule: Exclude<ThresholdRule, { kind: 'default' | 'tutorial' }>,
  basis: ScoreTable,
): { threshold: number } | null {
  switch (rule.kind) {
    case 'targetSensitivity':
      return thresholdForSensitivity(basis, rule.target);
    case 'targetSpecificity':
      return thresholdForSpecificity(basis, rule.target);
    case 'youden':
      return youdenThreshold(basis);
    case 'cost':
      return costThreshold(basis, { falseNegativeCost: rule.target, falsePositiveCost: 1 });
  }
}

/** Whether a threshold was computed from scores, and so fits the photos that it was computed from better than others. */
export const isFromScores = ({ source }: Pick<Threshold, 'source'>): boolean =>
  source !== 'default' && source !== 'tutorial' && source !== 'manual';

/** One step of the slider or a key: kept on thousandths, from 0 to 1. */
export function stepThreshold(value: number, step: number): number {
  return Math.min(1, Math.max(0, Math.round((value + step) * 1000) / 1000));
}
