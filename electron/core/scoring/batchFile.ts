import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { systemCode } from '../../shared/errors.ts';
import type { FileLayout, FileRow } from './output/columns.ts';
import { formatRow, headerOf } from './output/columns.ts';

/** The file that a batch writes beside the database: header and rows, appended and flushed chunk by chunk. */
export interface BatchFile {
  /** Appends rows and flushes them to the disk. A failure (a full disk) may leave half a row, which the next start cuts off. */
  append(rows: FileRow[]): Promise<void>;
  close(): Promise<void>;
}

const PIECE_BYTES = 1 << 16;

/** A file's text as the batch writes it, in pieces. */
function* textOf(rows: Iterable<FileRow>, layout: FileLayout): Generator<Buffer> {
  let text = headerOf(layout);
  for (const row of rows) {
    text += formatRow(row, layout);
    if (text.length >= PIECE_BYTES) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text !== '') yield Buffer.from(text);
}

export type FileState = { kind: 'missing' | 'special' } | { kind: 'file'; sizeBytes: number };

/** special: a pipe or device, which cannot be read back and is written from the start. Anything but a file or those throws. */
export async function stateOfFile(path: string): Promise<FileState> {
  try {
    const found = await stat(path);
    if (found.isFile()) return { kind: 'file', sizeBytes: found.size };
    if (found.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', path });
    return { kind: 'special' };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { kind: 'missing' };
    throw error;
  }
}

/** How many bytes the file has in common with what these rows make, and whether it has any others. */
async function compare(
  path: string,
  rows: Iterable<FileRow>,
  layout: FileLayout,
): Promise<{ common: number; same: boolean }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let common = 0;
    for (const expected of textOf(rows, layout)) {
      const found = await readAt(file, common, Math.min(expected.length, size - common));
      const equal = commonLength(expected, found);
      common += equal;
      if (equal < expected.length) break;
    }
    return { common, same: common === size };
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function commonLength(a: Buffer, b: Buffer): number {
  const length = Math.min(a.length, b.length);
  if (a.subarray(0, length).equals(b.subarray(0, length))) return length;
  for (let index = 0; index < length; index += 1) if (a[index] !== b[index]) return index;
  return length;
}

/** Whether all that the file holds was written from these rows, half a last row included: then it is ours to go on with. */
export async function isWrittenFrom(path: string, layout: FileLayout, rows: Iterable<FileRow>): Promise<boolean> {
  return (await compare(path, rows, layout)).same;
}

/** Opens the file so that it holds exactly these rows: what is right in it stays, the rest is cut off and written again. */
export async function openBatchFile(
  path: string,
  layout: FileLayout,
  rows: () => Iterable<FileRow>,
): Promise<BatchFile> {
  const state = await stateOfFile(path);
  const keep = state.kind === 'file' ? (await compare(path, rows(), layout)).common : 0;
  const file = await open(path, state.kind === 'missing' ? 'wx' : 'r+');
  try {
    // A file that is whole already keeps its date too.
    if (state.kind === 'file' && keep < state.sizeBytes) await file.truncate(keep);
    let position = 0;
    for (const piece of textOf(rows(), layout)) {
      const missing = piece.subarray(Math.max(0, Math.min(piece.length, keep - position)));
      await writeAll(file, missing, state.kind === 'special' ? null : position + piece.length - missing.length);
      position += piece.length;
    }
    if (state.kind !== 'special') await file.sync();
    return {
      async append(added) {
        const bytes = Buffer.from(added.map((row) => formatRow(row, layout)).join(''));
        await writeAll(file, bytes, state.kind === 'special' ? null : position);
        position += bytes.length;
        if (state.kind !== 'special') await file.datasync();
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number | null): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const at = position === null ? null : position + written;
    written += (await file.write(bytes, written, bytes.length - written, at)).bytesWritten;
  }
}
