import { createRandom, type Random } from '../../shared/random.ts';
import type { ClassMapping } from '../../shared/schemas/dataset.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import { lesionShape } from './lesionShape.ts';
import { paintKeratosis, paintMelanocytic } from './pigment.ts';
import { paintBubbles, paintHairs, paintRuler, paintSkin, paintVignette } from './skin.ts';

export const SAMPLE_CLASSES = ['nevus', 'seborrheic_keratosis', 'melanoma'] as const;
export type SampleClass = (typeof SAMPLE_CLASSES)[number];

/** What the sample's classes mean. */
export const SAMPLE_MAPPING = {
  nevus: 'benign',
  seborrheic_keratosis: 'benign',
  melanoma: 'malignant',
} satisfies ClassMapping;

/** Pixels as the engine encodes them: rgb holds heightPx rows of widthPx times red, green, blue. */
export interface DrawnImage {
  widthPx: number;
  heightPx: number;
  rgb: Uint8Array;
}

/**
 * Draws a picture that looks like a dermatoscopic photo of a lesion; same seed, class and size, same bytes. It shows no
 * patient and teaches nothing about skin.
 *
 * The rule behind the classes: a hidden atypia, about .2 in benign and .75 in malignant pictures with overlapping spread,
 * drives asymmetry, border and number of colours, each with a spread of its own, like the first letters of the ABCD rule. A
 * network can learn it, yet some pictures of either class look like the other. Skin tone, size, hairs, rulers, bubbles and
 * light do not depend on the class.
 */
export function drawLesion(seed: number, className: SampleClass, sizePx = 256): DrawnImage {
  const random = createRandom(seed, `lesion ${className}`);
  const atypia = clamp((className === 'melanoma' ? 0.75 : 0.2) + 0.16 * random.normal());
  const trait = (): number => clamp(atypia + 0.13 * random.normal());
  const keratosis = className === 'seborrheic_keratosis';
  const canvas = createCanvas(sizePx);
  paintSkin(canvas, random);
  const shape = lesionShape(random, sizePx, {
    asymmetry: trait(),
    irregularity: trait(),
    softnessPx: keratosis ? random.between(2, 5) : random.between(4, 13),
  });
  const variegation = trait();
  if (keratosis) paintKeratosis(canvas, random, shape, variegation);
  else paintMelanocytic(canvas, random, shape, variegation);
  paintHairs(canvas, random);
  paintRuler(canvas, random);
  paintBubbles(canvas, random);
  paintVignette(canvas, random);
  return develop(canvas, random);
}

/** Camera grain, white balance and rounding to bytes. */
function develop({ sizePx, rgb }: Canvas, random: Random): DrawnImage {
  const grain = random.between(1, 3.2);
  const exposure = 1 + 0.05 * random.normal();
  const gains = [1 + 0.025 * random.normal(), 1, 1 + 0.04 * random.normal()].map((balance) => balance * exposure);
  const bytes = new Uint8Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    // the sum of four random bytes (mean 510, deviation 147.8) is normal enough for grain, and cheap
    const bits = random.uint32();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    const speck = ((sum - 510) / 147.8) * grain;
    for (let channel = 0; channel < 3; channel++) {
      const value = (rgb[i + channel] ?? 0) * (gains[channel] ?? 1) + speck;
      bytes[i + channel] = Math.min(255, Math.max(0, Math.round(value)));
    }
  }
  return { widthPx: sizePx, heightPx: sizePx, rgb: bytes };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
