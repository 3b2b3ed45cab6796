import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { writeFileAtomically } from '../files/atomicFile.ts';

/**
 * The maps that frozen layers make of one photo, seen in several ways, for training alone:
 *
 *     header  64 bytes: 'LLMAPS01', uint32 views, uint32 values a view, 32 bytes content hash, zeros
 *     sums    uint32 CRC-32 of each view's bytes
 *     views   float16 values, one view after the other
 *
 * Little-endian. A view is read by itself; one whose check sum does not hold counts as absent.
 */
const magic = 'LLMAPS01';
const headerBytes = 64;
const largest = 65504;

export interface MapSize {
  views: number;
  /** Of one view. */
  values: number;
}

export const mapFileBytes = ({ views, values }: MapSize): number => headerBytes + views * (4 + 2 * values);

const header = ({ views, values }: MapSize, sha256: string): Buffer => {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write(magic, 'latin1');
  bytes.writeUInt32LE(views, 8);
  bytes.writeUInt32LE(values, 12);
  bytes.write(sha256, 16, 'hex');
  return bytes;
};

/** To the nearest float16, ties to even; what is beyond its range is kept at its largest, so that no map holds an infinity. */
export function toHalf(values: Float32Array): Float16Array {
  const half = new Float16Array(values);
  for (let i = 0; i < half.length; i += 1) {
    const value = half[i] ?? 0;
    if (value === Infinity) half[i] = largest;
    else if (value === -Infinity) half[i] = -largest;
  }
  return half;
}

/** @param maps float32 [views, values] */
export async function writeMapFile(path: string, size: MapSize, sha256: string, maps: Float32Array): Promise<void> {
  const { views, values } = size;
  if (maps.length !== views * values) throw new RangeError(`${maps.length} values for ${views} views of ${values}`);
  const file = Buffer.alloc(mapFileBytes(size));
  file.set(header(size, sha256));
  const half = toHalf(maps);
  const content = new Uint8Array(half.buffer, half.byteOffset, half.byteLength);
  const first = headerBytes + 4 * views;
  file.set(content, first);
  for (let view = 0; view < views; view += 1) {
    const own = content.subarray(view * values * 2, (view + 1) * values * 2);
    file.writeUInt32LE(crc32(own), headerBytes + 4 * view);
  }
  // It can be made again at any time.
  await writeFileAtomically(path, file, { flush: false });
}

/** Writes one view into `out` from value `offset` on; false, and nothing of use written, when there is none or it is damaged. */
export function readMapView(
  path: string,
  size: MapSize,
  { sha256, view }: { sha256: string; view: number },
  out: Float32Array,
  offset: number,
): boolean {
  const { views, values } = size;
  const content = Buffer.alloc(values * 2);
  const head = Buffer.alloc(headerBytes);
  const sum = Buffer.alloc(4);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    const place = headerBytes + 4 * views + view * content.length;
    const isWhole =
      readSync(fd, head, 0, headerBytes, 0) === headerBytes &&
      readSync(fd, sum, 0, 4, headerBytes + 4 * view) === 4 &&
      readSync(fd, content, 0, content.length, place) === content.length;
    if (!isWhole || !head.equals(header(size, sha256)) || crc32(content) !== sum.readUInt32LE()) return false;
  } finally {
    closeSync(fd);
  }
  out.set(new Float16Array(content.buffer, content.byteOffset, values), offset);
  return true;
}
