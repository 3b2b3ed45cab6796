/** A photo by a formula in whole numbers, so that other programs can draw the same bytes. RGB, row-major. */
export function patternPhoto(sizePx: number, k: number): Uint8Array {
  const photo = new Uint8Array(sizePx * sizePx * 3);
  let next = 0;
  for (let y = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1) {
      for (let c = 0; c < 3; c += 1) photo[next++] = ((x * x * 3 + y * y * 5 + x * y * (c + 1) + k * 1000) >> 7) & 255;
    }
  }
  return photo;
}

/** Photos one after the other, as a backbone takes them. */
export function patternBatch(sizePx: number, ks: readonly number[]): Uint8Array {
  const bytes = sizePx * sizePx * 3;
  const batch = new Uint8Array(ks.length * bytes);
  ks.forEach((k, i) => batch.set(patternPhoto(sizePx, k), i * bytes));
  return batch;
}
