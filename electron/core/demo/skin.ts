import { at } from '../../shared/arrays.ts';
import type { Random } from '../../shared/random.ts';
import { blend, mix, stamp, vary, type Canvas, type Colour } from './canvas.ts';
import { fractalField, noiseField, smoothstep } from './noise.ts';

const SKIN: Colour[] = [
  [236, 205, 190],
  [228, 190, 170],
  [222, 196, 196],
  [208, 165, 140],
  [176, 130, 104],
];

/** Skin all over the canvas: tone, slow shading, redness, the fine lattice of skin lines. */
export function paintSkin(canvas: Canvas, random: Random): void {
  const { sizePx } = canvas;
  const tone = vary(at(SKIN, random.below(SKIN.length)), random, 8, 4);
  const flushed = mix(tone, [214, 120, 110], random.between(0.05, 0.3));
  const shading = fractalField(random, sizePx, 3, 2);
  const redness = fractalField(random, sizePx, 5, 2);
  const lines = noiseField(random, sizePx, 46);
  const pores = noiseField(random, sizePx, 90);
  const slopeX = random.between(-9, 9);
  const slopeY = random.between(-9, 9);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const i = y * sizePx + x;
      const light =
        7 * at(shading, i) +
        slopeX * (x / sizePx - 0.5) +
        slopeY * (y / sizePx - 0.5) +
        5 * (Math.abs(at(lines, i)) - 0.4) +
        2 * at(pores, i);
      const colour = mix(tone, flushed, smoothstep(-0.5, 0.7, at(redness, i)));
      blend(canvas, i, [colour[0] + light, colour[1] + light, colour[2] + light], 1);
    }
  }
}

/** Hairs over everything on half of the photos: thin dark curves, whatever the class. */
export function paintHairs(canvas: Canvas, random: Random): void {
  if (random.next() < 0.5) return;
  const { sizePx } = canvas;
  const unit = sizePx / 256;
  const count = random.next() < 0.7 ? 2 + random.below(6) : 8 + random.below(14);
  const combed = random.between(0, 2 * Math.PI);
  const colour = vary([52, 38, 32], random, 14, 5);
  for (let hair = 0; hair < count; hair++) {
    const direction = combed + random.normal() * 0.5;
    const length = random.between(70, 230) * unit;
    const bend = random.normal() * 0.7;
    const radius = random.between(0.35, 0.9) * unit;
    const opacity = random.between(0.45, 0.85);
    let x = random.between(-0.1, 1.1) * sizePx;
    let y = random.between(-0.1, 1.1) * sizePx;
    for (let step = 0; step < length; step++) {
      const angle = direction + (bend * step) / length;
      x += Math.cos(angle);
      y += Math.sin(angle);
      stamp(canvas, x, y, radius, colour, opacity * Math.min(1, (length - step) / 20));
    }
  }
}

/** A ruler's ticks along one side of every sixth photo, whatever the class. */
export function paintRuler(canvas: Canvas, random: Random): void {
  if (random.next() < 5 / 6) return;
  const { sizePx } = canvas;
  const unit = sizePx / 256;
  const spacing = random.between(7, 11) * unit;
  const base = random.between(0.86, 0.95) * sizePx;
  const tilt = random.normal() * 0.05;
  const upright = random.next() < 0.5;
  const start = random.between(0, 0.4) * sizePx;
  const put = (along: number, across: number): void => {
    const [x, y] = upright ? [across, along] : [along, across];
    stamp(canvas, x, y, 0.45 * unit, [38, 36, 38], 0.8);
  };
  for (let tick = 0; start + tick * spacing < sizePx; tick++) {
    const along = start + tick * spacing;
    const length = (tick % 10 === 0 ? 13 : tick % 5 === 0 ? 9 : 5) * unit;
    for (let step = 0; step < length; step += 0.7) put(along, base + tilt * (along - start) - step);
  }
  for (let along = start; along < sizePx; along += 0.7) put(along, base + tilt * (along - start));
}

/** Air bubbles under the glass on every eighth photo: bright rings. */
export function paintBubbles(canvas: Canvas, random: Random): void {
  if (random.next() < 7 / 8) return;
  const { sizePx } = canvas;
  const unit = sizePx / 256;
  for (let bubble = 1 + random.below(5); bubble > 0; bubble--) {
    const x = random.between(0, sizePx);
    const y = random.between(0, sizePx);
    const radius = random.between(3, 9) * unit;
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.5 / radius) {
      const glint = 0.12 + 0.3 * Math.max(0, Math.cos(angle + 2.3));
      stamp(canvas, x + radius * Math.cos(angle), y + radius * Math.sin(angle), 0.6 * unit, [252, 250, 248], glint);
    }
  }
}

/** Light falling off towards the corners; on a fifth of the photos the black ring of the dermatoscope. */
export function paintVignette(canvas: Canvas, random: Random): void {
  const { sizePx, rgb } = canvas;
  const fall = random.between(0.04, 0.28);
  // out of the picture on the others
  const ring = random.next() < 0.2 ? random.between(0.5, 0.62) : 9;
  const centreX = (0.5 + random.normal() * 0.02) * sizePx;
  const centreY = (0.5 + random.normal() * 0.02) * sizePx;
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const distance = Math.sqrt((x - centreX) ** 2 + (y - centreY) ** 2) / sizePx;
      const dark = distance > ring ? 0.96 * smoothstep(ring, ring + 0.03, distance) : 0;
      const light = (1 - fall * (distance / 0.7) ** 3) * (1 - dark);
      const i = 3 * (y * sizePx + x);
      for (let channel = 0; channel < 3; channel++) rgb[i + channel] = (rgb[i + channel] ?? 0) * light;
    }
  }
}
