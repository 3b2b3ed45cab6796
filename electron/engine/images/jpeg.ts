import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sharp from 'sharp';
import type { JpegOptions } from 'sharp';
import { AppError } from '../../shared/errors.ts';
import { writeFileAtomically } from '../files/atomicFile.ts';
import { decodePhoto, openPhoto } from './decode.ts';
import type { OpenPhoto } from './decode.ts';
import type { Gate } from './gate.ts';

/** All settings named, so that the same pixels give the same bytes. */
export const screenJpeg: JpegOptions = {
  quality: 85,
  progressive: false,
  chromaSubsampling: '4:2:0',
  optimiseCoding: true,
};
/** The drawn sample is training data: its colours are kept at full resolution. */
const forTraining: JpegOptions = { quality: 95, progressive: false, chromaSubsampling: '4:4:4', optimiseCoding: true };

export interface Rendition {
  widthPx: number;
  heightPx: number;
  jpeg: Uint8Array;
}

/** A JPEG of a photo, upright, at most sizePx a side, never enlarged. */
export function renderJpeg(photo: OpenPhoto, sizePx: number, gate: Gate): Promise<Rendition> {
  return decodePhoto(photo, gate, async (image) => {
    const { data, info } = await image
      .resize(sizePx, sizePx, { fit: 'inside', withoutEnlargement: true, fastShrinkOnLoad: false })
      .jpeg(screenJpeg)
      .toBuffer({ resolveWithObject: true });
    return { widthPx: info.width, heightPx: info.height, jpeg: data };
  });
}

/** Writes a rendition of a photo for the screen; the file is whole or absent. */
export async function writeRendition(
  request: { path: string; sizePx: number; outPath: string },
  gate: Gate,
): Promise<{ widthPx: number; heightPx: number }> {
  const { widthPx, heightPx, jpeg } = await renderJpeg(await openPhoto(request.path), request.sizePx, gate);
  await mkdir(dirname(request.outPath), { recursive: true });
  await writeFileAtomically(request.outPath, jpeg, { flush: false });
  return { widthPx, heightPx };
}

/** Encodes raw RGB (height * width * 3 bytes) as a JPEG file; equal pixels give equal bytes. */
export async function writeJpeg(request: {
  widthPx: number;
  heightPx: number;
  rgb: Uint8Array;
  outPath: string;
}): Promise<{ sizeBytes: number }> {
  const { widthPx, heightPx, rgb, outPath } = request;
  if (rgb.length !== widthPx * heightPx * 3) {
    throw new AppError('BAD_INPUT', `${rgb.length} bytes are not ${widthPx} x ${heightPx} RGB pixels`);
  }
  const jpeg = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg(forTraining)
    .toBuffer();
  await mkdir(dirname(outPath), { recursive: true });
  await writeFileAtomically(outPath, jpeg);
  return { sizeBytes: jpeg.length };
}
