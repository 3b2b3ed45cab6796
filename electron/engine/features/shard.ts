import { closeSync, fstatSync, ftruncateSync, openSync, readSync, utimesSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { AppError, systemCode } from '../../shared/errors.ts';

/** One photo's features under one key, with facts of the file that would else need it to be read again. */
export interface FeatureRow {
  /** Content hash, lower-case hex. */
  sha256: string;
  sizeBytes: number;
  /** As seen. */
  widthPx: number;
  heightPx: number;
  features: Float32Array;
}

/**
 * A file of feature rows, all of one length, that only grows:
 *
 *     header  64 bytes: 'LLFEAT01', uint32 features a row, zeros
 *     row     32 bytes content hash, float64 size, uint32 width, uint32 height, float32 * features, uint32 CRC-32 of all before it
 *
 * Little-endian. What a killed process left after the last whole row is cut when the shard is next written to; a row whose check sum does not
 * hold counts as absent.
 */
export interface Shard {
  readonly path: string;
  readonly sizeBytes: number;
  /** Content hash of each row, in the order written. */
  hashes(): string[];
  /** null when the row is damaged. */
  read(row: number): FeatureRow | null;
  /** Appends rows; gives the number of the first. NO_SPACE leaves the shard as it was. */
  append(rows: readonly FeatureRow[]): number;
  /** Marks the shard as used now, for whoever looks for the least recently used. */
  touch(now: Date): void;
  close(): void;
}

const magic = 'LLFEAT01';
const headerBytes = 64;
const factBytes = 48;

export const rowBytes = (featureCount: number): number => factBytes + featureCount * 4 + 4;

/** Opens a shard that exists, or null when it is none of this length of row (damaged, or of another program). */
export function openShard(path: string, featureCount: number): Shard | null {
  const fd = openSync(path, 'r+');
  const header = Buffer.alloc(headerBytes);
  const isWhole = readSync(fd, header, 0, headerBytes, 0) === headerBytes;
  if (!isWhole || header.toString('latin1', 0, 8) !== magic || header.readUInt32LE(8) !== featureCount) {
    closeSync(fd);
    return null;
  }
  return shardOn(fd, path, featureCount);
}

export function createShard(path: string, featureCount: number): Shard {
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 'latin1');
  header.writeUInt32LE(featureCount, 8);
  const fd = openSync(path, 'wx+');
  try {
    writeWhole(fd, header, 0, path);
  } catch (thrown) {
    closeSync(fd);
    throw thrown;
  }
  return shardOn(fd, path, featureCount);
}

function shardOn(fd: number, path: string, featureCount: number): Shard {
  const length = rowBytes(featureCount);
  const buffer = Buffer.alloc(length);
  const place = (row: number) => headerBytes + row * length;
  let rowCount = Math.floor((fstatSync(fd).size - headerBytes) / length);

  return {
    path,
    get sizeBytes() {
      return place(rowCount);
    },
    hashes() {
      const hash = Buffer.alloc(32);
      const hashes: string[] = [];
      for (let row = 0; row < rowCount; row += 1) {
        readSync(fd, hash, 0, 32, place(row));
        hashes.push(hash.toString('hex'));
      }
      return hashes;
    },
    read(row) {
      if (readSync(fd, buffer, 0, length, place(row)) !== length) return null;
      if (crc32(buffer.subarray(0, length - 4)) !== buffer.readUInt32LE(length - 4)) return null;
      const features = new Float32Array(featureCount);
      new Uint8Array(features.buffer).set(buffer.subarray(factBytes, length - 4));
      return {
        sha256: buffer.toString('hex', 0, 32),
        sizeBytes: buffer.readDoubleLE(32),
        widthPx: buffer.readUInt32LE(40),
        heightPx: buffer.readUInt32LE(44),
        features,
      };
    },
    append(rows) {
      const bytes = Buffer.alloc(rows.length * length);
      rows.forEach((row, i) => encodeRow(row, bytes.subarray(i * length, (i + 1) * length)));
      const first = rowCount;
      writeWhole(fd, bytes, place(first), path);
      rowCount += rows.length;
      return first;
    },
    touch: (now) => utimesSync(path, now, now),
    close: () => closeSync(fd),
  };
}

function encodeRow(row: FeatureRow, out: Buffer): void {
  out.write(row.sha256, 0, 'hex');
  out.writeDoubleLE(row.sizeBytes, 32);
  out.writeUInt32LE(row.widthPx, 40);
  out.writeUInt32LE(row.heightPx, 44);
  out.set(new Uint8Array(row.features.buffer, row.features.byteOffset, row.features.byteLength), factBytes);
  out.writeUInt32LE(crc32(out.subarray(0, out.length - 4)), out.length - 4);
}

/** Writes all of `bytes` at `position`, where the file then ends; on failure it ends at `position` as before. */
function writeWhole(fd: number, bytes: Uint8Array, position: number, path: string): void {
  // A tail that a killed process left is cut first: the rows after it would else be out of step.
  if (fstatSync(fd).size > position) ftruncateSync(fd, position);
  try {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(fd, bytes, done, bytes.length - done, position + done);
    }
  } catch (cause) {
    ftruncateSync(fd, position);
    const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(systemCode(cause));
    throw isFull ? new AppError('NO_SPACE', `no space left for ${path}`, { cause, details: { path } }) : cause;
  }
}
