import { createRandom } from '../../electron/shared/random.ts';
import type { Pixels, Rgb } from './photos.ts';
import { noise, paint } from './photos.ts';

/** Pictures that no skin photo is like, drawn here (seeded) so that a test needs no download. */

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];
const grain = (colour: Rgb, by: number): Rgb => [clamp(colour[0] + by), clamp(colour[1] + by), clamp(colour[2] + by)];
const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

/** A sum of sines of random phase: ridges, canopies and clouds. */
function wave(seed: number, frequencies: readonly number[]): (x: number) => number {
  const random = createRandom(seed, 'wave');
  const parts = frequencies.map((frequency) => ({ frequency, phase: random.between(0, 2 * Math.PI) }));
  return (x) =>
    parts.reduce((sum, { frequency, phase }) => sum + Math.sin(x * frequency + phase) / Math.sqrt(frequency), 0);
}

/** Sky with a cloud, two ridges of hills, a lake with a reflection, a house and trees. */
export function landscape(widthPx: number, heightPx: number, seed: number): Pixels {
  const random = createRandom(seed, 'landscape');
  const far = wave(seed, [3, 7, 17, 41]);
  const near = wave(seed + 1, [2, 5, 13, 37, 83]);
  const cloud = wave(seed + 2, [5, 11, 23]);
  const trees = Array.from({ length: 14 }, () => ({ x: random.between(0, 1), y: random.between(0.72, 0.95) }));
  return paint(widthPx, heightPx, (px, py) => {
    const [x, y] = [px / widthPx, py / heightPx];
    const speckle = random.between(-14, 14);
    for (const tree of trees) {
      const [dx, dy] = [(x - tree.x) * 22, (y - tree.y) * 14];
      if (dy > -1 && dy < 1 && Math.abs(dx) < (dy + 1) / 2) return grain([24, 70, 30], speckle * 2);
      if (dy >= 1 && dy < 1.4 && Math.abs(dx) < 0.12) return [80, 52, 30];
    }
    if (x > 0.58 && x < 0.76 && y > 0.5 && y < 0.68) {
      const pane = Math.floor(x * 66) % 3 === 0 && Math.floor(y * 40) % 2 === 0;
      return pane ? [40, 60, 90] : grain([186, 64, 48], speckle);
    }
    if (y < 0.5 && y > 0.36 && Math.abs(x - 0.67) < (y - 0.36) * 0.8) return grain([120, 40, 34], speckle);
    if (y > 0.66 + 0.03 * near(x * 6)) return grain(mix([96, 140, 52], [60, 96, 36], (y - 0.66) * 3), speckle * 2);
    if (y > 0.56) return grain(mix([150, 184, 206], [86, 126, 160], Math.abs(Math.sin(y * 90))), speckle / 3);
    if (y > 0.44 + 0.06 * far(x * 5)) return grain([88, 118, 104], speckle);
    const inCloud = cloud(x * 4) + Math.sin(y * 30) > 1.2;
    return inCloud ? [246, 248, 250] : mix([92, 150, 224], [206, 226, 242], y * 2);
  });
}

/** Petals around a yellow centre on leaves. */
export function flower(widthPx: number, heightPx: number, seed: number): Pixels {
  const random = createRandom(seed, 'flower');
  const leaf = wave(seed, [9, 19, 43]);
  const turn = random.between(0, Math.PI);
  return paint(widthPx, heightPx, (px, py) => {
    const [x, y] = [(px / widthPx - 0.5) * 2, (py / heightPx - 0.5) * 2];
    const [radius, angle] = [Math.hypot(x, y), Math.atan2(y, x) + turn];
    const speckle = random.between(-10, 10);
    if (radius < 0.17) return grain([236, 190, 40], Math.sin(x * 160) * Math.sin(y * 160) * 50 + speckle);
    const petal = 0.45 + 0.4 * Math.abs(Math.cos(angle * 4));
    const vein = Math.sin(angle * 64) * 18;
    if (radius < petal) return grain(mix([250, 226, 242], [214, 40, 128], radius / petal), vein + speckle);
    const blade = leaf(x * 3 + y) + Math.sin((x - y) * 25);
    return grain(blade > 0.2 ? [52, 128, 44] : [16, 56, 24], speckle);
  });
}

/** Black marks in rows of words on white paper, with a heading and paragraphs. */
export function textPage(widthPx: number, heightPx: number, seed: number): Pixels {
  const random = createRandom(seed, 'page');
  const page = paint(widthPx, heightPx, () => [250, 250, 247]);
  const dot = (x: number, y: number) => {
    if (x >= 0 && y >= 0 && x < widthPx && y < heightPx) page.rgb.set([22, 22, 26], (y * widthPx + x) * 3);
  };
  const line = Math.max(8, Math.round(heightPx / 42));
  for (let row = 2; row < 40; row += 1) {
    if (row === 4 || row % 9 === 0) continue;
    const size = row === 2 ? 1.6 : 1;
    const height = Math.round(line * 0.5 * size);
    const width = Math.max(2, Math.round(height * 0.6));
    const end = widthPx * (row % 9 === 8 ? 0.6 : 0.92);
    for (let x = Math.round(widthPx * 0.08), left = 2 + random.below(7); x < end; x += width + 2) {
      if (left-- === 0) {
        left = 2 + random.below(9);
        continue;
      }
      // A letter: some of the strokes of a seven-segment sign, of one or two pixels.
      const strokes = 1 + random.below(127);
      const [top, middle, bottom] = [row * line, row * line + (height >> 1), row * line + height];
      for (let i = 0; i < width; i += 1) {
        if (strokes & 1) dot(x + i, top);
        if (strokes & 2) dot(x + i, middle);
        if (strokes & 4) dot(x + i, bottom);
      }
      for (let i = 0; i <= height; i += 1) {
        if (strokes & (i * 2 < height ? 8 : 16)) dot(x, top + i);
        if (strokes & (i * 2 < height ? 32 : 64)) dot(x + width - 1, top + i);
      }
    }
  }
  return page;
}

export const strangePictures = {
  landscape: landscape(640, 480, 1),
  flower: flower(640, 480, 2),
  textPage: textPage(620, 877, 3),
  noise: noise(512, 512, 4),
} as const;
