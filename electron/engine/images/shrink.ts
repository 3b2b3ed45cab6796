import type { Picture } from './look.ts';

/** For each of `to` output places: the input places that it covers, and how much of each in units of 1/to of one; they sum to `from`. */
function cover(from: number, to: number) {
  const first = new Int32Array(to);
  const end = new Int32Array(to);
  /** Shares of place i stand from `starts[i]` on, which is that of its first input place. */
  const starts = new Int32Array(to);
  const shares = new Int32Array(from + to);
  let filled = 0;
  for (let i = 0; i < to; i += 1) {
    const [lower, upper] = [i * from, (i + 1) * from];
    first[i] = Math.floor(lower / to);
    end[i] = Math.ceil(upper / to);
    starts[i] = filled;
    for (let place = first[i] ?? 0; place * to < upper; place += 1, filled += 1) {
      shares[filled] = Math.min((place + 1) * to, upper) - Math.max(place * to, lower);
    }
  }
  return { first, end, starts, shares };
}

/**
 * Squashes a picture to sidePx * sidePx by the mean of the area that each pixel of the result covers; a smaller one is enlarged alike. Fills `out` with
 * sidePx * sidePx * 3 values from 0 to 255, not rounded. The sums are of whole numbers, so that a mirrored or turned picture gives the mirrored or turned result.
 */
export function shrink({ rgb, widthPx, heightPx }: Picture, sidePx: number, out: Float64Array): void {
  const [columns, rows] = [cover(widthPx, sidePx), cover(heightPx, sidePx)];
  const rowLength = sidePx * 3;
  const narrowed = new Float64Array(rowLength);
  out.fill(0);
  // What each input row adds to which output rows: every row is read once.
  for (let y = 0, lowest = 0; y < heightPx; y += 1) {
    for (let i = 0, at = 0; i < sidePx; i += 1, at += 3) {
      const [from, end] = [columns.first[i] ?? 0, columns.end[i] ?? 0];
      let [r, g, b] = [0, 0, 0];
      let share = columns.starts[i] ?? 0;
      for (let place = (y * widthPx + from) * 3, last = (y * widthPx + end) * 3; place < last; place += 3, share += 1) {
        const weight = columns.shares[share] ?? 0;
        r = (r + Math.imul(weight, rgb[place] ?? 0)) | 0;
        g = (g + Math.imul(weight, rgb[place + 1] ?? 0)) | 0;
        b = (b + Math.imul(weight, rgb[place + 2] ?? 0)) | 0;
      }
      narrowed[at] = r;
      narrowed[at + 1] = g;
      narrowed[at + 2] = b;
    }
    while ((rows.end[lowest] ?? heightPx) <= y) lowest += 1;
    for (let j = lowest; j < sidePx && (rows.first[j] ?? heightPx) <= y; j += 1) {
      const weight = rows.shares[(rows.starts[j] ?? 0) + y - (rows.first[j] ?? 0)] ?? 0;
      for (let i = 0, at = j * rowLength; i < rowLength; i += 1, at += 1) {
        out[at] = (out[at] ?? 0) + weight * (narrowed[i] ?? 0);
      }
    }
  }
  const area = widthPx * heightPx;
  for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) / area;
}
