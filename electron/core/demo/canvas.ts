import type { Random } from '../../shared/random.ts';

/** Red, green, blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** A square picture in floats, three values a pixel, row by row. */
export interface Canvas {
  sizePx: number;
  rgb: Float32Array;
}

export function createCanvas(sizePx: number): Canvas {
  return { sizePx, rgb: new Float32Array(sizePx * sizePx * 3) };
}

/** Lays a colour over a pixel (index = y * sizePx + x) with opacity 0 to 1. */
export function blend(canvas: Canvas, pixel: number, colour: Colour, opacity: number): void {
  const { rgb } = canvas;
  const i = 3 * pixel;
  // `?? 0` and not at(): once a pixel and layer, on indices that loops made
  rgb[i] = (rgb[i] ?? 0) * (1 - opacity) + colour[0] * opacity;
  rgb[i + 1] = (rgb[i + 1] ?? 0) * (1 - opacity) + colour[1] * opacity;
  rgb[i + 2] = (rgb[i + 2] ?? 0) * (1 - opacity) + colour[2] * opacity;
}

/** A soft round dot; radiusPx may be a fraction of a pixel. */
export function stamp(canvas: Canvas, x: number, y: number, radiusPx: number, colour: Colour, opacity: number): void {
  const { sizePx } = canvas;
  const reach = radiusPx + 1;
  for (let py = Math.max(0, Math.ceil(y - reach)); py <= Math.min(sizePx - 1, y + reach); py++) {
    for (let px = Math.max(0, Math.ceil(x - reach)); px <= Math.min(sizePx - 1, x + reach); px++) {
      const cover = Math.min(1, Math.max(0, radiusPx + 0.5 - Math.hypot(px - x, py - y)));
      if (cover > 0) blend(canvas, py * sizePx + px, colour, opacity * cover);
    }
  }
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** A colour like the given one: lighter or darker, and a little off in each channel. */
export function vary(colour: Colour, random: Random, brightness: number, hue: number): Colour {
  const lift = random.normal() * brightness;
  const shift = (value: number): number => Math.min(255, Math.max(0, value + lift + random.normal() * hue));
  return [shift(colour[0]), shift(colour[1]), shift(colour[2])];
}
