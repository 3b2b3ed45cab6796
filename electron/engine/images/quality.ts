import type { QualityWarning } from '../../shared/schemas/explanation.ts';
import type { Picture } from './look.ts';

/** What can be said of a photo's quality, whatever it shows. Lightness is that of a pixel, 0 (black) to 1 (white). */
export interface PhotoQuality {
  /** Variance of the Laplacian over the mean squared slope: falls with blur, and hardly depends on contrast. */
  sharpness: number;
  /** Lightness that a tenth of the pixels exceed. */
  lightest: number;
  /** Share of the pixels in which a channel is at its upper end, so that their colour is lost. */
  burntOut: number;
  /** From the 5th to the 95th percentile of lightness. */
  contrast: number;
  shorterSidePx: number;
}

/*
 * Each chosen on the 2,150 photos of the ISIC 2017 sample (256 px), of which so many are warned: BLURRED 11, TOO_DARK 0, TOO_BRIGHT 12,
 * LOW_CONTRAST 4; 27 in all (1.3 %). Of 108 of them a Gaussian blur of 1 px is found in 93 and one of 2 px in all; light cut to 30 % in all; doubled light
 * in 107; contrast cut to a tenth in 97. TOO_DARK is far from what was seen (0.40 and more), since dark skin in good light must not be warned of and
 * is rare in that sample.
 */
const leastSharpness = 1.4;
const leastLightest = 0.31;
const mostBurntOut = 0.4;
const leastContrast = 0.055;
/** Of the network's input: a photo that has to be enlarged by more than a third lacks detail that the network was trained on. */
const leastShareOfInput = 0.75;

/** A channel at or above this level is burnt out; JPEG moves a full one by 2. */
const burntLevel = 253;
/** Squared grey levels: the slope that rounding to whole levels makes of an even surface. */
const roundingSlope = 1;

/** Lightness is counted in steps of this share of a grey level. */
const stepsPerLevel = 16;

/** Lightness of the picture that is being judged, and how many pixels have it: a batch would else make and drop 0.3 MB a photo. */
let scratch = new Float32Array(256 * 256);
const steps = new Uint32Array(255 * stepsPerLevel + 1);

/** Of the picture that a photo is judged by (look.ts). */
export function qualityOf({ rgb, widthPx, heightPx }: Picture, shorterSidePx: number): PhotoQuality {
  const count = widthPx * heightPx;
  if (scratch.length < count) scratch = new Float32Array(count);
  const light = scratch;
  steps.fill(0);
  let burnt = 0;
  for (let i = 0, at = 0; i < count; i += 1, at += 3) {
    const r = rgb[at] ?? 0;
    const g = rgb[at + 1] ?? 0;
    const b = rgb[at + 2] ?? 0;
    const level = 0.299 * r + 0.587 * g + 0.114 * b; // ITU-R BT.601
    light[i] = level;
    const step = Math.floor(level * stepsPerLevel + 0.5);
    steps[step] = (steps[step] ?? 0) + 1;
    if (r >= burntLevel || g >= burntLevel || b >= burntLevel) burnt += 1;
  }
  const percentile = (share: number): number => {
    const place = Math.round(share * (count - 1));
    let step = 0;
    for (let upTo = steps[0] ?? 0; upTo <= place; upTo += steps[step] ?? 0) step += 1;
    return step / stepsPerLevel / 255;
  };
  return {
    sharpness: sharpnessOf(light, widthPx, heightPx),
    lightest: percentile(0.9),
    burntOut: burnt / count,
    contrast: percentile(0.95) - percentile(0.05),
    shorterSidePx,
  };
}

/** Products instead of powers, and no arrays: this runs for every photo of a batch. */
function sharpnessOf(light: Float32Array, widthPx: number, heightPx: number): number {
  let [sum, squares, slopes] = [0, 0, 0];
  for (let y = 1; y < heightPx - 1; y += 1) {
    let left = light[y * widthPx] ?? 0;
    let here = light[y * widthPx + 1] ?? 0;
    for (let i = y * widthPx + 1, end = (y + 1) * widthPx - 1; i < end; i += 1) {
      const right = light[i + 1] ?? 0;
      const above = light[i - widthPx] ?? 0;
      const below = light[i + widthPx] ?? 0;
      const laplacian = 4 * here - left - right - above - below;
      sum += laplacian;
      squares += laplacian * laplacian;
      slopes += ((right - left) * (right - left) + (below - above) * (below - above)) / 4;
      left = here;
      here = right;
    }
  }
  const count = Math.max(0, widthPx - 2) * Math.max(0, heightPx - 2);
  if (count === 0) return 0;
  return (squares / count - (sum / count) ** 2) / (slopes / count + roundingSlope);
}

/** What to warn of before a network with this input (pixels a side) sees the photo. */
export function qualityWarnings(quality: PhotoQuality, imageSizePx: number): QualityWarning[] {
  const { sharpness, lightest, burntOut, contrast, shorterSidePx } = quality;
  const leastSidePx = Math.ceil(imageSizePx * leastShareOfInput);
  const warnings: (QualityWarning & { isMet: boolean })[] = [
    { code: 'BLURRED', value: sharpness, limit: leastSharpness, isMet: sharpness < leastSharpness },
    { code: 'TOO_DARK', value: lightest, limit: leastLightest, isMet: lightest < leastLightest },
    { code: 'TOO_BRIGHT', value: burntOut, limit: mostBurntOut, isMet: burntOut > mostBurntOut },
    { code: 'LOW_CONTRAST', value: contrast, limit: leastContrast, isMet: contrast < leastContrast },
    { code: 'TOO_SMALL', value: shorterSidePx, limit: leastSidePx, isMet: shorterSidePx < leastSidePx },
  ];
  return warnings.filter(({ isMet }) => isMet).map(({ code, value, limit }) => ({ code, value, limit }));
}
