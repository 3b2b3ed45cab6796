import { at } from '../arrays.ts';
import type { ScoreTable } from './scoreTable.ts';

/** One corner of the ROC: rates at `threshold`; null threshold is "above every score", the origin. */
export interface RocPoint {
  fpr: number;
  tpr: number;
  threshold: number | null;
}

export interface PrPoint {
  recall: number;
  precision: number;
  threshold: number;
}

/**
 * Area under the ROC: the chance that a malignant photo scores above a benign one, ties counting half (Mann-Whitney).
 * Never turned round when it is below .5. Null unless both classes are there.
 */
export function auc(table: ScoreTable): number | null {
  if (table.positives === 0 || table.negatives === 0) return null;
  // whole and half numbers far below 2^53: the sum is exact
  let pairs = 0;
  for (let g = 0; g < table.scores.length; g++) {
    const below = table.negatives - at(table.falsePositives, g);
    pairs += at(table.positivesAt, g) * (below + at(table.negativesAt, g) / 2);
  }
  return pairs / (table.positives * table.negatives);
}

/** Step-wise average precision, sum of (recall step) x precision over falling thresholds; null without a positive. */
export function averagePrecision(table: ScoreTable): number | null {
  if (table.positives === 0) return null;
  let sum = 0;
  for (let g = 0; g < table.scores.length; g++) {
    const tp = at(table.truePositives, g);
    sum += at(table.positivesAt, g) * (tp / (tp + at(table.falsePositives, g)));
  }
  return Math.min(1, sum / table.positives);
}

/** Every corner of the ROC from (0, 0) to (1, 1), one a distinct score; empty unless both classes are there. */
export function rocPoints(table: ScoreTable): RocPoint[] {
  if (table.positives === 0 || table.negatives === 0) return [];
  const points: RocPoint[] = [{ fpr: 0, tpr: 0, threshold: null }];
  for (let g = 0; g < table.scores.length; g++) {
    points.push({
      fpr: at(table.falsePositives, g) / table.negatives,
      tpr: at(table.truePositives, g) / table.positives,
      threshold: at(table.scores, g),
    });
  }
  return points;
}

/** Precision against recall, one point a distinct score, thresholds falling; empty without a positive. */
export function prPoints(table: ScoreTable): PrPoint[] {
  if (table.positives === 0) return [];
  const points: PrPoint[] = [];
  for (let g = 0; g < table.scores.length; g++) {
    const tp = at(table.truePositives, g);
    points.push({
      recall: tp / table.positives,
      precision: tp / (tp + at(table.falsePositives, g)),
      threshold: at(table.scores, g),
    });
  }
  return points;
}

/** At most maxPoints corners for drawing (at least 2), with the area under all of them. */
export function rocForChart(table: ScoreTable, maxPoints: number): { points: RocPoint[]; auc: number | null } {
  const points = rocPoints(table);
  return { points: thin(points, maxPoints, (a, b) => b.fpr - a.fpr + b.tpr - a.tpr), auc: auc(table) };
}

/** At most maxPoints points for drawing (at least 2), with the average precision of all of them. */
export function prForChart(
  table: ScoreTable,
  maxPoints: number,
): { points: PrPoint[]; averagePrecision: number | null } {
  const points = prPoints(table);
  const step = (a: PrPoint, b: PrPoint): number => b.recall - a.recall + Math.abs(b.precision - a.precision);
  return { points: thin(points, maxPoints, step), averagePrecision: averagePrecision(table) };
}

/**
 * Keeps both ends and points at equal steps along the line, so that nothing drawn strays from the whole curve by more
 * than one step (2 / maxPoints of an ROC's axes, under a pixel from 1,000 points on).
 */
function thin<Point>(points: Point[], maxPoints: number, distance: (from: Point, to: Point) => number): Point[] {
  const limit = Math.max(2, Math.floor(maxPoints));
  if (points.length <= limit) return points;
  const along = new Float64Array(points.length);
  let previous: Point | undefined;
  for (const [i, point] of points.entries()) {
    if (previous !== undefined) along[i] = at(along, i - 1) + distance(previous, point);
    previous = point;
  }
  const length = at(along, points.length - 1);
  let kept = 0;
  return points.filter((_, i) => {
    const last = i === points.length - 1;
    const reached = at(along, i) >= (kept * length) / (limit - 1);
    // the last place is the end's; a step that a jump has passed over is not made up for
    if (!last && !(reached && kept < limit - 1)) return false;
    kept = Math.max(kept + 1, Math.floor((at(along, i) / length) * (limit - 1)) + 1);
    return true;
  });
}
