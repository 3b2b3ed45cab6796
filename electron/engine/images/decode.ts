import sharp from 'sharp';
import type { Metadata, Sharp } from 'sharp';
import { bmpSize, decodeBmp } from './bmp.ts';
import { sniff } from './format.ts';
import type { PhotoFormat } from './format.ts';
import type { Gate } from './gate.ts';
import { PhotoError } from './photoError.ts';
import { readPhotoFile } from './photoFile.ts';
import type { PhotoFile } from './photoFile.ts';
import { isWhole } from './whole.ts';

// Every photo is seen once: libvips' cache of operations would only hold memory.
sharp.cache(false);

/** 12,000 x 9,000 passes; 24,000 x 24,000 does not. Judged by the header, before a pixel is decoded. */
export const maxPhotoPixels = 150_000_000;
/** Pixels that may be in decoding at once in one process; a photo above it is decoded alone. */
export const pixelsInFlight = 64_000_000;

/** What shows where a photo is transparent: the white of a page, whatever colour hides under the alpha. */
const background = '#ffffff';

/** A photo that was read, recognised and found whole by its structure; its pixels are not decoded yet. */
export interface OpenPhoto {
  file: PhotoFile;
  format: PhotoFormat;
  /** As seen: after the EXIF orientation is applied. */
  widthPx: number;
  heightPx: number;
  /** Stored otherwise than it is seen. */
  isTurned: boolean;
  /** Decoded row by row, so that it is never whole in memory. */
  streams: boolean;
  /** 16 bits a channel under an embedded profile: sharp then needs to be told to come back to sRGB. */
  deepWithProfile: boolean;
  /** 16 bits a channel. */
  isDeep: boolean;
  /** As it stands in the file, where it does; a TIFF file is its own. */
  exif: Uint8Array | null;
}

export async function openPhoto(path: string): Promise<OpenPhoto> {
  return recognise(await readPhotoFile(path));
}

/** Decides by content what a file is; throws PhotoError for what is not a whole photo within the limits. */
export async function recognise(file: PhotoFile): Promise<OpenPhoto> {
  const sniffed = sniff(file.bytes);
  switch (sniffed.kind) {
    case 'unknown':
      throw new PhotoError('NOT_AN_IMAGE', `this is not an image but ${sniffed.looksLike}`);
    case 'unsupported':
      throw new PhotoError('UNSUPPORTED_FORMAT', `${sniffed.name}: ${sniffed.remedy}`);
    case 'photo':
      break;
  }
  const { format } = sniffed;
  if (format === 'bmp') {
    const size = bmpSize(file.bytes);
    requireSize(size.widthPx, size.heightPx);
    return {
      file,
      format,
      ...size,
      isTurned: false,
      streams: false,
      deepWithProfile: false,
      isDeep: false,
      exif: null,
    };
  }
  if (!isWhole(file.bytes, format)) throw truncated(format);
  const header = await readHeader(file, format);
  const { width, height } = header.autoOrient;
  requireSize(width, height);
  requireOrdinaryPixels(header);
  const isTurned = (header.orientation ?? 1) !== 1;
  return {
    file,
    format,
    widthPx: width,
    heightPx: height,
    isTurned,
    streams: (format === 'jpeg' || format === 'png') && header.isProgressive !== true && !isTurned,
    deepWithProfile: header.depth === 'ushort' && header.hasProfile && header.channels >= 3,
    isDeep: header.depth === 'ushort',
    exif: header.exif ?? (format === 'tiff' ? file.bytes : null),
  };
}

/**
 * Decodes every pixel of a photo into sRGB, upright and without transparency, and lets `finish` resize and encode it.
 *
 * One damaged byte is an error: a photo that decodes with a warning never yields pixels, except for warnings about its header that say nothing
 * against its pixels (some phones write them into every photo).
 */
export async function decodePhoto<T>(photo: OpenPhoto, gate: Gate, finish: (image: Sharp) => Promise<T>): Promise<T> {
  return gate.run(decodingCost(photo), async () => {
    try {
      return await finish(pipeline(photo, 'warning'));
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      if (!isHarmlessWarning(thrown.message)) throw decodeError(photo.format, thrown);
    }
    try {
      return await finish(pipeline(photo, 'truncated'));
    } catch (thrown) {
      throw thrown instanceof Error ? decodeError(photo.format, thrown) : thrown;
    }
  });
}

/** In pixels that are in memory at once, for the gate; what is decoded row by row holds a small share of its own. */
const decodingCost = ({ widthPx, heightPx, streams }: OpenPhoto): number => (widthPx * heightPx) / (streams ? 16 : 1);

function pipeline(photo: OpenPhoto, failOn: 'warning' | 'truncated'): Sharp {
  if (photo.format === 'bmp') {
    const raw = decodeBmp(photo.file.bytes);
    return sharp(raw.data, { raw: { width: raw.widthPx, height: raw.heightPx, channels: raw.channels } })
      .flatten({ background })
      .toColourspace('srgb');
  }
  const image = sharp(photo.file.bytes, { failOn, limitInputPixels: maxPhotoPixels, autoOrient: true })
    .flatten({ background })
    .toColourspace('srgb');
  // sharp 0.35 takes 16-bit RGB through Display P3 and leaves it there; naming the output profile brings it to sRGB.
  return photo.deepWithProfile ? image.withIccProfile('srgb', { attach: false }) : image;
}

async function readHeader(file: PhotoFile, format: PhotoFormat): Promise<Metadata> {
  try {
    return await sharp(file.bytes, { limitInputPixels: false }).metadata();
  } catch (thrown) {
    throw thrown instanceof Error ? decodeError(format, thrown) : thrown;
  }
}

function requireSize(widthPx: number, heightPx: number): void {
  if (widthPx * heightPx > maxPhotoPixels) {
    throw new PhotoError(
      'TOO_LARGE',
      `the photo has ${widthPx} x ${heightPx} pixels, the limit is ${maxPhotoPixels / 1e6} million: reduce it first`,
    );
  }
}

/** Floating-point and many-channel images have no agreed way to be shown, so a network must not see a guess. */
function requireOrdinaryPixels(header: Metadata): void {
  if (header.depth !== 'uchar' && header.depth !== 'ushort') {
    throw new PhotoError('UNSUPPORTED_FORMAT', `image with ${header.depth} values: convert it to 8 or 16 bits first`);
  }
  if (header.channels > 5) {
    throw new PhotoError('UNSUPPORTED_FORMAT', `image with ${header.channels} channels: convert it to RGB first`);
  }
}

/**
 * Stray bytes between header segments, and scan parameters that baseline JPEG ignores. A stray byte before a restart marker (d0 to d7)
 * or before the end (d9) is damage to the scan and not harmless.
 */
function isHarmlessWarning(message: string): boolean {
  return message
    .split('\n')
    .every(
      (line) =>
        /extraneous bytes before marker 0x(?:c[0-9a-f]|d[abcdef]|e[0-9a-f]|f[0-9a-e])$/.test(line) ||
        /Invalid SOS parameters for sequential JPEG/.test(line),
    );
}

function truncated(format: PhotoFormat): PhotoError {
  return new PhotoError('TRUNCATED', `the ${format.toUpperCase()} file ends too early: copy it again from its source`);
}

function decodeError(format: PhotoFormat, cause: Error): PhotoError {
  if (cause instanceof PhotoError) return cause;
  if (/premature end|unexpected end|truncated/i.test(cause.message)) return truncated(format);
  if (/exceeds pixel limit/i.test(cause.message)) return new PhotoError('TOO_LARGE', cause.message, { cause });
  const reason = cause.message.split('\n').find((line) => line.trim() !== '') ?? 'unknown reason';
  return new PhotoError('DECODE_FAILED', `the ${format.toUpperCase()} data is damaged (${reason.trim()})`, { cause });
}
