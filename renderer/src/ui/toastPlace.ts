interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * How far above the window's lower edge messages stand so that they cover no control, pixels: `least`, or as little more as it takes; `least` too where
 * there is no such place in the lower `reach` of the window. `column`: where messages stand from left to right; all in the window's pixels.
 */
export function clearBottom(
  controls: readonly Box[],
  {
    column,
    heightPx,
    windowPx,
    least,
    reach,
  }: {
    column: Pick<Box, 'left' | 'right'>;
    heightPx: number;
    windowPx: number;
    least: number;
    reach: number;
  },
): number {
  const GAP = 8;
  const inColumn = controls.filter(({ left, right }) => left < column.right && right > column.left);
  let bottom = least;
  for (;;) {
    const [low, high] = [windowPx - bottom, windowPx - bottom - heightPx];
    const covered = inColumn.filter((box) => box.top < low && box.bottom > high);
    if (covered.length === 0) return bottom;
    bottom = windowPx - Math.min(...covered.map(({ top }) => top)) + GAP;
    if (bottom + heightPx > reach) return least;
  }
}
