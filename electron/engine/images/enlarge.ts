/**
 * For each of `to` output positions: the two input positions that it lies between, and the weights of both as whole numbers that sum to 2 * to.
 */
function taps(from: number, to: number) {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const secondWeight = new Int32Array(to);
  for (let i = 0; i < to; i += 1) {
    // Pixels are squares and their centres correspond; outside the outermost centres the edge goes on.
    const position = Math.min(Math.max((2 * i + 1) * from - to, 0), (from - 1) * 2 * to);
    const below = Math.floor(position / (2 * to));
    first[i] = below;
    second[i] = Math.min(below + 1, from - 1);
    secondWeight[i] = position - below * 2 * to;
  }
  return { first, second, secondWeight };
}

/**
 * Enlarges uint8 RGB (heightPx * widthPx * 3) by linear interpolation between pixel centres, as tf.image.resize does; in whole numbers, so
 * that a mirrored photo gives the mirrored result to the bit.
 *
 * libvips 8.18 enlarges with a shift of half an output pixel towards the lower right, by which an orientation stored in EXIF would give another
 * score than the same photo stored upright.
 */
export function enlarge(
  rgb: Uint8Array,
  from: { widthPx: number; heightPx: number },
  to: { widthPx: number; heightPx: number },
): Uint8Array {
  const columns = taps(from.widthPx, to.widthPx);
  const rows = taps(from.heightPx, to.heightPx);
  const rowLength = to.widthPx * 3;
  const widened = new Int32Array(from.heightPx * rowLength);
  for (let y = 0; y < from.heightPx; y += 1) {
    const row = y * from.widthPx * 3;
    for (let x = 0, at = y * rowLength; x < to.widthPx; x += 1) {
      const a = row + (columns.first[x] ?? 0) * 3;
      const b = row + (columns.second[x] ?? 0) * 3;
      const weight = columns.secondWeight[x] ?? 0;
      for (let c = 0; c < 3; c += 1, at += 1) {
        const left = rgb[a + c] ?? 0;
        widened[at] = left * 2 * to.widthPx + ((rgb[b + c] ?? 0) - left) * weight;
      }
    }
  }
  const one = 4 * to.widthPx * to.heightPx;
  const out = new Uint8Array(to.heightPx * rowLength);
  for (let y = 0, at = 0; y < to.heightPx; y += 1) {
    const a = (rows.first[y] ?? 0) * rowLength;
    const b = (rows.second[y] ?? 0) * rowLength;
    const weight = rows.secondWeight[y] ?? 0;
    for (let i = 0; i < rowLength; i += 1, at += 1) {
      const upper = widened[a + i] ?? 0;
      const sum = upper * 2 * to.heightPx + ((widened[b + i] ?? 0) - upper) * weight;
      out[at] = Math.floor((sum + one / 2) / one);
    }
  }
  return out;
}
