import { at } from '../arrays.ts';
import { AppError } from '../errors.ts';
import type { Random } from '../random.ts';
import type { ScoredLabels, ScoreTable } from './scoreTable.ts';

interface Group {
  /** Places of the group's scores in the table, one a photo of each class, rising. */
  positives: number[];
  negatives: number[];
}

export interface PhotoGroups {
  /** Drawn apart: groups with a malignant photo, and groups without. */
  strata: Group[][];
  withPositive: number;
  withNegative: number;
}

/**
 * The photos by patient or lesion, in an order that does not depend on the photos'; a null group is the photo alone. Null when no
 * group holds two photos: then there is nothing to keep together. Throws BAD_INPUT on unequal lengths.
 */
export function groupsOf(
  { labels, scores }: ScoredLabels,
  names: ArrayLike<string | null>,
  table: ScoreTable,
): PhotoGroups | null {
  if (names.length !== labels.length)
    throw new AppError('BAD_INPUT', `${names.length} groups, ${labels.length} labels`);
  const placeOf = new Map<number, number>();
  for (let g = 0; g < table.scores.length; g++) placeOf.set(at(table.scores, g), g);
  const named = new Map<string, Group>();
  const alone: Group[] = [];
  for (let i = 0; i < labels.length; i++) {
    const name = at(names, i);
    const group = (name === null ? undefined : named.get(name)) ?? { positives: [], negatives: [] };
    const place = placeOf.get(at(scores, i));
    if (place === undefined) throw new AppError('INTERNAL', `score ${at(scores, i)} is not in its table`);
    group[labels[i] === 1 ? 'positives' : 'negatives'].push(place);
    if (name === null) alone.push(group);
    else named.set(name, group);
  }
  const groups = [...named.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  if (groups.every(({ positives, negatives }) => positives.length + negatives.length < 2)) return null;
  // one photo each, so class and score order them
  const all = [...groups, ...alone.sort((a, b) => rank(a) - rank(b))];
  const withPositive = all.filter((group) => group.positives.length > 0);
  const without = all.filter((group) => group.positives.length === 0);
  return {
    strata: [withPositive, without],
    withPositive: withPositive.length,
    withNegative: all.filter((group) => group.negatives.length > 0).length,
  };
}

function rank({ positives, negatives }: Group): number {
  return positives[0] ?? -1 - at(negatives, 0);
}

/** How many photos of each class a resample has at each place of the table. */
export function drawGroups(
  { strata }: PhotoGroups,
  places: number,
  random: Random,
): { positives: Uint32Array; negatives: Uint32Array } {
  const positives = new Uint32Array(places);
  const negatives = new Uint32Array(places);
  for (const groups of strata) {
    for (let i = 0; i < groups.length; i++) {
      const group = at(groups, random.below(groups.length));
      for (const place of group.positives) positives[place] = at(positives, place) + 1;
      for (const place of group.negatives) negatives[place] = at(negatives, place) + 1;
    }
  }
  return { positives, negatives };
}
