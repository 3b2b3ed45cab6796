import sharp from 'sharp';
import { decodePhoto } from './decode.ts';
import type { OpenPhoto } from './decode.ts';
import type { Gate } from './gate.ts';
import { prepare, prepareWhole } from './prepare.ts';
import type { Resize } from './prepare.ts';

/** A picture in memory: height * width * 3 bytes, sRGB, upright. */
export interface Picture {
  rgb: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** What a photo looks like, from one decoding of it. */
export interface Look {
  /** What the network sees, as `prepare` gives it to the byte. */
  input: Uint8Array;
  /** What its quality and structure are judged by: at most pictureSidePx a side. */
  picture: Picture;
}

/** Longest side of the picture that is judged; a smaller photo is not enlarged. It is about what a network sees: blur that is gone at this size does not touch a score. */
const pictureSidePx = 256;
/** From this reduction on the network's input shows all that can be judged, and the photo itself need not be held in memory. */
const judgedByInput = 2;
/** Of a photo that is held in memory whole (48 MB). */
const mostPixels = 16_000_000;

/**
 * Decodes a photo once, for the network and for what is said about it. A photo that is reduced to half or less for the network, or has 16 bits a channel, is judged by the
 * network's input; any other by its own pixels, since an input that had to be enlarged says nothing of sharpness.
 */
export async function lookAt(photo: OpenPhoto, sizePx: number, resize: Resize, gate: Gate): Promise<Look> {
  if (isJudgedByInput(photo, sizePx)) {
    const input = await prepare(photo, sizePx, resize, gate);
    return { input, picture: await reduced({ rgb: input, widthPx: sizePx, heightPx: sizePx }) };
  }
  const whole = await decodePhoto(photo, gate, async (image) => {
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { rgb: data, widthPx: info.width, heightPx: info.height };
  });
  const [input, picture] = await Promise.all([prepareWhole(whole, sizePx, resize), reduced(whole)]);
  return { input, picture };
}

const isJudgedByInput = ({ widthPx, heightPx, isDeep }: OpenPhoto, sizePx: number): boolean =>
  isDeep || Math.min(widthPx, heightPx) >= judgedByInput * sizePx || widthPx * heightPx > mostPixels;

/** At most pictureSidePx a side, its shape kept. */
async function reduced(picture: Picture): Promise<Picture> {
  if (Math.max(picture.widthPx, picture.heightPx) <= pictureSidePx) return picture;
  const { data, info } = await fromPicture(picture)
    .resize(pictureSidePx, pictureSidePx, { fit: 'inside', kernel: 'linear' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { rgb: data, widthPx: info.width, heightPx: info.height };
}

const fromPicture = ({ rgb, widthPx, heightPx }: Picture) =>
  sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });
