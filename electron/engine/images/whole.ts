import type { PhotoFormat } from './format.ts';
import { isWholeTiff } from './tiff.ts';

/**
 * Whether a file reaches the end that its own structure announces.
 *
 * Decoders forgive what is missing at the end: a JPEG whose second half is zeros (an interrupted download into a file of full length) decodes
 * without a warning into grey, and the last bytes of a PNG are never asked for. So the end is looked for here, before decoding.
 */
export function isWhole(bytes: Buffer, format: PhotoFormat): boolean {
  switch (format) {
    case 'jpeg':
      return hasJpegEnd(bytes);
    case 'png':
      return hasPngEnd(bytes);
    case 'gif':
      return hasGifEnd(bytes);
    case 'webp':
      return bytes.length >= 12 && bytes.readUInt32LE(4) + 8 <= bytes.length;
    case 'avif':
      return hasWholeBoxes(bytes);
    case 'tiff':
      return isWholeTiff(bytes);
    case 'bmp':
      return true; // bmp.ts counts its rows itself
  }
}

/** Walks segments and scans to the end-of-image marker; a preview inside an APP segment is stepped over. */
function hasJpegEnd(bytes: Buffer): boolean {
  let at = 2;
  for (;;) {
    // Decoders step over fill bytes and stray bytes before a marker, so this does too.
    at = bytes.indexOf(0xff, at);
    if (at === -1 || at + 1 >= bytes.length) return false;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xd9) return true;
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2; // a stuffed byte or a restart inside scan data
    } else {
      if (at + 4 > bytes.length) return false;
      at += 2 + bytes.readUInt16BE(at + 2);
    }
  }
}

function hasPngEnd(bytes: Buffer): boolean {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return false;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at = end;
  }
  return false;
}

function hasGifEnd(bytes: Buffer): boolean {
  if (bytes.length < 13) return false;
  const colourTable = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + colourTable(bytes.readUInt8(10));
  while (at < bytes.length) {
    const block = bytes.readUInt8(at);
    if (block === 0x3b) return true;
    if (block === 0x21) {
      at += 2;
    } else if (block === 0x2c) {
      if (at + 10 > bytes.length) return false;
      at += 11 + colourTable(bytes.readUInt8(at + 9));
    } else {
      return false;
    }
    for (;;) {
      if (at >= bytes.length) return false;
      const length = bytes.readUInt8(at);
      at += 1 + length;
      if (length === 0) break;
    }
  }
  return false;
}

function hasWholeBoxes(bytes: Buffer): boolean {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size === 0) return true; // to the end of the file
    const length = size === 1 ? (at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : Infinity) : size;
    if (length < 8 || at + length > bytes.length) return false;
    at += length;
  }
  return at === bytes.length;
}
