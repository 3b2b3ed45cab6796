import type { ScoreTable } from '../../../../electron/shared/metrics/scoreTable.ts';
import { thresholdForSensitivity, youdenThreshold } from '../../../../electron/shared/metrics/thresholds.ts';
import type { JudgedSource } from '../../../../electron/shared/schemas/evaluation.ts';
import type { Threshold } from '../../../../electron/shared/schemas/run.ts';

/** What is set and saved; the time of it is the core's. */
export type ThresholdValue = Pick<Threshold, 'value' | 'source' | 'target'>;

/** The tutorial's published threshold, and what it did on the 600 photos of the ISIC 2017 test set. */
export const TUTORIAL_THRESHOLD = 0.23;
export const TUTORIAL_COUNTS = { tp: 84, fp: 181, fn: 33, tn: 302 } as const;

export type ThresholdRule =
  { kind: 'default' } | { kind: 'tutorial' } | { kind: 'youden' } | { kind: 'targetSensitivity'; target: number };

/**
 * The threshold that a rule gives. The last two look at the validation split's scores only, never at those under
 * judgement; null when these are missing or hold one class.
 */
export function thresholdByRule(rule: ThresholdRule, validation: ScoreTable | null): ThresholdValue | null {
  switch (rule.kind) {
    case 'default':
      return { value: 0.5, source: 'default', target: null };
    case 'tutorial':
      return { value: TUTORIAL_THRESHOLD, source: 'tutorial', target: null };
    case 'youden': {
      const point = validation === null ? null : youdenThreshold(validation);
      return point === null ? null : { value: point.threshold, source: 'youden', target: null };
    }
    case 'targetSensitivity': {
      const point = validation === null ? null : thresholdForSensitivity(validation, rule.target);
      return point === null ? null : { value: point.threshold, source: 'targetSensitivity', target: rule.target };
    }
  }
}

/** One step of the slider or a key: kept on thousandths, from 0 to 1. */
export function stepThreshold(value: number, step: number): number {
  return Math.min(1, Math.max(0, Math.round((value + step) * 1000) / 1000));
}

/**
 * Why the figures may flatter. fitted: the model learned from these photos; chosen: the threshold was chosen on them; byHand: it may
 * have been; epoch: only the best epoch was.
 */
export type Optimism = 'fitted' | 'chosen' | 'byHand' | 'epoch' | null;

export function optimismOf(source: JudgedSource, threshold: ThresholdValue): Optimism {
  const split = source.kind === 'split' ? source.split : null;
  if (split === 'train') return 'fitted';
  switch (threshold.source) {
    case 'default':
    case 'tutorial':
      return split === 'valid' ? 'epoch' : null;
    case 'youden':
    case 'targetSensitivity':
    case 'targetSpecificity':
    case 'cost':
      return split === 'valid' ? 'chosen' : null;
    case 'manual':
      return 'byHand';
  }
}
