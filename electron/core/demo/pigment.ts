import { at } from '../../shared/arrays.ts';
import type { Random } from '../../shared/random.ts';
import { blend, mix, stamp, vary, type Canvas, type Colour } from './canvas.ts';
import type { LesionShape } from './lesionShape.ts';
import { fractalField, noiseField, smoothstep, type Field } from './noise.ts';

const LIGHT_BROWN: Colour = [168, 118, 82];
const MIDDLE_BROWN: Colour = [128, 82, 54];
const DARK_BROWN: Colour = [74, 46, 34];
const BLACK: Colour = [36, 27, 26];
const BLUE_GREY: Colour = [96, 94, 108];
const RED: Colour = [176, 98, 88];
const WHITE: Colour = [216, 196, 190];

/**
 * A melanocytic lesion: brown with a net of pigment. `variegation` from 0 to 1 adds patches of other colours, which lie to
 * one side, and with them the uneven net, blotches and dots of a melanoma.
 */
export function paintMelanocytic(canvas: Canvas, random: Random, shape: LesionShape, variegation: number): void {
  const { sizePx } = canvas;
  const unit = sizePx / 256;
  const base = vary(mix(LIGHT_BROWN, DARK_BROWN, random.between(0.15, 0.75)), random, 8, 4);
  const centre = mix(base, random.next() < 0.6 ? DARK_BROWN : LIGHT_BROWN, random.between(0.1, 0.55));
  const net = noiseField(random, sizePx, 256 / random.between(7, 11));
  const mottle = fractalField(random, sizePx, 10, 3);
  const netStrength = random.between(0.1, 0.4);
  const patches = patchesOf(random, sizePx, shape, variegation);
  const eccentric = fractalField(random, sizePx, 4, 2);
  const opacity = random.between(0.82, 0.96);
  // A loop this long must not share its function with numbers that are used behind it: V8 13.6 compiles it while it runs, and rarely
  // (4 processes in 100) comes out of that code with one of them wrong.
  const paintPixels = (): void => {
    for (let i = 0; i < sizePx * sizePx; i++) {
      const cover = at(shape.cover, i);
      if (cover < 0.004) continue;
      const inside = smoothstep(0, shape.radiusPx * 0.9, at(shape.depthPx, i));
      let colour = mix(base, centre, inside * (1 + 0.5 * variegation * at(eccentric, i)));
      // the lines of the net are where noise crosses 0
      const line = smoothstep(0.22, 0.02, Math.abs(at(net, i)));
      colour = mix(colour, DARK_BROWN, line * netStrength * (1 - 0.5 * inside) * (1 + variegation * at(eccentric, i)));
      for (const { colour: patch, strength, field, level } of patches) {
        colour = mix(colour, patch, strength * smoothstep(level, level + 0.4, at(field, i)));
      }
      const light = (8 + 8 * variegation) * at(mottle, i);
      blend(canvas, i, [colour[0] + light, colour[1] + light, colour[2] + light], cover * opacity);
    }
  };
  paintPixels();
  const dots = Math.round(variegation * random.between(0, 26));
  for (let dot = 0; dot < dots; dot++) {
    const [x, y] = pointInside(random, shape, sizePx, 0.95);
    stamp(canvas, x, y, random.between(0.8, 2.6) * unit, mix(BLACK, DARK_BROWN, random.next()), 0.7);
  }
}

interface Patch {
  colour: Colour;
  strength: number;
  field: Float32Array;
  /** Noise level from which the patch shows. */
  level: number;
}

/** Up to five further colours, each its own slow noise that leans to one side of the lesion. */
function patchesOf(random: Random, sizePx: number, shape: LesionShape, variegation: number): Patch[] {
  const colours = [BLACK, BLUE_GREY, RED, WHITE, MIDDLE_BROWN, LIGHT_BROWN];
  const count = Math.round(5 * (variegation - 0.2) + random.between(-0.5, 0.5));
  return Array.from({ length: Math.max(0, count) }, (_, k) => {
    const colour = vary(at(colours, k === 0 ? random.below(2) : random.below(colours.length)), random, 8, 6);
    const field = fractalField(random, sizePx, 5, 3);
    leanTo(field, sizePx, shape, random.between(0, 2 * Math.PI), random.between(0.2, 0.6) / shape.radiusPx);
    const strength = random.between(0.45, 0.85) * Math.min(1, 0.35 + variegation);
    return { colour, strength, field, level: random.between(0, 0.3) };
  });
}

/** Raises a field towards one side of the lesion, by `lean` a pixel. */
function leanTo(field: Field, sizePx: number, shape: LesionShape, angle: number, lean: number): void {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const i = y * sizePx + x;
      field[i] = at(field, i) + lean * ((x - shape.centreX) * cos + (y - shape.centreY) * sin);
    }
  }
}

/** A seborrheic keratosis: waxy and stuck on, a rough surface, pale cysts and dark plugs, one colour. */
export function paintKeratosis(canvas: Canvas, random: Random, shape: LesionShape, variegation: number): void {
  const { sizePx } = canvas;
  const unit = sizePx / 256;
  const base = vary(mix([186, 146, 108], [112, 84, 66], random.next()), random, 9, 5);
  const rough = fractalField(random, sizePx, 22, 3);
  const folds = noiseField(random, sizePx, 13);
  const shade = fractalField(random, sizePx, 4, 2);
  const opacity = random.between(0.72, 0.95);
  for (let i = 0; i < sizePx * sizePx; i++) {
    const cover = at(shape.cover, i);
    if (cover < 0.004) continue;
    const fold = smoothstep(0.25, 0.03, Math.abs(at(folds, i)));
    const rim = smoothstep(9 * unit, 0, at(shape.depthPx, i));
    const light = 17 * at(rough, i) - 15 * fold - 8 * rim;
    const colour = mix(base, DARK_BROWN, 0.5 * variegation * smoothstep(-0.1, 0.5, at(shade, i)));
    blend(canvas, i, [colour[0] + light, colour[1] + light, colour[2] + light], cover * opacity);
  }
  for (let cyst = 4 + random.below(18); cyst > 0; cyst--) {
    const [x, y] = pointInside(random, shape, sizePx, 0.85);
    stamp(canvas, x, y, random.between(0.8, 2.4) * unit, [232, 214, 188], random.between(0.35, 0.75));
  }
  for (let plug = 2 + random.below(12); plug > 0; plug--) {
    const [x, y] = pointInside(random, shape, sizePx, 0.85);
    stamp(canvas, x, y, random.between(1, 2.8) * unit, [64, 44, 32], random.between(0.4, 0.75));
  }
}

/** A point inside the lesion, by trying; the centre when the outline leaves no room. */
function pointInside(random: Random, shape: LesionShape, sizePx: number, reach: number): [number, number] {
  for (let attempt = 0; attempt < 20; attempt++) {
    const angle = random.between(0, 2 * Math.PI);
    const distance = reach * shape.radiusPx * 1.2 * Math.sqrt(random.next());
    const x = Math.round(shape.centreX + distance * Math.cos(angle));
    const y = Math.round(shape.centreY + distance * Math.sin(angle));
    const within = x >= 0 && y >= 0 && x < sizePx && y < sizePx;
    if (within && at(shape.depthPx, y * sizePx + x) > shape.radiusPx * (1 - reach)) return [x, y];
  }
  return [shape.centreX, shape.centreY];
}
