import { at } from '../../shared/arrays.ts';
import type { Random } from '../../shared/random.ts';
import { fractalField, type Field } from './noise.ts';

/** What a lesion looks like apart from its colours; each from 0 (harmless) to 1. */
export interface ShapeTraits {
  asymmetry: number;
  /** How notched the border is. */
  irregularity: number;
  /** Width of the border's fade, pixels of a 256-pixel photo. */
  softnessPx: number;
}

export interface LesionShape {
  /** Signed distance from the border along the ray from the centre, pixels: positive inside. */
  depthPx: Field;
  /** 0 outside, 1 inside, fading over the border. */
  cover: Field;
  centreX: number;
  centreY: number;
  /** Mean radius, pixels. */
  radiusPx: number;
}

/**
 * A closed outline, radius as a sum of harmonics of the angle. An oval (second harmonic) is symmetric; asymmetry adds the
 * first and third, which no axis mirrors, irregularity adds short waves and frays the border with noise.
 */
export function lesionShape(random: Random, sizePx: number, traits: ShapeTraits): LesionShape {
  const unit = sizePx / 256;
  const centreX = sizePx / 2 + random.normal() * 12 * unit;
  const centreY = sizePx / 2 + random.normal() * 12 * unit;
  const radiusPx = random.between(42, 82) * unit;
  const radii = outline(random, traits).map((factor) => factor * radiusPx);
  const fray = fractalField(random, sizePx, 14, 3);
  const frayPx = (1.5 + 14 * traits.irregularity) * unit;
  const softnessPx = Math.max(1, traits.softnessPx * unit);
  const depthPx = new Float32Array(sizePx * sizePx);
  const cover = new Float32Array(sizePx * sizePx);
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const i = y * sizePx + x;
      const angle = Math.atan2(y - centreY, x - centreX) / (2 * Math.PI) + 0.5;
      const radius = at(radii, Math.min(radii.length - 1, Math.floor(angle * radii.length)));
      const depth = radius - Math.hypot(x - centreX, y - centreY) + frayPx * at(fray, i);
      depthPx[i] = depth;
      cover[i] = 1 / (1 + Math.exp((-3 * depth) / softnessPx));
    }
  }
  return { depthPx, cover, centreX, centreY, radiusPx };
}

/** Radius as a multiple of its mean at 1,440 angles. */
function outline(random: Random, { asymmetry, irregularity }: ShapeTraits): Float32Array {
  const waves = [
    { harmonic: 1, height: 0.2 * asymmetry },
    { harmonic: 2, height: random.between(0.03, 0.15) },
    { harmonic: 3, height: 0.02 + 0.16 * asymmetry },
    ...[4, 5, 6, 7, 9, 11].map((harmonic) => ({ harmonic, height: 0.008 + (0.34 * irregularity) / harmonic })),
  ].map(({ harmonic, height }) => ({
    harmonic,
    height: height * random.between(0.6, 1.2),
    phase: random.between(0, 2 * Math.PI),
  }));
  return Float32Array.from({ length: 1440 }, (_, i) => {
    const angle = (i / 1440) * 2 * Math.PI;
    let radius = 1;
    for (const { harmonic, height, phase } of waves) radius += height * Math.cos(harmonic * angle + phase);
    return Math.max(0.25, radius);
  });
}
