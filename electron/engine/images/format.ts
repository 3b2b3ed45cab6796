import { isRawTiff } from './tiff.ts';

/** Formats that are decoded. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'bmp';

export type Sniffed =
  | { kind: 'photo'; format: PhotoFormat }
  /** A kind of image (or file that holds images) which is known by name and not decoded. */
  | { kind: 'unsupported'; name: string; remedy: string }
  | { kind: 'unknown'; looksLike: string };

const convert = 'convert it to JPEG or PNG first';

/** What a file is by its content; its name says nothing (phones and messengers rename freely). */
export function sniff(bytes: Buffer): Sniffed {
  const is = (signature: string, at = 0) =>
    bytes.length >= at + signature.length && bytes.toString('latin1', at, at + signature.length) === signature;
  const photo = (format: PhotoFormat): Sniffed => ({ kind: 'photo', format });
  const unsupported = (name: string, remedy = convert): Sniffed => ({ kind: 'unsupported', name, remedy });

  if (is('\xff\xd8\xff')) return photo('jpeg');
  if (is('\x89PNG\r\n\x1a\n')) return photo('png');
  if (is('GIF87a') || is('GIF89a')) return photo('gif');
  if (is('RIFF') && is('WEBP', 8)) return photo('webp');
  if (is('ftyp', 4)) return sniffIsoMedia(bytes);
  if (is('DICM', 128) || looksLikeBareDicom(bytes)) {
    return unsupported('DICOM', 'export its image as PNG or JPEG from your viewer first');
  }
  if (is('II*\0') || is('MM\0*') || is('II+\0') || is('MM\0+')) {
    if (isRawTiff(bytes)) return unsupported('camera RAW', 'export it as JPEG or PNG from your photo program first');
    return photo('tiff');
  }
  if (is('BM') && looksLikeBmp(bytes)) return photo('bmp');
  if (is('FUJIFILMCCD-RAW') || is('IIRO') || is('IIRS') || is('MMOR') || is('IIU\0') || is('FOVb') || is('\0MRM')) {
    return unsupported('camera RAW', 'export it as JPEG or PNG from your photo program first');
  }
  if (is('\0\0\0\x0cjP  \r\n\x87\n') || is('\xff\x4f\xff\x51')) return unsupported('JPEG 2000');
  if (is('\xff\x0a') || is('\0\0\0\x0cJXL \r\n\x87\n')) return unsupported('JPEG XL');
  if (is('8BPS') || is('8BPB')) return unsupported('Photoshop (PSD)');
  if (is('%PDF')) return unsupported('PDF', 'export the photo from the document first');
  if (is('\0\0\x01\0')) return unsupported('icon (ICO)');
  if (is('v/1\x01')) return unsupported('OpenEXR');
  if (is('#?RADIANCE')) return unsupported('Radiance HDR');
  if (is('II\xbc')) return unsupported('JPEG XR');
  if (/^P[1-7][\s#]/.test(bytes.toString('latin1', 0, 3))) return unsupported('PNM');
  if (is('PK\x03\x04')) return unsupported('ZIP archive', 'unpack it first');
  if (is('\x1a\x45\xdf\xa3') || (is('RIFF') && is('AVI ', 8)))
    return unsupported('video', 'save a single frame as JPEG or PNG first');
  const head = bytes.toString('latin1', 0, 1024);
  if (
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(head)
  ) {
    return unsupported('SVG drawing');
  }
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(head)) return { kind: 'unknown', looksLike: 'a web page or XML text' };
  return { kind: 'unknown', looksLike: isText(head) ? 'text' : 'data of an unknown kind' };
}

/** Files of the ISO media family say what they are in a list of brands: HEIC, AVIF, Canon RAW, video. */
function sniffIsoMedia(bytes: Buffer): Sniffed {
  const end = Math.min(bytes.length, Math.max(16, bytes.readUInt32BE(0)), 4096);
  const brands = [bytes.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { kind: 'photo', format: 'avif' };
  if (brands.includes('crx ')) {
    return {
      kind: 'unsupported',
      name: 'camera RAW',
      remedy: 'export it as JPEG or PNG from your photo program first',
    };
  }
  if (brands.some((brand) => /^(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) {
    return {
      kind: 'unsupported',
      name: 'HEIC',
      remedy: `${convert} (on an iPhone: Settings, Camera, Formats, Most Compatible)`,
    };
  }
  return { kind: 'unsupported', name: 'video', remedy: 'save a single frame as JPEG or PNG first' };
}

/** A DICOM data set without its 132 bytes of preamble: group 2 or 8 first, then two capital letters of a value type. */
function looksLikeBareDicom(bytes: Buffer): boolean {
  if (bytes.length <= 8 || bytes[1] !== 0 || bytes[3] !== 0) return false;
  return (bytes[0] === 2 || bytes[0] === 8) && /^[A-Z]{2}$/.test(bytes.toString('latin1', 4, 6));
}

function looksLikeBmp(bytes: Buffer): boolean {
  if (bytes.length < 26) return false;
  return [12, 40, 52, 56, 64, 108, 124].includes(bytes.readUInt32LE(14));
}

/** No control characters but tab, line feed, form feed and carriage return. */
function isText(head: string): boolean {
  return [...head].every((character) => character >= ' ' || '\t\n\f\r'.includes(character));
}
