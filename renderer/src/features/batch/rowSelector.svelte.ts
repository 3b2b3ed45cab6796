import type { BatchFilter, BatchRow, RowSelection } from '../../../../electron/shared/schemas/scoring.ts';
import type { Choosing, TableSelection } from '../../ui/tableSelection.ts';

/** Which rows acts are about: some by hand, known by id wherever the list moves them, or all that the filter finds. */
export interface RowSelector extends TableSelection<BatchRow> {
  readonly count: number;
  /** All that the filter finds, also what it finds later. */
  readonly everything: boolean;
  clear(): void;
  /** For the core; null: nothing is selected. */
  request(): RowSelection | null;
}

export interface RowSelectorDeps {
  filter(): BatchFilter;
  /** Rows that the filter finds. */
  total(): number;
  /** undefined: its page is not here yet. */
  idAt(index: number): string | undefined;
  idsBetween(first: number, last: number): Promise<string[]>;
  onfailed(error: unknown): void;
}

export function createRowSelector(deps: RowSelectorDeps): RowSelector {
  let ids = $state.raw<ReadonlySet<string>>(new Set());
  let everything = $state(false);
  let anchor = -1;
  /** An answer to an earlier choice is none to this one. */
  let round = 0;

  function set(next: Iterable<string>): void {
    everything = false;
    ids = new Set(next);
  }

  /** Ids of a stretch of the list: at once where they are on screen, else asked for; they stay chosen if the list moves meanwhile. */
  async function stretch(first: number, last: number): Promise<string[]> {
    const here: string[] = [];
    for (let index = first; index <= last; index++) {
      const id = deps.idAt(index);
      if (id === undefined) return deps.idsBetween(first, last);
      here.push(id);
    }
    return here;
  }

  function choose(index: number, how: Choosing): void {
    const mine = ++round;
    const settle = (work: Promise<void>): void => void work.catch((error: unknown) => deps.onfailed(error));
    if (how === 'range') {
      const from = anchor < 0 ? index : anchor;
      settle(
        stretch(Math.min(from, index), Math.max(from, index)).then((found) => {
          if (mine === round) set(found);
        }),
      );
      return;
    }
    anchor = index;
    const id = deps.idAt(index);
    if (how === 'only') {
      set(id === undefined ? [] : [id]);
      if (id !== undefined) return;
      settle(
        stretch(index, index).then((found) => {
          if (mine === round) set(found);
        }),
      );
      return;
    }
    if (id === undefined) return;
    if (!everything) {
      set(ids.has(id) ? [...ids].filter((other) => other !== id) : [...ids, id]);
      return;
    }
    settle(
      deps.idsBetween(0, deps.total() - 1).then((found) => {
        if (mine === round) set(found.filter((other) => other !== id));
      }),
    );
  }

  return {
    get count() {
      return everything ? deps.total() : ids.size;
    },
    get everything() {
      return everything;
    },
    has: (row) => everything || ids.has(row.id),
    choose,
    all() {
      round += 1;
      ids = new Set();
      everything = deps.total() > 0;
    },
    clear() {
      round += 1;
      anchor = -1;
      set([]);
    },
    request() {
      if (everything) return { kind: 'query', query: deps.filter() };
      return ids.size === 0 ? null : { kind: 'rows', ids: [...ids] };
    },
  };
}
