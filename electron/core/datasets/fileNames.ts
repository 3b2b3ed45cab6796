/**
 * Photos by their name: what can be decoded, and what people take for photos and must be told about (HEIC, DICOM, camera raw) rather than
 * find missing without a reason.
 */
const PHOTO_ENDINGS = new Set(
  `jpg jpeg jpe jfif pjpeg png webp tif tiff bmp dib gif avif heic heif hif jp2 j2k jpx jxl
   dcm dicom dng cr2 cr3 nef arw orf rw2 raf srw pef`.split(/\s+/),
);

const JUNK_NAMES = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r']);
const JUNK_FOLDERS = new Set(['__macosx', '@eadir', '$recycle.bin', 'system volume information', 'lost+found']);

/** Hidden by the custom of Unix and Mac. Two dots in front (`..ok.jpg`) are a name like any other. */
const isHidden = (name: string): boolean => name.startsWith('.') && !name.startsWith('..');

/** What systems leave beside people's files: .DS_Store, ._x.jpg, Thumbs.db, and every hidden file. */
export const isJunkFile = (name: string): boolean => isHidden(name) || JUNK_NAMES.has(name.toLowerCase());

/** Everything in such a folder is junk: __MACOSX, a NAS's thumbnails, hidden folders. */
export const isJunkFolder = (name: string): boolean => isHidden(name) || JUNK_FOLDERS.has(name.toLowerCase());

/** Lower case, without the dot; empty when there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

export const isPhotoName = (name: string): boolean => PHOTO_ENDINGS.has(endingOf(name));
