import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadBackbone } from '../../../electron/engine/backbones/registry.ts';
import { patternBatch } from './patterns.ts';

/** Extracts features in a process of its own and prints what they are and what memory it took. args: DIR BATCH_SIZE BATCHES */
const [dir = '', batchSize = '', batches = ''] = process.argv.slice(2);
const backbone = await loadBackbone(dir);
const hash = createHash('sha256');
for (let i = 0; i < Number(batches); i += 1) {
  const ks = Array.from({ length: Number(batchSize) }, (_, j) => i * Number(batchSize) + j);
  hash.update(backbone.features(patternBatch(backbone.manifest.imageSizePx, ks), ks.length));
}
// The highest and the present resident memory; only Linux has this file.
const status = readFileSync('/proc/self/status', 'utf8');
const mebibytes = (key: string): number => Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
console.log(JSON.stringify({ sha256: hash.digest('hex'), peakMib: mebibytes('VmHWM') }));
