/*
 * EXIF 2.32: a TIFF structure whose first directory points (0x8769) to the directory of the camera, where DateTimeOriginal (0x9003) is the
 * camera's local time as text, `2024:05:06 07:08:09`.
 */
const cameraDirectory = 0x8769;
const dateTimeOriginal = 0x9003;
const textType = 2;
const entryBytes = 12;
const textBytes = 19;

/**
 * When a photo was taken by its camera's clock, without a zone: `2024-05-06T07:08:09`; null where the EXIF says nothing of it, or nonsense.
 * A camera whose clock was never set writes zeros or blanks.
 */
export function takenAt(exif: Uint8Array | null): string | null {
  if (exif === null) return null;
  const bytes = Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength);
  const tiff = bytes.toString('latin1', 0, 6) === 'Exif\0\0' ? bytes.subarray(6) : bytes;
  try {
    return dateOf(tiff);
  } catch (thrown) {
    // It points behind its own end.
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function dateOf(tiff: Buffer): string | null {
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return null;
  const isLittle = order === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (short(2) !== 42) return null;

  /** Where the entry of a tag stands in the directory at this place. */
  const find = (directory: number, tag: number): number | null => {
    const count = short(directory);
    for (let i = 0; i < count; i += 1) {
      const at = directory + 2 + i * entryBytes;
      if (short(at) === tag) return at;
    }
    return null;
  };
  const pointer = find(long(4), cameraDirectory);
  if (pointer === null) return null;
  const entry = find(long(pointer + 8), dateTimeOriginal);
  if (entry === null || short(entry + 2) !== textType || long(entry + 4) < textBytes) return null;
  const from = long(entry + 8);
  return isoOf(tiff.toString('latin1', from, from + textBytes));
}

function isoOf(text: string): string | null {
  const match = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, time] = match;
  const iso = `${year}-${month}-${day}T${time}`;
  const date = new Date(`${iso}Z`);
  // The 31st of February becomes another day, and no year is 0.
  return year !== '0000' && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}
