import type { Random } from '../../shared/random.ts';

/** One value a pixel, row by row, sizePx x sizePx. */
export type Field = Float32Array;

/**
 * Gradient noise in about [-1, 1] (Perlin 1985): a random slope at each corner of a lattice of cells x cells, smoothly joined.
 * Few cells make slow shading, many make grain. Where it crosses 0 it draws winding lines.
 */
export function noiseField(random: Random, sizePx: number, cells: number): Field {
  const side = Math.ceil(cells) + 2;
  const slopeX = new Float32Array(side * side);
  const slopeY = new Float32Array(side * side);
  for (let i = 0; i < side * side; i++) {
    const angle = random.between(0, 2 * Math.PI);
    slopeX[i] = 1.5 * Math.cos(angle);
    slopeY[i] = 1.5 * Math.sin(angle);
  }
  const field = new Float32Array(sizePx * sizePx);
  const step = cells / sizePx;
  for (let y = 0; y < sizePx; y++) {
    const cellY = Math.floor(y * step);
    const v = y * step - cellY;
    const easeV = ease(v);
    for (let cellX = 0, x = 0; x < sizePx; cellX++) {
      // `?? 0` and not at(): this runs some millions of times a picture, and no index is out of range
      const k = cellY * side + cellX;
      const a = slopeX[k] ?? 0;
      const b = slopeX[k + 1] ?? 0;
      const c = slopeX[k + side] ?? 0;
      const d = slopeX[k + side + 1] ?? 0;
      const rowA = (slopeY[k] ?? 0) * v;
      const rowB = (slopeY[k + 1] ?? 0) * v;
      const rowC = (slopeY[k + side] ?? 0) * (v - 1);
      const rowD = (slopeY[k + side + 1] ?? 0) * (v - 1);
      const end = Math.min(sizePx, Math.ceil((cellX + 1) / step));
      for (; x < end; x++) {
        const u = x * step - cellX;
        const easeU = ease(u);
        const left = a * u + rowA;
        const top = left + (b * (u - 1) + rowB - left) * easeU;
        const below = c * u + rowC;
        const bottom = below + (d * (u - 1) + rowD - below) * easeU;
        field[y * sizePx + x] = top + (bottom - top) * easeV;
      }
    }
  }
  return field;
}

/** Noise of several scales, each with twice the cells and half the height of the one before; about [-1, 1]. */
export function fractalField(random: Random, sizePx: number, cells: number, octaves: number): Field {
  const sum = new Float32Array(sizePx * sizePx);
  // heights 1/2, 1/4, ... made to sum to 1
  let height = 1 / (2 - 2 ** (1 - octaves));
  for (let octave = 0; octave < octaves; octave++) {
    const layer = noiseField(random, sizePx, cells * 2 ** octave);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + height * (layer[i] ?? 0);
    height /= 2;
  }
  return sum;
}

/** 0 below low, 1 above high, smooth between. */
export function smoothstep(low: number, high: number, x: number): number {
  return ease(Math.min(1, Math.max(0, (x - low) / (high - low))));
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
