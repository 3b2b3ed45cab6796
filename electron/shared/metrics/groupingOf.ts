import { at } from '../arrays.ts';
import { quantile } from './bootstrap.ts';

/** Spellings of "not known", lower case. */
const UNKNOWN = new Set(['', 'unknown', 'na', 'n/a', 'nan', 'null', 'none', '?', '-', '未知', '不详']);
/** Numbers with more distinct values are cut into bands. */
const MOST_NUMBERS = 8;
const MOST_TEXTS = 30;
const DECADES = [30, 40, 50, 60, 70, 80];

/** Numbers from `from` (null: the lowest) up to but without `below` (null: the highest, included). */
export interface Band {
  from: number | null;
  below: number | null;
}

/** How a metadata column is cut into subgroups; names in the order in which they are shown. */
export type Grouping =
  | { kind: 'values'; names: string[] }
  | { kind: 'bands'; names: string[]; bands: Band[] }
  /** More distinct texts than 30: no column of subgroups. */
  | { kind: 'tooMany'; distinct: number };

export const isUnknown = (value: string): boolean => UNKNOWN.has(value.trim().toLowerCase());

/**
 * Cuts a column, unknown values left out. Texts are groups as they are (case and outer spaces aside, the commonest spelling
 * shown), the most frequent first; numbers of up to 8 distinct values likewise, rising. More numbers become bands: decades
 * (<30, 30-39 ... 80+) where they look like ages in years, else fifths of the rows, their borders in the names.
 */
export function groupingOf(values: readonly string[]): Grouping {
  const known = values.filter((value) => !isUnknown(value)).map((value) => value.trim());
  const spellings = spellingsOf(known);
  const numbers = known.map(Number);
  const areNumbers = known.length > 0 && numbers.every(Number.isFinite);
  const distinct = areNumbers ? new Set(numbers).size : spellings.size;
  if (areNumbers && distinct > MOST_NUMBERS) {
    const borders = looksLikeAges(numbers) ? decadesOf(numbers) : fifthsOf(numbers);
    const bands = [null, ...borders].map((from, i) => ({ from, below: borders[i] ?? null }));
    return { kind: 'bands', names: bands.map((band) => nameOf(band, numbers.every(Number.isInteger))), bands };
  }
  if (distinct > MOST_TEXTS) return { kind: 'tooMany', distinct };
  const names = [...spellings.values()]
    .sort((a, b) => (areNumbers ? Number(a.name) - Number(b.name) : b.count - a.count) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  return { kind: 'values', names };
}

/** The place of a value among the grouping's names; null: unknown, or in none of them. */
export function groupOf(grouping: Grouping): (value: string) => number | null {
  if (grouping.kind === 'tooMany') return () => null;
  if (grouping.kind === 'values') {
    const places = new Map(grouping.names.map((name, place) => [name.toLowerCase(), place]));
    return (value) => places.get(value.trim().toLowerCase()) ?? null;
  }
  return (value) => {
    const number = isUnknown(value) ? NaN : Number(value);
    const place = grouping.bands.findIndex(
      ({ from, below }) => (from === null || number >= from) && (below === null || number < below),
    );
    return Number.isFinite(number) && place >= 0 ? place : null;
  };
}

/** By lower case: the commonest spelling (of equals the first by code) and how many values there are. */
function spellingsOf(known: readonly string[]): Map<string, { name: string; count: number }> {
  const exact = new Map<string, number>();
  for (const value of known) exact.set(value, (exact.get(value) ?? 0) + 1);
  const found = new Map<string, { name: string; count: number }>();
  const byCount = [...exact].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  for (const [name, count] of byCount) {
    const key = name.toLowerCase();
    const earlier = found.get(key);
    found.set(key, { name: earlier?.name ?? name, count: (earlier?.count ?? 0) + count });
  }
  return found;
}

/** Years of people: up to 120, some of them over 45; millimetres of a lesion stay below. */
function looksLikeAges(numbers: readonly number[]): boolean {
  const { least, most } = rangeOf(numbers);
  return least >= 0 && most > 45 && most <= 120;
}

function rangeOf(numbers: readonly number[]): { least: number; most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const number of numbers) {
    least = Math.min(least, number);
    most = Math.max(most, number);
  }
  return { least, most };
}

/** The borders that have values on both sides. */
function decadesOf(ages: readonly number[]): number[] {
  const { least, most } = rangeOf(ages);
  return DECADES.filter((border) => least < border && most >= border);
}

/** The values from which the second to the fifth fifth of the rows begins; many equal values make fewer bands. */
function fifthsOf(numbers: readonly number[]): number[] {
  const rising = Float64Array.from(numbers).sort();
  const borders = [0.2, 0.4, 0.6, 0.8].map((share) => Number(quantile(rising, share).toPrecision(6)));
  const inside = [...new Set(borders)].filter(
    (border) => border > at(rising, 0) && border <= at(rising, rising.length - 1),
  );
  // where over four fifths are the lowest value, the rest is a band of its own
  return inside.length > 0 ? inside : [...rising.filter((number) => number > at(rising, 0)).slice(0, 1)];
}

function nameOf({ from, below }: Band, areWhole: boolean): string {
  if (from === null) return below === null ? '' : `<${below}`;
  if (below === null) return Number.isInteger(from) && areWhole ? `${from}+` : `≥${from}`;
  const bothWhole = areWhole && Number.isInteger(from) && Number.isInteger(below);
  if (!bothWhole) return `${from}–<${below}`;
  return from === below - 1 ? `${from}` : `${from}–${below - 1}`;
}
