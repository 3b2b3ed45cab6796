import { AppError } from '../errors.ts';
import { rocPoints, type RocPoint } from './ranking.ts';
import type { ScoreTable } from './scoreTable.ts';

/**
 * Raw area under the ROC from the false positive rate where sensitivity first reaches `target` up to 1, the edge
 * interpolated: the ISIC challenge's `auc_sens_80` for .80. Null unless both classes are there.
 */
export function aucFromSensitivity(table: ScoreTable, target: number): number | null {
  return areaAbove(table, target, 0);
}

/** Area between the ROC and the line sensitivity = target, at most 1 - target (ISIC 2024's pAUC for .80). */
export function partialAucAboveTpr(table: ScoreTable, target: number): number | null {
  return areaAbove(table, target, target);
}

/** McClish's standardised partial AUC up to a false positive rate: .5 is chance, 1 perfect (McClish 1989). */
export function mcclishAuc(table: ScoreTable, maxFpr: number): number | null {
  checkShare(maxFpr);
  const points = rocPoints(table);
  if (points.length === 0) return null;
  let area = 0;
  for (const [from, to] of segments(points)) {
    if (from.fpr >= maxFpr) break;
    const end = Math.min(to.fpr, maxFpr);
    const share = to.fpr === from.fpr ? 1 : (end - from.fpr) / (to.fpr - from.fpr);
    area += (end - from.fpr) * (from.tpr + (share * (to.tpr - from.tpr)) / 2);
  }
  const least = maxFpr ** 2 / 2;
  return (1 + (area - least) / (maxFpr - least)) / 2;
}

function areaAbove(table: ScoreTable, target: number, floor: number): number | null {
  checkShare(target);
  const points = rocPoints(table);
  if (points.length === 0) return null;
  let area = 0;
  for (const [from, to] of segments(points)) {
    if (to.tpr < target) continue;
    // the first segment that reaches the target counts from the crossing on
    const share = from.tpr >= target ? 0 : (target - from.tpr) / (to.tpr - from.tpr);
    const start = from.fpr + share * (to.fpr - from.fpr);
    area += (to.fpr - start) * ((Math.max(from.tpr, target) + to.tpr) / 2 - floor);
  }
  return area;
}

function* segments(points: RocPoint[]): Generator<[RocPoint, RocPoint]> {
  let from: RocPoint | undefined;
  for (const to of points) {
    if (from !== undefined) yield [from, to];
    from = to;
  }
}

function checkShare(share: number): void {
  if (!(share > 0 && share <= 1)) throw new AppError('BAD_INPUT', `${share} is not above 0 and at most 1`);
}
