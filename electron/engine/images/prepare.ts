import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { decodePhoto } from './decode.ts';
import type { OpenPhoto } from './decode.ts';
import { enlarge } from './enlarge.ts';
import type { Gate } from './gate.ts';

/** How a photo becomes a square: the whole photo squashed, or its centre cut out. */
export type Resize = 'squash' | 'crop';

/** Part of the key of every cached feature: raise it when prepare() begins to give other bytes for the same photo. */
export const preparationVersion = 1;

/** From this reduction on the reader of a JPEG may skip detail while it decodes (libjpeg, by 2, 4 or 8). */
const shrinksWhileReading = 4;

/**
 * The one way from a photo to what a network sees: sizePx * sizePx * 3 bytes, sRGB, rows from the top, upright.
 *
 * Linear interpolation as the tutorial's tf.image.resize, but averaging when it shrinks, so that fine structure does not alias. The reader may
 * skip detail of a large JPEG, always leaving at least a factor of two to the resize: that depends on the photo and sizePx alone, never on the
 * batch or the way here. A photo is turned upright before it is resized, so that it counts the same stored turned or upright; only a JPEG of
 * which detail is skipped is turned after (turning it whole would need it whole in memory).
 */
export async function prepare(photo: OpenPhoto, sizePx: number, resize: Resize, gate: Gate): Promise<Uint8Array> {
  const { widthPx, heightPx } = photo;
  const side = Math.min(widthPx, heightPx);
  const inner = innerSize(photo, sizePx, resize);
  const turnFirst = photo.isTurned && !(photo.format === 'jpeg' && side >= shrinksWhileReading * sizePx);
  const reduced = await decodePhoto(photo, gate, (image) =>
    reduce(turnFirst ? image.extract({ left: 0, top: 0, width: widthPx, height: heightPx }) : image, inner, resize),
  );
  return enlargeTo(sizePx, reduced, inner);
}

/** The same bytes from a photo of 8 bits a channel that is in memory whole, below the size from which the reader skips detail: heightPx * widthPx * 3. */
export async function prepareWhole(
  { rgb, widthPx, heightPx }: { rgb: Uint8Array; widthPx: number; heightPx: number },
  sizePx: number,
  resize: Resize,
): Promise<Uint8Array> {
  const inner = innerSize({ widthPx, heightPx }, sizePx, resize);
  const image = sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });
  return enlargeTo(sizePx, await reduce(image, inner, resize), inner);
}

interface Size {
  widthPx: number;
  heightPx: number;
}

/** To what a photo is reduced; what is missing to sizePx is enlarged. */
function innerSize({ widthPx, heightPx }: Size, sizePx: number, resize: Resize): Size {
  const side = Math.min(widthPx, heightPx);
  return resize === 'squash'
    ? { widthPx: Math.min(widthPx, sizePx), heightPx: Math.min(heightPx, sizePx) }
    : { widthPx: Math.min(side, sizePx), heightPx: Math.min(side, sizePx) };
}

const reduce = (image: Sharp, inner: Size, resize: Resize): Promise<Uint8Array> =>
  image
    .resize(inner.widthPx, inner.heightPx, {
      fit: resize === 'squash' ? 'fill' : 'cover',
      position: 'centre',
      kernel: 'linear',
      fastShrinkOnLoad: false,
    })
    .raw({ depth: 'uchar' })
    .toBuffer();

function enlargeTo(sizePx: number, rgb: Uint8Array, inner: Size): Uint8Array {
  if (inner.widthPx === sizePx && inner.heightPx === sizePx) return rgb;
  return enlarge(rgb, inner, { widthPx: sizePx, heightPx: sizePx });
}
