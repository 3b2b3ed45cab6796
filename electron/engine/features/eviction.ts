import { readdirSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { shardEnding } from './store.ts';

interface ShardFile {
  path: string;
  sizeBytes: number;
  usedMs: number;
}

function listShards(cacheDir: string): ShardFile[] {
  const found: ShardFile[] = [];
  for (const folder of readdirSync(cacheDir, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const name of readdirSync(join(cacheDir, folder.name))) {
      if (!name.endsWith(shardEnding)) continue;
      const path = join(cacheDir, folder.name, name);
      const { size, mtimeMs } = statSync(path);
      found.push({ path, sizeBytes: size, usedMs: mtimeMs });
    }
  }
  return found;
}

export interface EvictionRequest {
  cacheDir: string;
  limitBytes: number;
  /** What the present request needs; it stays even where it alone is over the limit. */
  keep: ReadonlySet<string>;
  /** Told before a file is deleted, so that whoever has it open can close it. */
  release: (path: string) => void;
}

/** Deletes the least recently used shards until the cache is within its limit; gives the bytes that were freed. */
export function evict({ cacheDir, limitBytes, keep, release }: EvictionRequest): number {
  const shards = listShards(cacheDir);
  let total = shards.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let freed = 0;
  for (const { path, sizeBytes } of shards.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (total <= limitBytes) break;
    if (keep.has(path)) continue;
    release(path);
    rmSync(path, { force: true });
    total -= sizeBytes;
    freed += sizeBytes;
    removeFolderWithoutShards(dirname(path));
  }
  return freed;
}

function removeFolderWithoutShards(dir: string): void {
  if (readdirSync(dir).some((name) => name.endsWith(shardEnding))) return;
  rmSync(join(dir, 'key.json'), { force: true });
  try {
    rmdirSync(dir);
  } catch {
    // Something of somebody else is in it: then it stays.
  }
}
