import { at } from '../arrays.ts';
import { normalMultiplier } from './distributions.ts';
import { wilson } from './intervals.ts';
import type { ScoreTable } from './scoreTable.ts';

/** Steps of the false positive rate at which a band is given. */
const STEPS = 200;

/** What sensitivities the ROC may have at a false positive rate. */
export interface BandPoint {
  fpr: number;
  low: number;
  high: number;
}

/**
 * A confidence band of the ROC at false positive rates 0, .005, ... 1. At every threshold both rates get an interval of level
 * sqrt(level), which makes a joint confidence rectangle, as the classes are independent samples (Campbell 1994, Statistics in
 * Medicine 13:499-508); the band is what the rectangles of all thresholds reach. If the rectangle of the threshold whose true false
 * positive rate is f holds the truth, the band holds the ROC at f, so the level is kept, with some to spare.
 *
 * pointwise: Wilson intervals; true at each false positive rate for itself. simultaneous: the intervals are the rates +-
 * sqrt(ln(2 / a) / 2n), the Kolmogorov-Smirnov distance of an empirical from the true distribution in the form of Dvoretzky,
 * Kiefer and Wolfowitz with Massart's constant (1990), valid for every n and with ties; true of the whole curve at once.
 * Empty unless both classes are there. Throws BAD_INPUT on a level outside (0, 1).
 */
export function rocBand(
  table: ScoreTable,
  { kind, level = 0.95 }: { kind: 'pointwise' | 'simultaneous'; level?: number },
): BandPoint[] {
  normalMultiplier(level); // the one check of levels
  const { positives, negatives } = table;
  if (positives === 0 || negatives === 0) return [];
  const eachLevel = Math.sqrt(level);
  const interval = kind === 'pointwise' ? scoreInterval(eachLevel) : fixedWidth(eachLevel);
  const corners = table.scores.length + 1;
  const tpr = Array.from({ length: corners }, (_, c) =>
    interval(c === 0 ? 0 : at(table.truePositives, c - 1), positives),
  );
  const fpr = Array.from({ length: corners }, (_, c) =>
    interval(c === 0 ? 0 : at(table.falsePositives, c - 1), negatives),
  );
  const band: BandPoint[] = [];
  let highest = 0;
  let lowest = 0;
  for (let step = 0; step <= STEPS; step++) {
    const f = step / STEPS;
    // thresholds fall along the corners, and all four bounds rise
    while (highest + 1 < corners && at(fpr, highest + 1).low <= f) highest++;
    while (lowest + 1 < corners && at(fpr, lowest).high < f) lowest++;
    band.push({ fpr: f, low: at(tpr, lowest).low, high: at(tpr, highest).high });
  }
  // where everything is called malignant, so is every malignant photo
  band[STEPS] = { fpr: 1, low: 1, high: 1 };
  return band;
}

type Bounds = (count: number, total: number) => { low: number; high: number };

function scoreInterval(level: number): Bounds {
  return (count, total) => {
    const { low, high } = wilson(count, total, level);
    return { low: low ?? 0, high: high ?? 1 };
  };
}

function fixedWidth(level: number): Bounds {
  return (count, total) => {
    const reach = Math.sqrt(Math.log(2 / (1 - level)) / (2 * total));
    return { low: Math.max(0, count / total - reach), high: Math.min(1, count / total + reach) };
  };
}
