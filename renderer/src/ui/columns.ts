import type { Snippet } from 'svelte';

export interface Column<T> {
  key: string;
  title: string;
  /** Figures: right aligned, digits of one width. */
  numeric?: boolean;
  /** CSS width; a fraction (`2fr`) in virtual tables too. */
  width?: string;
  /** What to sort by; without it the column cannot be sorted in a `Table`. */
  sortValue?: (row: T) => string | number | null;
  /** Plain text of the cell, where there is no `cell`. */
  text?: (row: T) => string;
  cell?: Snippet<[T]>;
  /** In a `VirtualTable`: whether `onsort` may be asked for this column. */
  sortable?: boolean;
}

export interface Sort {
  key: string;
  descending: boolean;
}

/** Sorts a copy. Null comes last in both directions: what is undefined is neither high nor low. */
export function sortRows<T>(rows: readonly T[], column: Column<T> | undefined, descending: boolean): readonly T[] {
  const value = column?.sortValue;
  if (value === undefined) return rows;
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), undefined, { numeric: true });
  });
}

/** The next sort after a click on a heading: first descending for figures, ascending for words, then the other way. */
export const nextSort = (present: Sort | null, key: string, numeric: boolean): Sort =>
  present?.key === key ? { key, descending: !present.descending } : { key, descending: numeric };

export const ariaSort = (sort: Sort | null, key: string): 'ascending' | 'descending' | undefined =>
  sort?.key !== key ? undefined : sort.descending ? 'descending' : 'ascending';
