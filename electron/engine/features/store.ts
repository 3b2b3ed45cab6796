import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureKey } from './key.ts';
import { folderName } from './key.ts';
import { createShard, openShard, rowBytes } from './shard.ts';
import type { FeatureRow, Shard } from './shard.ts';

/** All features of one key: a folder of shards and, in memory, where each photo's row is. */
export interface FeatureStore {
  has(sha256: string): boolean;
  /** null when there is none or its bytes are damaged (it is then forgotten, so that it is computed again). */
  read(sha256: string): FeatureRow | null;
  /** Adds rows; on NO_SPACE none of them is added and all that was there stays. */
  append(rows: readonly FeatureRow[]): void;
  /** Paths of the shards that hold rows of these photos. */
  shardsOf(hashes: Iterable<string>): Set<string>;
  /** Marks these shards as used now. */
  touch(paths: ReadonlySet<string>, now: Date): void;
  /** Closes a shard that is about to be deleted. */
  forget(path: string): void;
  close(): void;
}

export const shardEnding = '.shard';

/** Opens or makes the store of a key under `cacheDir`. A new shard is begun after `shardLimitBytes`. */
export function openStore(cacheDir: string, key: FeatureKey, shardLimitBytes: number): FeatureStore {
  const dir = join(cacheDir, folderName(key));
  mkdirSync(dir, { recursive: true });
  const names = readdirSync(dir)
    .filter((name) => name.endsWith(shardEnding))
    .toSorted();

  const shards = new Map<string, Shard>();
  const index = new Map<string, { shard: Shard; row: number }>();
  let lastNumber = 0;
  for (const name of names) {
    lastNumber = Math.max(lastNumber, Number.parseInt(name, 10) || 0);
    const shard = openShard(join(dir, name), key.featureCount);
    if (shard === null) continue;
    shards.set(shard.path, shard);
    shard.hashes().forEach((sha256, row) => index.set(sha256, { shard, row }));
  }

  const shardWithRoom = (): Shard => {
    const last = [...shards.values()].at(-1);
    if (last !== undefined && last.sizeBytes + rowBytes(key.featureCount) <= shardLimitBytes) return last;
    lastNumber += 1;
    mkdirSync(dir, { recursive: true }); // eviction takes a folder that it has emptied
    // For people: nothing reads it back, the folder's name is the key.
    if (shards.size === 0) writeFileSync(join(dir, 'key.json'), `${JSON.stringify(key, null, 2)}\n`);
    const shard = createShard(join(dir, `${String(lastNumber).padStart(6, '0')}${shardEnding}`), key.featureCount);
    shards.set(shard.path, shard);
    return shard;
  };

  return {
    has: (sha256) => index.has(sha256),
    read(sha256) {
      const place = index.get(sha256);
      if (place === undefined) return null;
      const row = place.shard.read(place.row);
      if (row?.sha256 === sha256) return row;
      index.delete(sha256);
      return null;
    },
    append(rows) {
      if (rows.length === 0) return;
      const shard = shardWithRoom();
      const first = shard.append(rows);
      rows.forEach(({ sha256 }, i) => index.set(sha256, { shard, row: first + i }));
    },
    shardsOf(hashes) {
      const paths = new Set<string>();
      for (const sha256 of hashes) {
        const place = index.get(sha256);
        if (place !== undefined) paths.add(place.shard.path);
      }
      return paths;
    },
    touch(paths, now) {
      for (const path of paths) shards.get(path)?.touch(now);
    },
    forget(path) {
      const shard = shards.get(path);
      if (shard === undefined) return;
      shards.delete(path);
      for (const [sha256, place] of index) if (place.shard === shard) index.delete(sha256);
      shard.close();
    },
    close() {
      for (const shard of shards.values()) shard.close();
      shards.clear();
      index.clear();
    },
  };
}
