import { PhotoError } from './photoError.ts';

export interface RawImage {
  widthPx: number;
  heightPx: number;
  channels: 3 | 4;
  /** height * width * channels, rows from the top. */
  data: Uint8Array;
}

interface Layout {
  widthPx: number;
  heightPx: number;
  topDown: boolean;
  bitsPerPixel: number;
  pixelsAt: number;
  rowBytes: number;
  palette: Uint8Array;
  /** Red, green, blue, alpha; an absent alpha is null. */
  masks: [Channel, Channel, Channel, Channel | null];
}

interface Channel {
  mask: number;
  shift: number;
  max: number;
}

/** Size in pixels from the header alone, so that a limit can be applied before anything is allocated. */
export function bmpSize(bytes: Buffer): { widthPx: number; heightPx: number } {
  const core = bytes.readUInt32LE(14) === 12;
  const widthPx = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const heightPx = core ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22));
  if (widthPx <= 0 || heightPx <= 0) throw new PhotoError('DECODE_FAILED', 'the BMP header gives no size');
  return { widthPx, heightPx };
}

/** Decodes an uncompressed Windows bitmap (1 to 32 bits a pixel); libvips has no reader for it. */
export function decodeBmp(bytes: Buffer): RawImage {
  const layout = readLayout(bytes);
  if (layout.pixelsAt + layout.rowBytes * layout.heightPx > bytes.length) {
    throw new PhotoError('TRUNCATED', 'the BMP file ends before its last row');
  }
  const image = layout.bitsPerPixel <= 8 ? decodeIndexed(bytes, layout) : decodeDirect(bytes, layout);
  // Many programs leave the alpha of every pixel 0 and mean an opaque picture.
  return image.channels === 4 && isAllTransparent(image.data) ? withoutAlpha(image) : image;
}

function readLayout(bytes: Buffer): Layout {
  const headerBytes = bytes.readUInt32LE(14);
  const core = headerBytes === 12;
  if (bytes.length < 14 + headerBytes) throw new PhotoError('TRUNCATED', 'the BMP file ends inside its header');
  const { widthPx, heightPx } = bmpSize(bytes);
  const bitsPerPixel = bytes.readUInt16LE(core ? 24 : 28);
  const compression = core ? 0 : bytes.readUInt32LE(30);
  const bitFields = compression === 3 || compression === 6;
  if (compression !== 0 && !bitFields) {
    throw new PhotoError('UNSUPPORTED_FORMAT', 'compressed BMP: convert it to PNG first');
  }
  if (![1, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    throw new PhotoError('UNSUPPORTED_FORMAT', `BMP with ${bitsPerPixel} bits a pixel: convert it to PNG first`);
  }
  const pixelsAt = bytes.readUInt32LE(10);
  const maskBytes = bitFields && headerBytes === 40 ? (compression === 6 ? 16 : 12) : 0;
  const paletteAt = 14 + headerBytes + maskBytes;
  return {
    widthPx,
    heightPx,
    topDown: !core && bytes.readInt32LE(22) < 0,
    bitsPerPixel,
    pixelsAt,
    rowBytes: Math.ceil((widthPx * bitsPerPixel) / 32) * 4,
    palette:
      bitsPerPixel > 8 ? new Uint8Array(0) : readPalette(bytes, paletteAt, core ? 3 : 4, 2 ** bitsPerPixel, pixelsAt),
    masks: bitFields && bitsPerPixel >= 16 ? readMasks(bytes, headerBytes, compression) : defaultMasks(bitsPerPixel),
  };
}

/** RGB triples; entries the file does not have stay black. */
function readPalette(bytes: Buffer, at: number, entryBytes: number, colours: number, pixelsAt: number): Uint8Array {
  const palette = new Uint8Array(colours * 3);
  const present = Math.min(colours, Math.floor((Math.min(pixelsAt, bytes.length) - at) / entryBytes));
  for (let i = 0; i < present; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      palette[i * 3 + channel] = bytes.readUInt8(at + i * entryBytes + 2 - channel);
    }
  }
  return palette;
}

function readMasks(bytes: Buffer, headerBytes: number, compression: number): Layout['masks'] {
  const hasAlpha = compression === 6 || headerBytes >= 56;
  if (bytes.length < 54 + (hasAlpha ? 16 : 12))
    throw new PhotoError('TRUNCATED', 'the BMP file ends inside its header');
  const alpha = hasAlpha ? bytes.readUInt32LE(66) : 0;
  return [
    channelOf(bytes.readUInt32LE(54)),
    channelOf(bytes.readUInt32LE(58)),
    channelOf(bytes.readUInt32LE(62)),
    alpha === 0 ? null : channelOf(alpha),
  ];
}

function defaultMasks(bitsPerPixel: number): Layout['masks'] {
  return bitsPerPixel === 16
    ? [channelOf(0x7c00), channelOf(0x03e0), channelOf(0x001f), null]
    : [channelOf(0xff0000), channelOf(0x00ff00), channelOf(0x0000ff), null];
}

function channelOf(mask: number): Channel {
  if (mask === 0) return { mask: 0, shift: 0, max: 1 };
  const shift = 31 - Math.clz32(mask & -mask);
  return { mask, shift, max: mask >>> shift };
}

function decodeIndexed(bytes: Buffer, layout: Layout): RawImage {
  const { widthPx, heightPx, bitsPerPixel, palette } = layout;
  const data = new Uint8Array(widthPx * heightPx * 3);
  const mask = 2 ** bitsPerPixel - 1;
  for (let y = 0; y < heightPx; y += 1) {
    const row = rowStart(layout, y);
    for (let x = 0; x < widthPx; x += 1) {
      const bit = x * bitsPerPixel;
      const index = ((bytes[row + (bit >> 3)] ?? 0) >> (8 - bitsPerPixel - (bit & 7))) & mask;
      data.set(palette.subarray(index * 3, index * 3 + 3), (y * widthPx + x) * 3);
    }
  }
  return { widthPx, heightPx, channels: 3, data };
}

function decodeDirect(bytes: Buffer, layout: Layout): RawImage {
  const { widthPx, heightPx, bitsPerPixel, masks } = layout;
  const channels = masks[3] === null ? 3 : 4;
  const data = new Uint8Array(widthPx * heightPx * channels);
  const pixelBytes = bitsPerPixel / 8;
  let to = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let from = rowStart(layout, y);
    for (let x = 0; x < widthPx; x += 1, from += pixelBytes) {
      const pixel = bytes.readUIntLE(from, pixelBytes);
      for (const channel of masks) {
        if (channel === null) continue;
        const value = (pixel & channel.mask) >>> channel.shift;
        data[to] = channel.max === 255 ? value : Math.round((value * 255) / channel.max);
        to += 1;
      }
    }
  }
  return { widthPx, heightPx, channels, data };
}

function rowStart(layout: Layout, y: number): number {
  return layout.pixelsAt + layout.rowBytes * (layout.topDown ? y : layout.heightPx - 1 - y);
}

function isAllTransparent(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 0) return false;
  return true;
}

function withoutAlpha(image: RawImage): RawImage {
  const data = new Uint8Array((image.data.length / 4) * 3);
  for (let from = 0, to = 0; from < image.data.length; from += 4, to += 3) {
    data.set(image.data.subarray(from, from + 3), to);
  }
  return { ...image, channels: 3, data };
}
