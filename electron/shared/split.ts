import { at } from './arrays.ts';
import { AppError } from './errors.ts';
import { createRandom, shuffled, type Random } from './random.ts';
import { Label, Split } from './schemas/common.ts';

/** What a split needs to know of a photo. */
export interface SplitItem {
  className: string;
  label: Label;
  /** Patient or lesion: photos of one group never part. Null: the photo stands alone. */
  group: string | null;
  /** Photos with the same bytes never part either. Null: not known. */
  contentHash: string | null;
}

export interface SplitRatios {
  train: number;
  valid: number;
  test: number;
}

/** Coded hints; they fit `DatasetWarning`. `first` lists at most 100. */
export interface SplitWarning {
  code:
    | 'ONE_CLASS' // {label}: the whole set holds one class
    | 'ONE_CLASS_SPLIT' // {split or fold, label}: it lacks that label
    | 'SMALL_CLASS' // {className, count}: fewer photos than splits
    | 'GROUP_LEAK' // {count, first}: groups that stand in several splits
    | 'DUPLICATE_LEAK'; // {count, first}: contents that stand in several splits
  details: Record<string, unknown>;
}

/** Photos that must stay together, by index, and how many there are of each class. */
interface Unit {
  items: number[];
  classes: Map<string, number>;
  labels: Set<Label>;
}

/**
 * Seeded split by ratios that sum to 1; a ratio of 0 leaves a split out. Each class is divided as near to the ratios as
 * whole photos allow (within one), or as whole groups do; where groups exist, no group and no content is in two splits.
 * Where photos suffice, each split gets some of either label, and what could not be had is in the warnings.
 * The result depends on the seed and the items in their order only. `splits` has one entry an item.
 * Throws TOO_FEW_PHOTOS when a label has fewer photos than there are splits, BAD_INPUT on bad ratios or seed.
 */
export function assignSplits(request: { items: readonly SplitItem[]; ratios: SplitRatios; seed: number }): {
  splits: Split[];
  warnings: SplitWarning[];
} {
  const { items, ratios, seed } = request;
  const names = Split.options;
  const shares = names.map((name) => ratios[name]);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (!shares.every((share) => share >= 0) || !(Math.abs(sum - 1) < 1e-6)) {
    throw new AppError('BAD_INPUT', `ratios ${shares.join(', ')} do not sum to 1`);
  }
  const used = names.filter((name) => ratios[name] > 0);
  const places = distribute(
    items,
    used.map((name) => ratios[name] / sum),
    createRandom(seed, 'split'),
  );
  const splits = places.map((place) => at(used, place));
  return { splits, warnings: [...smallClasses(items, used.length), ...checkSplits(items, splits, used)] };
}

/**
 * Seeded folds of equal size for out-of-fold evaluation, 2 or more, stratified and grouped like assignSplits.
 * `folds` has one entry an item, 0 to folds - 1. Throws TOO_FEW_PHOTOS when a label has fewer photos than folds.
 */
export function assignFolds(request: { items: readonly SplitItem[]; folds: number; seed: number }): {
  folds: number[];
  warnings: SplitWarning[];
} {
  const { items, folds: count, seed } = request;
  if (!(Number.isInteger(count) && count >= 2)) throw new AppError('BAD_INPUT', `${count} folds`);
  const folds = distribute(items, Array<number>(count).fill(1 / count), createRandom(seed, 'folds'));
  const all = Array.from({ length: count }, (_, fold) => fold);
  const warnings = [...smallClasses(items, count), ...missingLabels(items, folds, all, 'fold')];
  return { folds, warnings };
}

/**
 * What is wrong with a split, whoever made it: splits that lack a label, groups and contents in several splits.
 * `expected` names the splits there should be; without it, those that occur.
 */
export function checkSplits(
  items: readonly SplitItem[],
  splits: readonly Split[],
  expected: readonly Split[] = Split.options.filter((name) => splits.includes(name)),
): SplitWarning[] {
  return [
    ...missingLabels(items, splits, expected, 'split'),
    ...leaks('GROUP_LEAK', splits, (index) => at(items, index).group),
    ...leaks('DUPLICATE_LEAK', splits, (index) => at(items, index).contentHash),
  ];
}

/** The place (index into shares) of each item. */
function distribute(items: readonly SplitItem[], shares: number[], random: Random): number[] {
  for (const label of Label.options) {
    const ofLabel = items.filter((item) => item.label === label);
    if (ofLabel.length > 0 && ofLabel.length < shares.length) {
      throw new AppError('TOO_FEW_PHOTOS', `${ofLabel.length} ${label} photos for ${shares.length} splits`, {
        details: {
          label,
          count: ofLabel.length,
          splits: shares.length,
          classNames: [...new Set(ofLabel.map((item) => item.className))],
        },
      });
    }
  }
  const units = unitsOf(items);
  // large units first, while there is room to make up for them; toSorted is stable, so equals stay shuffled
  const order = shuffled(units, random).toSorted((a, b) => b.items.length - a.items.length);
  const placeOf = fill(order, shares);
  giveEachPlaceBothLabels(order, placeOf, shares.length);
  const places = Array<number>(items.length).fill(0);
  for (const [unit, place] of placeOf) for (const index of unit.items) places[index] = place;
  return places;
}

/** Union of photos that share a group or a content, each photo in exactly one unit, in order of first appearance. */
function unitsOf(items: readonly SplitItem[]): Unit[] {
  const parent = items.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (at(parent, root) !== root) root = at(parent, root);
    for (let walk = index; walk !== root;) {
      const next = at(parent, walk);
      parent[walk] = root;
      walk = next;
    }
    return root;
  };
  const firstOf = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const keys = [
      ...(item.group === null ? [] : [`group ${item.group}`]),
      ...(item.contentHash === null ? [] : [`content ${item.contentHash}`]),
    ];
    for (const key of keys) {
      const first = firstOf.get(key);
      if (first === undefined) firstOf.set(key, index);
      else parent[find(index)] = find(first);
    }
  }
  const units = new Map<number, Unit>();
  for (const [index, item] of items.entries()) {
    const root = find(index);
    const unit = units.get(root) ?? { items: [], classes: new Map<string, number>(), labels: new Set<Label>() };
    unit.items.push(index);
    unit.classes.set(item.className, (unit.classes.get(item.className) ?? 0) + 1);
    unit.labels.add(item.label);
    units.set(root, unit);
  }
  return [...units.values()];
}

/**
 * Puts each unit where the squared gaps between each class's wanted and present counts grow least, in parts of the class
 * so that a rare class counts as much as a common one. With single photos that is the largest gap, which keeps each count
 * within one of its share. Ties go to the place that lacks most photos in all.
 */
function fill(units: readonly Unit[], shares: number[]): Map<Unit, number> {
  const totals = new Map<string, number>();
  let total = 0;
  for (const unit of units) {
    total += unit.items.length;
    for (const [name, count] of unit.classes) totals.set(name, (totals.get(name) ?? 0) + count);
  }
  const present = shares.map(() => new Map<string, number>());
  const presentInAll = shares.map(() => 0);
  const placeOf = new Map<Unit, number>();
  for (const unit of units) {
    let place = 0;
    let least = Infinity;
    let room = -Infinity;
    for (const [candidate, share] of shares.entries()) {
      let growth = 0;
      for (const [name, count] of unit.classes) {
        const ofClass = totals.get(name) ?? 0;
        const gap = share * ofClass - (at(present, candidate).get(name) ?? 0);
        growth += (count * (count - 2 * gap)) / ofClass ** 2;
      }
      const lacking = share * total - at(presentInAll, candidate);
      if (growth < least - 1e-12 || (growth < least + 1e-12 && lacking > room + 1e-9)) {
        place = candidate;
        least = growth;
        room = lacking;
      }
    }
    placeOf.set(unit, place);
    presentInAll[place] = at(presentInAll, place) + unit.items.length;
    const there = at(present, place);
    for (const [name, count] of unit.classes) there.set(name, (there.get(name) ?? 0) + count);
  }
  return placeOf;
}

/** A place without a label is given the smallest unit of it that another place can spare. */
function giveEachPlaceBothLabels(units: readonly Unit[], placeOf: Map<Unit, number>, places: number): void {
  const holders = (label: Label, place: number): Unit[] =>
    units.filter((unit) => placeOf.get(unit) === place && unit.labels.has(label));
  for (const label of Label.options) {
    for (let place = 0; place < places; place++) {
      if (holders(label, place).length > 0) continue;
      let spare: Unit | undefined;
      let spareFrom = 0;
      for (let donor = 0; donor < places; donor++) {
        const held = holders(label, donor);
        // units that hold the other label too are left where they are: moving them could empty that one
        const movable = held
          .filter((unit) => unit.labels.size === 1)
          .toSorted((a, b) => a.items.length - b.items.length);
        if (held.length >= 2 && held.length > spareFrom && movable[0] !== undefined) {
          spare = movable[0];
          spareFrom = held.length;
        }
      }
      if (spare !== undefined) placeOf.set(spare, place);
    }
  }
}

function smallClasses(items: readonly SplitItem[], places: number): SplitWarning[] {
  const counts = new Map<string, number>();
  for (const { className } of items) counts.set(className, (counts.get(className) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count < places)
    .map(([className, count]) => ({ code: 'SMALL_CLASS', details: { className, count } }));
}

function missingLabels<Place>(
  items: readonly SplitItem[],
  placeOfItem: readonly Place[],
  places: readonly Place[],
  kind: 'split' | 'fold',
): SplitWarning[] {
  const labels = Label.options.filter((label) => items.some((item) => item.label === label));
  if (labels.length === 0) return [];
  if (labels.length === 1) return [{ code: 'ONE_CLASS', details: { label: at(labels, 0) } }];
  const seen = new Map<Place, Set<Label>>(places.map((place) => [place, new Set()]));
  for (const [index, item] of items.entries()) seen.get(at(placeOfItem, index))?.add(item.label);
  return [...seen].flatMap(([place, there]) =>
    labels
      .filter((label) => !there.has(label))
      .map((label): SplitWarning => ({ code: 'ONE_CLASS_SPLIT', details: { [kind]: place, label } })),
  );
}

function leaks(
  code: 'GROUP_LEAK' | 'DUPLICATE_LEAK',
  splits: readonly Split[],
  keyOf: (index: number) => string | null,
): SplitWarning[] {
  const splitsOf = new Map<string, Set<Split>>();
  for (const [index, split] of splits.entries()) {
    const key = keyOf(index);
    if (key !== null) splitsOf.set(key, (splitsOf.get(key) ?? new Set()).add(split));
  }
  const leaking = [...splitsOf].filter(([, places]) => places.size > 1).map(([key]) => key);
  return leaking.length === 0 ? [] : [{ code, details: { count: leaking.length, first: leaking.slice(0, 100) } }];
}
