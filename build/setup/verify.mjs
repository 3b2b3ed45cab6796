import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cache } from '../lib/paths.mjs';

export async function sha256Of(path) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/** Writes a small file whole or not at all. */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

const seenFile = () => cache('verified.json');

/**
 * Whether a file has this SHA-256. A file whose size and time are those of the last verified look is not read again:
 * a start must not hash 190 MB each time.
 */
export async function hasSha256(path, sha256) {
  if (!existsSync(path)) return false;
  const { size, mtimeMs } = statSync(path);
  const fingerprint = `${size}:${mtimeMs}:${sha256}`;
  const seen = readJson(seenFile()) ?? {};
  if (seen[path] === fingerprint) return true;
  if ((await sha256Of(path)) !== sha256) return false;
  const present = Object.entries(readJson(seenFile()) ?? {}).filter(([known]) => existsSync(known));
  writeWhole(seenFile(), JSON.stringify({ ...Object.fromEntries(present), [path]: fingerprint }));
  return true;
}

/** Size of each file, for a stamp that later starts compare with: a cut or missing file is noticed. */
export const sizesOf = (paths) => Object.fromEntries(paths.map((path) => [path, statSync(path).size]));

export const sizesHold = (sizes) =>
  Object.entries(sizes).every(([path, size]) => existsSync(path) && statSync(path).size === size);
