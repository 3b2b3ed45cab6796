import { AppError } from '../shared/errors.ts';
import { createScoreTable } from '../shared/metrics/scoreTable.ts';
import type { ScoreTable } from '../shared/metrics/scoreTable.ts';
import type { OperatingPoint } from '../shared/metrics/thresholds.ts';
import {
  costThreshold,
  thresholdForSensitivity,
  thresholdForSpecificity,
  youdenThreshold,
} from '../shared/metrics/thresholds.ts';
import type { Run } from '../shared/schemas/run.ts';
import type { Session } from './session.ts';
import { splitScores } from './splitScores.ts';

/** cost: how many false alarms one missed malignant photo is worth. */
export type ThresholdWish =
  | { source: 'manual'; value: number }
  | { source: 'targetSensitivity' | 'targetSpecificity' | 'cost'; target: number }
  | { source: 'youden' };

export interface ThresholdChoice {
  value: number;
  source: ThresholdWish['source'];
  target: number | null;
}

/** Rules look at the validation split, never at the test split. Throws ONE_CLASS where it has no answer. */
export async function chooseThreshold(session: Session, run: Run, wish: ThresholdWish): Promise<ThresholdChoice> {
  if (wish.source === 'manual') return { value: wish.value, source: 'manual', target: null };
  const { scores } = await splitScores(session, run, 'valid');
  const table = createScoreTable(scores);
  const point = pointOf(table, wish);
  if (point === null) throw noPoint(table, wish);
  return { value: point.threshold, source: wish.source, target: 'target' in wish ? wish.target : null };
}

function pointOf(table: ScoreTable, wish: Exclude<ThresholdWish, { source: 'manual' }>): OperatingPoint | null {
  switch (wish.source) {
    case 'targetSensitivity':
      return thresholdForSensitivity(table, wish.target);
    case 'targetSpecificity':
      return thresholdForSpecificity(table, wish.target);
    case 'youden':
      return youdenThreshold(table);
    case 'cost':
      return costThreshold(table, { falseNegativeCost: wish.target, falsePositiveCost: 1 });
  }
}

function noPoint(table: ScoreTable, { source }: ThresholdWish): AppError {
  const remedy = 'Set the threshold with --value.';
  if (table.positives > 0 && table.negatives > 0) {
    const message = 'No score of the validation split reaches that: a benign photo has the highest one.';
    return new AppError('BAD_INPUT', message, { details: { source, remedy: `Ask for less, or: ${remedy}` } });
  }
  const lacking = table.positives === 0 ? 'malignant' : 'benign';
  return new AppError('ONE_CLASS', `The validation split has no ${lacking} photo to choose a threshold by.`, {
    details: { remedy },
  });
}
