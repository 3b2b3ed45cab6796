import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';
import { createRandom } from '../../electron/shared/random.ts';

/** Test photos of every kind, made here: each function gives the bytes of a file. */

export type Rgb = [number, number, number];

export interface Pixels {
  widthPx: number;
  heightPx: number;
  /** height * width * 3 */
  rgb: Uint8Array;
}

export function paint(widthPx: number, heightPx: number, colourAt: (x: number, y: number) => Rgb): Pixels {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) rgb.set(colourAt(x, y), (y * widthPx + x) * 3);
  }
  return { widthPx, heightPx, rgb };
}

export const solid = (widthPx: number, heightPx: number, colour: Rgb): Pixels => paint(widthPx, heightPx, () => colour);

export function noise(widthPx: number, heightPx: number, seed: number): Pixels {
  const random = createRandom(seed, 'test photo');
  const level = () => 48 + random.below(160);
  return paint(widthPx, heightPx, () => [level(), level(), level()]);
}

/** A dark blot on skin: smooth, so that every encoder keeps it nearly as it is. */
export function blot(widthPx: number, heightPx: number, seed: number): Pixels {
  const random = createRandom(seed, 'blot');
  const [cx, cy] = [random.between(0.3, 0.7) * widthPx, random.between(0.3, 0.7) * heightPx];
  const radius = random.between(0.12, 0.3) * Math.min(widthPx, heightPx);
  const skin: Rgb = [200 + random.below(30), 150 + random.below(30), 130 + random.below(30)];
  const mark: Rgb = [60 + random.below(60), 30 + random.below(40), 20 + random.below(40)];
  return paint(widthPx, heightPx, (x, y) => {
    const inside = 1 / (1 + Math.exp((Math.hypot(x - cx, y - cy) - radius) / (radius / 6)));
    return [0, 1, 2].map((c) => Math.round((mark[c] ?? 0) * inside + (skin[c] ?? 0) * (1 - inside))) as Rgb;
  });
}

const fromPixels = ({ widthPx, heightPx, rgb }: Pixels) =>
  sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } });

export const png = (pixels: Pixels): Promise<Buffer> => fromPixels(pixels).png().toBuffer();
export const webp = (pixels: Pixels): Promise<Buffer> => fromPixels(pixels).webp({ lossless: true }).toBuffer();
export const avif = (pixels: Pixels): Promise<Buffer> => fromPixels(pixels).avif({ quality: 90, effort: 0 }).toBuffer();
export const tiff = (pixels: Pixels): Promise<Buffer> => fromPixels(pixels).tiff({ compression: 'lzw' }).toBuffer();
export const gif = (pixels: Pixels): Promise<Buffer> => fromPixels(pixels).gif().toBuffer();

export interface JpegSettings {
  /** EXIF orientation, 1 to 8. */
  orientation?: number;
  progressive?: boolean;
  quality?: number;
}

export function jpeg(
  pixels: Pixels,
  { orientation, progressive = false, quality = 95 }: JpegSettings = {},
): Promise<Buffer> {
  const image = fromPixels(pixels).jpeg({ quality, progressive, chromaSubsampling: '4:4:4' });
  return (orientation === undefined ? image : image.withMetadata({ orientation })).toBuffer();
}

/** A CMYK JPEG as a print program writes it (inverted under an Adobe marker). */
export const cmykJpeg = (pixels: Pixels): Promise<Buffer> =>
  fromPixels(pixels).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();

export const greyPng = (pixels: Pixels): Promise<Buffer> =>
  fromPixels(pixels).greyscale().toColourspace('b-w').png().toBuffer();

/** A PNG with one alpha for all pixels, 0 (transparent) to 255. */
export function alphaPng({ widthPx, heightPx, rgb }: Pixels, alpha: number): Promise<Buffer> {
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let i = 0; i < widthPx * heightPx; i += 1) {
    rgba.set(rgb.subarray(i * 3, i * 3 + 3), i * 4);
    rgba[i * 4 + 3] = alpha;
  }
  return sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } })
    .png()
    .toBuffer();
}

/** A PNG of 16 bits a channel, values 257 times those given; with an embedded profile when one is named. */
export function deepPng({ widthPx, heightPx, rgb }: Pixels, profile?: 'p3'): Promise<Buffer> {
  const deep = Uint16Array.from(rgb, (value) => value * 257);
  const raw = Buffer.concat(
    Array.from({ length: heightPx }, (_, y) => {
      const row = Buffer.alloc(1 + widthPx * 6);
      for (let i = 0; i < widthPx * 3; i += 1) row.writeUInt16BE(deep[y * widthPx * 3 + i] ?? 0, 1 + i * 2);
      return row;
    }),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([16, 2, 0, 0, 0], 8);
  const plain = pngOf([
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(raw)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
  return profile === undefined ? Promise.resolve(plain) : withProfile(plain, profile);
}

/** The same numbers, said to be in another colour space: takes the profile that sharp attaches and puts it into the file. */
async function withProfile(plain: Buffer, profile: 'p3'): Promise<Buffer> {
  const { icc } = await sharp(await sharp(plain).withIccProfile(profile).png().toBuffer()).metadata();
  if (icc === undefined) throw new Error('sharp attached no profile');
  const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(icc)]));
  const afterHeader = 8 + 25;
  return Buffer.concat([plain.subarray(0, afterHeader), chunk, plain.subarray(afterHeader)]);
}

/** An 8-bit PNG that says its numbers are Display P3. */
export const p3Png = async (pixels: Pixels): Promise<Buffer> => withProfile(await png(pixels), 'p3');

/** Frames of one colour each. */
export async function animatedGif(widthPx: number, heightPx: number, colours: Rgb[]): Promise<Buffer> {
  const frames = await Promise.all(colours.map(async (colour) => png(solid(widthPx, heightPx, colour))));
  return sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

const pngOf = (chunks: Buffer[]): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);

/** A white 1-bit PNG of any size in a few bytes: 24,000 x 24,000 take 70 KB on disk and 1.7 GB as RGB. */
export function whiteBitPng(sidePx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sidePx, 0);
  header.writeUInt32BE(sidePx, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const row = Buffer.alloc(1 + Math.ceil(sidePx / 8), 0xff);
  row[0] = 0;
  const data = deflateSync(Buffer.concat(Array.from({ length: sidePx }, () => row)), { level: 9 });
  return pngOf([pngChunk('IHDR', header), pngChunk('IDAT', data), pngChunk('IEND', Buffer.alloc(0))]);
}

export type BmpKind = 'rgb24' | 'rgba32' | 'indexed8' | 'bit1' | 'rgb555';

/** Uncompressed bitmaps; rgba32 carries channel masks, indexed8 and bit1 use the colours of the first two pixels. */
export function bmp({ widthPx, heightPx, rgb }: Pixels, kind: BmpKind): Buffer {
  const bits = { rgb24: 24, rgba32: 32, indexed8: 8, bit1: 1, rgb555: 16 }[kind];
  const headerBytes = kind === 'rgba32' ? 108 : 40;
  const paletteColours = bits <= 8 ? 2 : 0;
  const rowBytes = Math.ceil((widthPx * bits) / 32) * 4;
  const pixelsAt = 14 + headerBytes + paletteColours * 4;
  const file = Buffer.alloc(pixelsAt + rowBytes * heightPx);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(pixelsAt, 10);
  file.writeUInt32LE(headerBytes, 14);
  file.writeInt32LE(widthPx, 18);
  file.writeInt32LE(heightPx, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  file.writeUInt32LE(kind === 'rgba32' ? 3 : 0, 30);
  file.writeUInt32LE(paletteColours, 46);
  if (kind === 'rgba32')
    [0xff0000, 0x00ff00, 0x0000ff, 0xff000000].forEach((mask, i) => file.writeUInt32LE(mask, 54 + i * 4));
  const at = (x: number, y: number) => [...rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)] as Rgb;
  for (let i = 0; i < paletteColours; i += 1) file.set([...at(i, 0).toReversed(), 0], 14 + headerBytes + i * 4);
  for (let y = 0; y < heightPx; y += 1) {
    const row = pixelsAt + (heightPx - 1 - y) * rowBytes;
    for (let x = 0; x < widthPx; x += 1) {
      const [r, g, b] = at(x, y);
      if (bits === 24) file.set([b, g, r], row + x * 3);
      else if (bits === 32) file.set([b, g, r, 255], row + x * 4);
      else if (bits === 16) file.writeUInt16LE(((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3), row + x * 2);
      else {
        const index = [r, g, b].join() === at(0, 0).join() ? 0 : 1;
        if (bits === 8) file[row + x] = index;
        else file[row + (x >> 3)] = (file[row + (x >> 3)] ?? 0) | (index << (7 - (x & 7)));
      }
    }
  }
  return file;
}

/** The first bytes of files that cannot be decoded here but must be called by their name. */
export const foreign = {
  heic: Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), Buffer.alloc(200)]),
  dicom: Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM\x02\0\0\0UL\x04\0\xb0\0\0\0', 'latin1'),
    Buffer.alloc(200),
  ]),
  canonRaw: Buffer.concat([Buffer.from('II*\0\x10\0\0\0CR\x02\0', 'latin1'), Buffer.alloc(200)]),
  svg: Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'),
  pdf: Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'),
  text: Buffer.from('image_id,class\nISIC_1,nevus\n'),
};

/** The first `share` of a file, as a copy that was interrupted leaves it. */
export const cut = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));

/** A file of full length whose later part never arrived. */
export const zeroFilled = (bytes: Buffer, share: number): Buffer =>
  Buffer.concat([cut(bytes, share), Buffer.alloc(bytes.length - Math.floor(bytes.length * share))]);
