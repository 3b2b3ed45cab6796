import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { ConfusionCounts } from '../schemas/evaluationSummary.ts';
import { sensitivity, specificity } from './confusion.ts';
import type { ScoreTable } from './scoreTable.ts';

/** A threshold that is one of the scores, with what it does on the photos it was chosen on. */
export interface OperatingPoint {
  threshold: number;
  confusion: ConfusionCounts;
  sensitivity: number;
  specificity: number;
}

/**
 * The highest threshold whose sensitivity is at least `target` (0 < target <= 1): the fewest false alarms that still
 * find so many. Null unless both classes are there. Throws BAD_INPUT on another target.
 */
export function thresholdForSensitivity(table: ScoreTable, target: number): OperatingPoint | null {
  checkTarget(target);
  for (let g = 0; g < table.scores.length; g++) {
    const point = pointAt(table, g);
    if (point !== null && point.sensitivity >= target) return point;
  }
  return null;
}

/**
 * The lowest score whose specificity as a threshold is at least `target` (0 < target <= 1): the most found at so few
 * false alarms. Null unless both classes are there, and where no score does it (a benign photo has the highest score).
 */
export function thresholdForSpecificity(table: ScoreTable, target: number): OperatingPoint | null {
  checkTarget(target);
  for (let g = table.scores.length - 1; g >= 0; g--) {
    const point = pointAt(table, g);
    if (point !== null && point.specificity >= target) return point;
  }
  return null;
}

/** Greatest sensitivity + specificity - 1 (Youden 1950); of equals the lowest threshold, which misses fewest. */
export function youdenThreshold(table: ScoreTable): OperatingPoint | null {
  return best(table, (point) => point.sensitivity + point.specificity);
}

/**
 * Least expected cost per photo, prevalence x (1 - sens) x falseNegativeCost + (1 - prevalence) x (1 - spec) x
 * falsePositiveCost; the prevalence is the sample's unless given. Of equals the lowest threshold.
 * Null unless both classes are there. Throws BAD_INPUT on negative costs or a prevalence outside 0 to 1.
 */
export function costThreshold(
  table: ScoreTable,
  costs: { falseNegativeCost: number; falsePositiveCost: number; prevalence?: number },
): OperatingPoint | null {
  const { falseNegativeCost, falsePositiveCost, prevalence = table.positives / Math.max(1, table.n) } = costs;
  if (!(falseNegativeCost >= 0 && falsePositiveCost >= 0 && prevalence >= 0 && prevalence <= 1)) {
    throw new AppError('BAD_INPUT', 'costs must not be negative, the prevalence is from 0 to 1');
  }
  return best(
    table,
    (point) =>
      -prevalence * (1 - point.sensitivity) * falseNegativeCost -
      (1 - prevalence) * (1 - point.specificity) * falsePositiveCost,
  );
}

function best(table: ScoreTable, gain: (point: OperatingPoint) => number): OperatingPoint | null {
  let chosen: OperatingPoint | null = null;
  let highest = -Infinity;
  for (let g = 0; g < table.scores.length; g++) {
    const point = pointAt(table, g);
    if (point === null) return null;
    const value = gain(point);
    // sums that differ in the last bit only are equal
    if (value > highest - 1e-12) {
      chosen = point;
      highest = Math.max(highest, value);
    }
  }
  return chosen;
}

/** What the g-th distinct score does as a threshold, scores falling; null unless both classes are there. */
function pointAt(table: ScoreTable, g: number): OperatingPoint | null {
  const tp = at(table.truePositives, g);
  const fp = at(table.falsePositives, g);
  const confusion = { tp, fp, fn: table.positives - tp, tn: table.negatives - fp };
  const sens = sensitivity(confusion);
  const spec = specificity(confusion);
  if (sens === null || spec === null) return null;
  return { threshold: at(table.scores, g), confusion, sensitivity: sens, specificity: spec };
}

function checkTarget(target: number): void {
  if (!(target > 0 && target <= 1)) throw new AppError('BAD_INPUT', `target ${target} is not above 0 and at most 1`);
}
