/**
 * A key whose plain order (by code unit) is the order people expect of paths: folder by folder, numbers by value (2 before 10), without
 * regard to Unicode form. It rests on no locale, so a data set has the same order on every computer.
 */
export function naturalKey(path: string): string {
  return path
    .normalize('NFC')
    .replaceAll('/', '\u0001')
    .replace(/\d+/g, (digits) => {
      const value = digits.replace(/^0+(?=\d)/, '');
      // The longer of two numbers without leading zeros is the larger one.
      return `0${String(value.length).padStart(3, '0')}${value}`;
    });
}

/** A new array in natural order of the texts; equal keys (007 and 7) by the texts themselves. */
export function naturalOrder<Item>(items: readonly Item[], textOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, text: textOf(item), key: naturalKey(textOf(item)) }));
  keyed.sort((a, b) => compare(a.key, b.key) || compare(a.text, b.text));
  return keyed.map(({ item }) => item);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
