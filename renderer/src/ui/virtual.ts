/** Rows of a long list that are worth drawing: those in view and a few around them. */
export function visibleRange(
  scrollTop: number,
  viewportPx: number,
  rowPx: number,
  rows: number,
  overscan = 4,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowPx) - overscan);
  const last = Math.min(rows, Math.ceil((scrollTop + viewportPx) / rowPx) + overscan);
  return { first: Math.min(first, last), last };
}

export interface GridShape {
  count: number;
  columns: number;
  /** Whole rows in view: what a Page key moves by. */
  rowsInView: number;
}

/** Where a navigation key leads in a grid that is read row by row; null for any other key. A list is a grid of one column. */
export function moveInGrid(key: string, index: number, { count, columns, rowsInView }: GridShape): number | null {
  const last = count - 1;
  const page = columns * Math.max(1, rowsInView - 1);
  const kept = (target: number): number => Math.min(last, Math.max(0, target));
  switch (key) {
    case 'ArrowLeft':
      return columns === 1 ? null : kept(index - 1);
    case 'ArrowRight':
      return columns === 1 ? null : kept(index + 1);
    // Up and down keep their column: from the first row nothing is above, and the last row may be short.
    case 'ArrowUp':
      return index - columns < 0 ? index : index - columns;
    case 'ArrowDown':
      return index + columns > last
        ? Math.floor(index / columns) < Math.floor(last / columns)
          ? last
          : index
        : index + columns;
    case 'PageUp':
      return index - page < 0 ? index % columns : index - page;
    case 'PageDown':
      return kept(index + page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** The same where no place is active yet (-1): the first key only enters the grid, at its end for End, else at its beginning. */
export function moveOrEnter(key: string, index: number, shape: GridShape): number | null {
  if (index >= 0) return moveInGrid(key, index, shape);
  const next = moveInGrid(key, 0, shape);
  return next === null || key === 'End' ? next : 0;
}

/** The scroll position that brings a row wholly into view, moving as little as possible. */
export function scrollToShow(scrollTop: number, viewportPx: number, topPx: number, heightPx: number): number {
  if (topPx < scrollTop) return topPx;
  if (topPx + heightPx > scrollTop + viewportPx) return topPx + heightPx - viewportPx;
  return scrollTop;
}
