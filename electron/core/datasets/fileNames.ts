/**
 * Photos by their name: what can be decoded, and what people take for photos and must be told about (HEIC, DICOM, camera raw) rather than
 * find missing without a reason.
 */
const PHOTO_ENDINGS = new Set(
  `jpg jpeg jpe jfif pjpeg png webp tif tiff bmp dib gif avif heic heif hif jp2 j2k jpx jxl
   dcm dicom dng cr2 cr3 nef arw orf rw2 raf srw pef`.split(/\s+/),
);

const SYSTEM_NAMES = new Set(['.ds_store', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r']);
const SYSTEM_FOLDERS = new Set(
  `__macosx @eadir $recycle.bin lost+found .trashes .trash .fseventsd .spotlight-v100 .temporaryitems`.split(/\s+/),
).add('system volume information');

export type JunkKind = 'hidden' | 'system';

/** Hidden by the custom of Unix and Mac. Two dots in front (`..ok.jpg`) are a name like any other. */
const isHidden = (name: string): boolean => name.startsWith('.') && !name.startsWith('..');

/** What systems leave beside people's files (.DS_Store, ._x.jpg, Thumbs.db), and every other hidden file; null for people's own. */
export function junkKindOfFile(name: string): JunkKind | null {
  if (SYSTEM_NAMES.has(name.toLowerCase()) || name.startsWith('._')) return 'system';
  return isHidden(name) ? 'hidden' : null;
}

/** Everything in such a folder is junk: __MACOSX, a NAS's thumbnails, the bin; hidden folders. */
export function junkKindOfFolder(name: string): JunkKind | null {
  if (SYSTEM_FOLDERS.has(name.toLowerCase()) || /^\.trash-\d+$/i.test(name)) return 'system';
  return isHidden(name) ? 'hidden' : null;
}

/** Lower case, without the dot; empty when there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

export const isPhotoName = (name: string): boolean => PHOTO_ENDINGS.has(endingOf(name));
