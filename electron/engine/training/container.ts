import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../files/atomicFile.ts';

/**
 * A small file of named number arrays under a JSON header, for heads and checkpoints:
 *
 *     8 bytes   magic, which names the kind of file
 *     uint32    length of the JSON that follows
 *     JSON      UTF-8: {facts, sections: [{name, type: 'float32' | 'float64', length}]}
 *     zeros     up to a multiple of 8
 *     numbers   of each section in that order, each section padded to a multiple of 8
 *     32 bytes  SHA-256 of all before
 *
 * Little-endian. It holds no time and no path, so equal contents are equal bytes.
 */
export interface Container {
  facts: unknown;
  sections: Record<string, Float32Array | Float64Array>;
}

const Header = z.object({
  facts: z.unknown(),
  sections: z.array(z.object({ name: z.string(), type: z.enum(['float32', 'float64']), length: z.int().min(0) })),
});

const padded = (length: number): number => Math.ceil(length / 8) * 8;

export function encodeContainer(magic: string, { facts, sections }: Container): Buffer {
  const list = Object.entries(sections).map(([name, numbers]) => ({
    name,
    type: numbers instanceof Float32Array ? ('float32' as const) : ('float64' as const),
    length: numbers.length,
  }));
  const json = Buffer.from(JSON.stringify({ facts, sections: list }));
  const start = padded(12 + json.length);
  const numbersBytes = Object.values(sections).reduce((sum, { byteLength }) => sum + padded(byteLength), 0);
  const file = Buffer.alloc(start + numbersBytes + 32);
  file.write(magic, 0, 8, 'latin1');
  file.writeUInt32LE(json.length, 8);
  json.copy(file, 12);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of Object.values(sections)) {
    file.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  createHash('sha256').update(file.subarray(0, at)).digest().copy(file, at);
  return file;
}

/** null when the bytes are not a whole, undamaged file of this kind. */
export function decodeContainer(magic: string, bytes: Buffer): Container | null {
  if (bytes.length < 44 || bytes.toString('latin1', 0, 8) !== magic) return null;
  const end = bytes.length - 32;
  if (!createHash('sha256').update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end))) return null;
  const jsonLength = bytes.readUInt32LE(8);
  const header = Header.safeParse(parseJson(bytes.toString('utf8', 12, 12 + jsonLength)));
  if (!header.success) return null;
  const sections: Container['sections'] = {};
  let at = padded(12 + jsonLength);
  for (const { name, type, length } of header.data.sections) {
    const numbers = type === 'float32' ? new Float32Array(length) : new Float64Array(length);
    if (at + numbers.byteLength > end) return null;
    new Uint8Array(numbers.buffer).set(bytes.subarray(at, at + numbers.byteLength));
    sections[name] = numbers;
    at += padded(numbers.byteLength);
  }
  return { facts: header.data.facts, sections };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const writeContainer = (path: string, magic: string, container: Container): Promise<void> =>
  writeFileAtomically(path, encodeContainer(magic, container));

export const readContainer = async (path: string, magic: string): Promise<Container | null> =>
  decodeContainer(magic, await readFile(path));
