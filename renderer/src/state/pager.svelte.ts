import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';

/** A long list of which only the pages looked at are fetched. */
export interface Pager<T> {
  /** null until the first page is here. */
  readonly total: number | null;
  readonly error: unknown;
  /** The item, or undefined while its page is on the way (asking brings the page). */
  at(index: number): T | undefined;
  /** Forgets everything: the filter or the data changed. Shown rows stay until the first new page is here. */
  reset(): void;
  /** The data changed in places: pages are read again as they are looked at, and show what they have until then. */
  refresh(): void;
  /** The item once its page is here. */
  fetch(index: number): Promise<T | undefined>;
  set(index: number, item: T): void;
}

export interface PagerOptions<T> {
  pageSize?: number;
  load(offset: number, limit: number): Promise<{ total: number; items: T[] }>;
}

/** At most this many pages are kept; the ones looked at longest ago go first. */
const pagesKept = 60;

export function createPager<T>({ pageSize = 200, load }: PagerOptions<T>): Pager<T> {
  const state = $state<{ total: number | null; error: unknown; generation: number; refreshed: number }>({
    total: null,
    error: undefined,
    generation: 0,
    refreshed: 0,
  });
  let pages = $state.raw(new SvelteMap<number, T[]>());
  // A plain record: who asks must not come to depend on it.
  let asked: Record<number, Promise<void> | undefined> = {};
  let shownGeneration = 0;
  /** Shown, but to be read again. */
  let stale = new Set<number>();

  function request(page: number): Promise<void> {
    const under = asked[page];
    if (under !== undefined) return under;
    const generation = state.generation;
    const work = load(page * pageSize, pageSize).then(
      ({ total, items }) => {
        if (generation !== state.generation) return;
        if (shownGeneration !== generation) {
          pages = new SvelteMap();
          shownGeneration = generation;
        }
        for (const oldest of pages.keys()) {
          if (pages.size < pagesKept) break;
          pages.delete(oldest);
          asked[oldest] = undefined;
        }
        pages.set(page, items);
        stale.delete(page);
        state.total = total;
        state.error = undefined;
      },
      (error: unknown) => {
        if (generation !== state.generation) return;
        state.error = error;
        asked[page] = undefined;
      },
    );
    asked[page] = work;
    return work;
  }

  return {
    get total() {
      return state.total;
    },
    get error() {
      return state.error;
    },
    at(index) {
      const page = Math.floor(index / pageSize);
      const items = pages.get(page);
      void state.generation;
      void state.refreshed;
      if (items === undefined || stale.has(page) || shownGeneration !== untrack(() => state.generation))
        untrack(() => void request(page));
      return items?.[index % pageSize];
    },
    reset() {
      asked = {};
      stale = new Set();
      state.error = undefined;
      state.generation += 1;
      void request(0);
    },
    refresh() {
      asked = {};
      stale = new Set(pages.keys());
      state.refreshed += 1;
      // the length of the list, wherever in it one looks; an empty one shows no row that would ask for its page
      if (!stale.has(0) || state.total === 0) void request(0);
    },
    async fetch(index) {
      const page = Math.floor(index / pageSize);
      if (pages.get(page) === undefined) await request(page);
      return pages.get(page)?.[index % pageSize];
    },
    set(index, item) {
      const page = Math.floor(index / pageSize);
      const items = pages.get(page);
      if (items !== undefined) pages.set(page, items.toSpliced(index % pageSize, 1, item));
    },
  };
}
