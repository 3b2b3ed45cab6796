/** Enough of TIFF to tell a camera's RAW file and a cut file from a photograph. */

interface Directory {
  /** First value of each tag of the first directory that fits 32 bits. */
  first(tag: number): number | null;
  all(tag: number): number[];
  /** Whether the values of every tag lie inside the file. */
  isWhole: boolean;
}

const newSubfileType = 0x00fe;
const stripOffsets = 0x0111;
const stripByteCounts = 0x0117;
const tileOffsets = 0x0144;
const tileByteCounts = 0x0145;
const dngVersion = 0xc612;
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];

function readDirectory(bytes: Buffer): Directory | null {
  const little = bytes.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (bytes.length < 8 || u16(2) !== 42) return null; // BigTIFF is left to the decoder
  const start = u32(4);
  if (start + 2 > bytes.length) return null;
  const count = u16(start);
  if (start + 2 + count * 12 > bytes.length) return null;
  const entries = new Map<number, { type: number; length: number; at: number }>();
  let isWhole = true;
  for (let i = 0; i < count; i += 1) {
    const entry = start + 2 + i * 12;
    const type = u16(entry + 2);
    const length = u32(entry + 4);
    const bytesNeeded = (typeSizes[type] ?? 0) * length;
    const at = bytesNeeded <= 4 ? entry + 8 : u32(entry + 8);
    if (at + bytesNeeded > bytes.length) isWhole = false;
    entries.set(u16(entry), { type, length, at });
  }
  const all = (tag: number): number[] => {
    const entry = entries.get(tag);
    if (entry === undefined) return [];
    const size = typeSizes[entry.type] ?? 0;
    if (size === 0 || entry.at + size * entry.length > bytes.length) return [];
    const values: number[] = [];
    for (let i = 0; i < entry.length; i += 1) {
      const at = entry.at + i * size;
      if (entry.type === 3) values.push(u16(at));
      else if (entry.type === 4) values.push(u32(at));
      else if (entry.type === 1) values.push(bytes.readUInt8(at));
      else return [];
    }
    return values;
  };
  return { all, isWhole, first: (tag) => all(tag)[0] ?? null };
}

/**
 * Whether a TIFF is a camera's RAW file: its first directory is then a small preview (NEF, ARW, most DNG), or it is marked as DNG or CR2.
 * Decoding it as a photo would score the preview.
 */
export function isRawTiff(bytes: Buffer): boolean {
  if (bytes.length >= 10 && bytes.toString('latin1', 8, 10) === 'CR') return true;
  const directory = readDirectory(bytes);
  if (directory === null) return false;
  return directory.first(dngVersion) !== null || ((directory.first(newSubfileType) ?? 0) & 1) === 1;
}

/** Whether the first directory and every strip or tile it names lie inside the file. */
export function isWholeTiff(bytes: Buffer): boolean {
  if (bytes.length >= 4 && (bytes.toString('latin1', 0, 4) === 'II+\0' || bytes.toString('latin1', 0, 4) === 'MM\0+'))
    return true;
  const directory = readDirectory(bytes);
  if (directory === null || !directory.isWhole) return false;
  for (const [offsets, counts] of [
    [stripOffsets, stripByteCounts],
    [tileOffsets, tileByteCounts],
  ] as const) {
    const lengths = directory.all(counts);
    const starts = directory.all(offsets);
    if (starts.some((start, i) => start + (lengths[i] ?? 0) > bytes.length)) return false;
  }
  return true;
}
