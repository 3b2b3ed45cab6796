import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import { createRandom, type Random } from '../random.ts';
import type { IntervalMethod } from '../schemas/evaluationSummary.ts';
import { drawGroups, groupsOf, type PhotoGroups } from './bootstrapGroups.ts';
import { normalMultiplier } from './distributions.ts';
import { createScoreTable, tableOfCounts, type ScoreTable, type ScoredLabels } from './scoreTable.ts';

export type BootstrapMethod = Extract<IntervalMethod, `bootstrap ${string}` | 'not estimable'>;

export interface BootstrapEstimate {
  value: number | null;
  low: number | null;
  high: number | null;
  method: BootstrapMethod;
  resamples: number;
  /** Resamples in which the statistic was undefined; the interval is of the others. */
  dropped: number;
}

export interface BootstrapOptions {
  seed: number;
  /** 2,000 unless given. */
  resamples?: number;
  /** .95 unless given. */
  level?: number;
}

/** One group a photo where patients or lesions are known; null: not known, the photo stands for itself. */
export type GroupedScores = ScoredLabels & { groups?: ArrayLike<string | null> };

/**
 * Percentile interval of any statistic of the scores. Malignant and benign photos are drawn apart, with replacement and
 * in their own numbers, so a rare class never vanishes from a resample. Where a group holds more than one photo, whole groups
 * are drawn instead, since photos of one patient or lesion tell less than as many of different ones: those with a malignant
 * photo and those without apart, each in their own number (so the numbers of photos vary from resample to resample).
 * One seed, one interval, in any order of photos.
 * Not estimable when fewer than two photos (groups) hold a class, half the resamples or more are undefined, or none differs from another (nothing
 * missed, say): an interval without width would claim what so few photos cannot show.
 * Throws BAD_INPUT on bad labels, scores, groups, level or fewer than 2 resamples.
 */
export function bootstrapInterval(
  data: GroupedScores,
  statistic: (table: ScoreTable) => number | null,
  options: BootstrapOptions,
): BootstrapEstimate {
  const { seed, resamples = 2000, level = 0.95 } = options;
  normalMultiplier(level); // the one check of levels
  if (!(Number.isInteger(resamples) && resamples >= 2)) throw new AppError('BAD_INPUT', `${resamples} resamples`);
  const table = createScoreTable(data);
  const groups = data.groups === undefined ? null : groupsOf(data, data.groups, table);
  const value = statistic(table);
  const draw = groups === null ? photoDraw(table) : groupDraw(table, groups);
  const random = createRandom(seed, 'bootstrap');
  const drawn: number[] = [];
  if (draw !== null) {
    for (let i = 0; i < resamples; i++) {
      const result = statistic(draw(random));
      if (result !== null && Number.isFinite(result)) drawn.push(result);
    }
  }
  const dropped = resamples - drawn.length;
  if (value === null || dropped * 2 >= resamples) {
    return { value, low: null, high: null, method: 'not estimable', resamples, dropped };
  }
  const sorted = Float64Array.from(drawn).sort();
  if (sorted[0] === sorted.at(-1)) return { value, low: null, high: null, method: 'not estimable', resamples, dropped };
  const tail = (1 - level) / 2;
  return {
    value,
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
    method: groups === null ? 'bootstrap (stratified, percentile)' : 'bootstrap (by group, percentile)',
    resamples,
    dropped,
  };
}

type Draw = (random: Random) => ScoreTable;

/** Null with fewer than two photos of a class. */
function photoDraw(table: ScoreTable): Draw | null {
  if (table.positives < 2 || table.negatives < 2) return null;
  const positives = places(table.positivesAt, table.positives);
  const negatives = places(table.negativesAt, table.negatives);
  // counted at the distinct scores, so that no resample is sorted
  const counted = (photos: Uint32Array, random: Random): Uint32Array => {
    const counts = new Uint32Array(table.scores.length);
    for (let i = 0; i < photos.length; i++) {
      const g = at(photos, random.below(photos.length));
      counts[g] = at(counts, g) + 1;
    }
    return counts;
  };
  return (random) => tableOfCounts(table.scores, counted(positives, random), counted(negatives, random));
}

/** [photo] of one class, scores rising: the place of its score in the table. */
function places(counts: Uint32Array, total: number): Uint32Array {
  const found = new Uint32Array(total);
  for (let g = counts.length - 1, i = 0; g >= 0; g--) {
    for (let k = at(counts, g); k > 0; k--) found[i++] = g;
  }
  return found;
}

/** Null with fewer than two groups that hold a class. */
function groupDraw(table: ScoreTable, groups: PhotoGroups): Draw | null {
  if (groups.withPositive < 2 || groups.withNegative < 2) return null;
  return (random) => {
    const { positives, negatives } = drawGroups(groups, table.scores.length, random);
    return tableOfCounts(table.scores, positives, negatives);
  };
}

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan), share from 0 to 1 of at least one rising value. */
export function quantile(rising: Float64Array, share: number): number {
  const position = share * (rising.length - 1);
  const index = Math.max(0, Math.min(rising.length - 2, Math.floor(position)));
  const low = at(rising, index);
  return rising.length === 1 ? low : low + (position - index) * (at(rising, index + 1) - low);
}
