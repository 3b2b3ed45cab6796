import type { ActivationMap } from '../../../electron/shared/schemas/explanation.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** The hue of a text marker: mixed with skin, pigment or blood, it gives no colour that a lesion has. It grows denser at an even pace. */
const faint: Colour = [214, 248, 110];
const full: Colour = [96, 205, 0];
/** Pixels drawn for each place of the map; the window enlarges them further. */
const PIXELS_A_PLACE = 16;

const mixed = (share: number): Colour => [
  Math.round(faint[0] + share * (full[0] - faint[0])),
  Math.round(faint[1] + share * (full[1] - faint[1])),
  Math.round(faint[2] + share * (full[2] - faint[2])),
];

/** The colours from nothing to the strongest place, as a CSS background for the legend. */
export const rampCss = `linear-gradient(to right, ${Array.from({ length: 9 }, (_, i) => {
  return `rgb(${mixed(i / 8).join(' ')} / ${i / 8})`;
}).join(', ')})`;

/**
 * A map as pixels to lie over the whole photo, RGBA row by row. Only what adds to the log-odds of malignant is coloured, against the largest
 * contribution of either sign, so that a photo whose places mostly speak for benign stays pale. Places are joined by
 * monotone curves: no colour lies beyond what its neighbours have, none between places that have none.
 */
export function activationPixels(map: Pick<ActivationMap, 'columns' | 'rows' | 'values'>): {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
} {
  const width = map.columns * PIXELS_A_PLACE;
  const height = map.rows * PIXELS_A_PLACE;
  const wide = Array.from({ length: map.rows }, (_, row) =>
    stretched(map.values.slice(row * map.columns, (row + 1) * map.columns), width),
  );
  const data = new Uint8ClampedArray(width * height * 4);
  const largest = map.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return { width, height, data };
  for (let x = 0; x < width; x += 1) {
    const column = stretched(
      wide.map((line) => line[x] ?? 0),
      height,
    );
    for (const [y, value] of column.entries()) {
      const share = Math.min(1, Math.max(0, value / largest));
      data.set([...mixed(share), Math.round(255 * share)], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** Values at the middles of equal steps, read at `size` points; beyond the outer middles the outer values. */
function stretched(values: readonly number[], size: number): number[] {
  const last = values.length - 1;
  const at = (i: number): number => values[Math.min(last, Math.max(0, i))] ?? 0;
  // harmonic means of the neighbouring rises keep a cubic curve monotone (Fritsch and Butland 1984)
  const slope = (i: number): number => {
    const before = at(i) - at(i - 1);
    const after = at(i + 1) - at(i);
    return before * after > 0 ? (2 * before * after) / (before + after) : 0;
  };
  return Array.from({ length: size }, (_, point) => {
    const place = Math.min(last, Math.max(0, ((point + 0.5) / size) * values.length - 0.5));
    const i = Math.min(Math.floor(place), Math.max(0, last - 1));
    const t = place - i;
    const rise = t * t * (3 - 2 * t);
    return at(i) * (1 - rise) + at(i + 1) * rise + slope(i) * t * (1 - t) ** 2 - slope(i + 1) * t * t * (1 - t);
  });
}

/** Below this share of the largest contribution the strongest raising place is hard to see. */
const FAINT_SHARE = 0.5;

/** Whether places that raise the score are there, but pale beside those that lower it. */
export function isPale({ values }: Pick<ActivationMap, 'values'>): boolean {
  const highest = Math.max(...values);
  return highest > 0 && highest < FAINT_SHARE * -Math.min(...values);
}

/** What a map adds up to, in log-odds: up + down + bias is the logit of the score. */
export function pushes({ values, bias }: ActivationMap): { up: number; down: number; logit: number } {
  const mean = (keep: (value: number) => number): number =>
    values.reduce((sum, value) => sum + keep(value), 0) / values.length;
  const up = mean((value) => Math.max(0, value));
  const down = mean((value) => Math.min(0, value));
  return { up, down, logit: up + down + bias };
}
