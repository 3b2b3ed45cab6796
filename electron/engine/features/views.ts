import type { Views } from '../../shared/schemas/run.ts';

/** One way to look at a prepared photo: as it is, left and right swapped, top and bottom swapped, both. */
export type View = 'identity' | 'mirrored' | 'upsideDown' | 'turned';

/** The views whose features are averaged. Each is cached by itself, so `flips` finds what `one` has computed. */
export function viewsOf(views: Views): readonly View[] {
  return views === 'one' ? ['identity'] : ['identity', 'mirrored', 'upsideDown', 'turned'];
}

/** Writes a view of a prepared photo (sizePx * sizePx * 3 bytes) into `out` from byte `offset` on. */
export function writeView(view: View, rgb: Uint8Array, sizePx: number, out: Uint8Array, offset: number): void {
  if (view === 'identity') {
    out.set(rgb, offset);
    return;
  }
  const rowLength = sizePx * 3;
  const swapsColumns = view !== 'upsideDown';
  const swapsRows = view !== 'mirrored';
  for (let y = 0; y < sizePx; y += 1) {
    const from = (swapsRows ? sizePx - 1 - y : y) * rowLength;
    const to = offset + y * rowLength;
    if (!swapsColumns) {
      out.set(rgb.subarray(from, from + rowLength), to);
      continue;
    }
    for (let x = 0; x < rowLength; x += 3) {
      const source = from + rowLength - 3 - x;
      out[to + x] = rgb[source] ?? 0;
      out[to + x + 1] = rgb[source + 1] ?? 0;
      out[to + x + 2] = rgb[source + 2] ?? 0;
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
