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
  const inner =
    resize === 'squash'
      ? { widthPx: Math.min(widthPx, sizePx), heightPx: Math.min(heightPx, sizePx) }
      : { widthPx: Math.min(side, sizePx), heightPx: Math.min(side, sizePx) };
  const turnFirst = photo.isTurned && !(photo.format === 'jpeg' && side >= shrinksWhileReading * sizePx);
  const reduced = await decodePhoto(photo, gate, (image) =>
    (turnFirst ? image.extract({ left: 0, top: 0, width: widthPx, height: heightPx }) : image)
      .resize(inner.widthPx, inner.heightPx, {
        fit: resize === 'squash' ? 'fill' : 'cover',
        position: 'centre',
        kernel: 'linear',
        fastShrinkOnLoad: false,
      })
      .raw({ depth: 'uchar' })
      .toBuffer(),
  );
  if (inner.widthPx === sizePx && inner.heightPx === sizePx) return reduced;
  return enlarge(reduced, inner, { widthPx: sizePx, heightPx: sizePx });
}
