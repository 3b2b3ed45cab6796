import type { Views } from '../../shared/schemas/run.ts';

/** One way to look at a prepared photo: one of the 8 symmetries of a square. */
export type View =
  | 'identity'
  | 'mirrored'
  | 'upsideDown'
  | 'turned'
  | 'transposed'
  | 'clockwise'
  | 'counterclockwise'
  | 'antiTransposed';

/** Where a view's pixel comes from: row and column change places, if so, and then are counted from the other end, if so. */
export interface Symmetry {
  transposes: boolean;
  flipsRows: boolean;
  flipsColumns: boolean;
}

export const symmetries: Readonly<Record<View, Symmetry>> = {
  identity: { transposes: false, flipsRows: false, flipsColumns: false },
  /** Left and right swapped, top and bottom swapped, both. */
  mirrored: { transposes: false, flipsRows: false, flipsColumns: true },
  upsideDown: { transposes: false, flipsRows: true, flipsColumns: false },
  turned: { transposes: false, flipsRows: true, flipsColumns: true },
  /** Mirrored along the diagonal from the upper left corner. */
  transposed: { transposes: true, flipsRows: false, flipsColumns: false },
  /** Quarter turns. */
  clockwise: { transposes: true, flipsRows: true, flipsColumns: false },
  counterclockwise: { transposes: true, flipsRows: false, flipsColumns: true },
  /** Mirrored along the other diagonal. */
  antiTransposed: { transposes: true, flipsRows: true, flipsColumns: true },
};

const ofViews: Readonly<Record<Views, readonly View[]>> = {
  one: ['identity'],
  flips: ['identity', 'mirrored', 'upsideDown', 'turned'],
  turns: [
    'identity',
    'mirrored',
    'upsideDown',
    'turned',
    'transposed',
    'clockwise',
    'counterclockwise',
    'antiTransposed',
  ],
};

/** The views whose features are averaged. Each is cached by itself, so `flips` finds what `one` has computed. */
export const viewsOf = (views: Views): readonly View[] => ofViews[views];

/** The place in the photo, row-major, that a view of a square of `size` shows at row y, column x. */
export function placeInPhoto(view: View, y: number, x: number, size: number): number {
  const { transposes, flipsRows, flipsColumns } = symmetries[view];
  const [row, column] = transposes ? [x, y] : [y, x];
  return (flipsRows ? size - 1 - row : row) * size + (flipsColumns ? size - 1 - column : column);
}

/** Writes a view of a prepared photo (sizePx * sizePx * 3 bytes) into `out` from byte `offset` on. */
export function writeView(view: View, rgb: Uint8Array, sizePx: number, out: Uint8Array, offset: number): void {
  if (view === 'identity') {
    out.set(rgb, offset);
    return;
  }
  let to = offset;
  for (let y = 0; y < sizePx; y += 1) {
    const first = placeInPhoto(view, y, 0, sizePx) * 3;
    const step = placeInPhoto(view, y, 1, sizePx) * 3 - first;
    if (step === 3) {
      out.set(rgb.subarray(first, first + sizePx * 3), to);
      to += sizePx * 3;
      continue;
    }
    for (let x = 0, from = first; x < sizePx; x += 1, from += step, to += 3) {
      out[to] = rgb[from] ?? 0;
      out[to + 1] = rgb[from + 1] ?? 0;
      out[to + 2] = rgb[from + 2] ?? 0;
    }
  }
}

/** Mean of each feature over the views, summed in float64 in the order given, kept as float32. */
export function averageViews(rows: readonly Float32Array[]): Float32Array {
  const [first] = rows;
  if (first === undefined) throw new RangeError('no view to average');
  if (rows.length === 1) return first;
  const mean = new Float32Array(first.length);
  for (let i = 0; i < mean.length; i += 1) {
    let sum = 0;
    for (const row of rows) sum += row[i] ?? 0;
    mean[i] = sum / rows.length;
  }
  return mean;
}
