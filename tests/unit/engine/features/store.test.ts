import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evict } from '../../../../electron/engine/features/eviction.ts';
import { folderName } from '../../../../electron/engine/features/key.ts';
import type { FeatureKey } from '../../../../electron/engine/features/key.ts';
import { rowBytes } from '../../../../electron/engine/features/shard.ts';
import type { FeatureRow } from '../../../../electron/engine/features/shard.ts';
import { openStore } from '../../../../electron/engine/features/store.ts';

const featureCount = 6;
const key: FeatureKey = {
  graphSha256: 'a'.repeat(64),
  imageSizePx: 32,
  featureCount,
  preprocessing: { mean: 127, scale: 128, resize: 'squash' },
  preparationVersion: 1,
  view: 'identity',
  sharp: '1',
  vips: '2',
  tensorFlow: '3',
  oneDnn: true,
};
const idOf = (n: number): string => hash('sha256', `photo ${n}`, 'hex');
const row = (n: number): FeatureRow => ({
  sha256: idOf(n),
  sizeBytes: 5e9 + n,
  widthPx: 600 + n,
  heightPx: 450,
  features: Float32Array.from({ length: featureCount }, (_, i) => Math.fround(n + i / 7)),
});
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i));

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-cache-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const folder = (of: FeatureKey = key) => join(dir, folderName(of));
const shardsIn = (path: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith('.shard'))
    .map((name) => join(path, name));

describe('the store of one key', () => {
  it('gives back what was put in, also after it was closed and opened again', () => {
    const store = openStore(dir, key, 1e6);
    store.append(rows(0, 3));
    store.append(rows(3, 5));
    for (const open of [store, openStore(dir, key, 1e6)]) {
      for (let n = 0; n < 5; n += 1) expect(open.read(idOf(n))).toEqual(row(n));
      expect(open.has(idOf(5))).toBe(false);
      expect(open.read(idOf(5))).toBeNull();
    }
  });

  it('keeps other keys apart, whatever part of the key differs', () => {
    openStore(dir, key, 1e6).append(rows(0, 1));
    const others: Partial<FeatureKey>[] = [
      { graphSha256: 'b'.repeat(64) },
      { view: 'mirrored' },
      { sharp: '1.1' },
      { vips: '9' },
      { tensorFlow: '2.16' },
      { oneDnn: false },
      { preparationVersion: 2 },
      { preprocessing: { mean: 127, scale: 128, resize: 'crop' } },
    ];
    for (const other of others) expect(openStore(dir, { ...key, ...other }, 1e6).has(idOf(0))).toBe(false);
    expect(openStore(dir, { ...key }, 1e6).has(idOf(0))).toBe(true);
  });

  it('begins a new shard when one is full', () => {
    const store = openStore(dir, key, 64 + 2 * rowBytes(featureCount));
    for (let n = 0; n < 5; n += 1) store.append([row(n)]);
    expect(shardsIn(folder())).toHaveLength(3);
    const again = openStore(dir, key, 64 + 2 * rowBytes(featureCount));
    for (let n = 0; n < 5; n += 1) expect(again.read(idOf(n))).toEqual(row(n));
    again.append([row(5)]);
    expect(shardsIn(folder())).toHaveLength(3);
  });

  it.each([1, 20, rowBytes(featureCount) - 1])(
    'keeps the whole rows when a kill left %i bytes of the next, and goes on behind them',
    (left) => {
      openStore(dir, key, 1e6).append(rows(0, 3));
      const [path = ''] = shardsIn(folder());
      truncateSync(path, 64 + 2 * rowBytes(featureCount) + left);
      const store = openStore(dir, key, 1e6);
      expect([0, 1, 2].map((n) => store.has(idOf(n)))).toEqual([true, true, false]);
      store.append([row(2), row(3)]);
      const again = openStore(dir, key, 1e6);
      for (let n = 0; n < 4; n += 1) expect(again.read(idOf(n))).toEqual(row(n));
    },
  );

  it('treats a row of which one bit is wrong as absent, computes it again and keeps the others', () => {
    openStore(dir, key, 1e6).append(rows(0, 3));
    const [path = ''] = shardsIn(folder());
    const bytes = readFileSync(path);
    const at = 64 + rowBytes(featureCount) + 60;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const store = openStore(dir, key, 1e6);
    expect([0, 1, 2].map((n) => store.read(idOf(n)) !== null)).toEqual([true, false, true]);
    expect(store.has(idOf(1))).toBe(false);
    store.append([row(1)]);
    expect(store.read(idOf(1))).toEqual(row(1));
    expect(openStore(dir, key, 1e6).read(idOf(1))).toEqual(row(1));
  });

  it('leaves a file alone that is no shard of its own, and works beside it', () => {
    openStore(dir, key, 1e6).append(rows(0, 1));
    const [path = ''] = shardsIn(folder());
    writeFileSync(path, 'something else');
    const store = openStore(dir, key, 1e6);
    expect(store.has(idOf(0))).toBe(false);
    store.append([row(0)]);
    expect(openStore(dir, key, 1e6).read(idOf(0))).toEqual(row(0));
    expect(readFileSync(path, 'utf8')).toBe('something else');
  });
});

describe('eviction', () => {
  const shardBytes = 64 + 2 * rowBytes(featureCount);
  const total = () =>
    readdirSync(dir)
      .flatMap((name) => shardsIn(join(dir, name)))
      .reduce((sum, path) => sum + statSync(path).size, 0);

  it('deletes the shards that were used longest ago, until the rest fits, and tells who has them open', () => {
    const store = openStore(dir, key, shardBytes);
    store.append(rows(0, 2));
    store.append(rows(2, 4));
    store.append(rows(4, 6));
    const paths = shardsIn(folder()).toSorted();
    const [first = '', second = '', third = ''] = paths;
    utimesSync(first, 300, 300);
    utimesSync(second, 100, 100);
    utimesSync(third, 200, 200);
    const released: string[] = [];
    const release = (path: string) => {
      released.push(path);
      store.forget(path);
    };
    expect(evict({ cacheDir: dir, limitBytes: total(), keep: new Set(), release })).toBe(0);
    evict({ cacheDir: dir, limitBytes: 2 * shardBytes, keep: new Set(), release });
    expect(released).toEqual([second]);
    expect([0, 1, 2, 3, 4, 5].map((n) => store.has(idOf(n)))).toEqual([true, true, false, false, true, true]);
    expect(store.read(idOf(4))).toEqual(row(4));
  });

  it('keeps what the present request needs, even over the limit, and removes folders that it emptied', () => {
    const other = { ...key, view: 'mirrored' as const };
    const store = openStore(dir, key, shardBytes);
    store.append(rows(0, 2));
    openStore(dir, other, shardBytes).append(rows(0, 2));
    evict({ cacheDir: dir, limitBytes: 0, keep: store.shardsOf([idOf(1)]), release: () => undefined });
    expect(readdirSync(dir)).toEqual([folderName(key)]);
    expect(store.read(idOf(1))).toEqual(row(1));
    evict({ cacheDir: dir, limitBytes: 0, keep: new Set(), release: (path) => store.forget(path) });
    expect(readdirSync(dir)).toEqual([]);
    store.append([row(7)]);
    expect(openStore(dir, key, shardBytes).read(idOf(7))).toEqual(row(7));
  });
});

/** A file system of 64 KB of one's own: needs user namespaces, which most Linux systems allow. */
const inTinyFileSystem = (script: string): string => {
  const url = new URL('../../../../electron/engine/features/store.ts', import.meta.url).href;
  return execFileSync(
    'unshare',
    [
      '-rm',
      'sh',
      '-c',
      'mount -t tmpfs -o size=64k none "$1" && exec "$2" --input-type=module -e "$3"',
      'sh',
      dir,
      process.execPath,
      `import { openStore } from ${JSON.stringify(url)};${script}`,
    ],
    { encoding: 'utf8' },
  );
};
const canMount = (() => {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(canMount)('a full disk', () => {
  it('is NO_SPACE with the path, and all rows before it stay readable', () => {
    const script = `
      const key = ${JSON.stringify(key)}, dir = ${JSON.stringify(dir)};
      const store = openStore(dir, key, 1e9);
      const row = (n) => ({ sha256: String(n).padStart(64, '0'), sizeBytes: n, widthPx: 1, heightPx: 1, features: Float32Array.from({ length: 6 }, (_, i) => n + i) });
      const batch = (from) => Array.from({ length: 100 }, (_, i) => row(from + i));
      let error, stored = 0;
      while (!error && stored < 10000) try { store.append(batch(stored)); stored += 100; } catch (thrown) { error = thrown; }
      const again = openStore(dir, key, 1e9);
      const sound = [store, again].every((one) => Array.from({ length: stored }, (_, n) => one.read(row(n).sha256)?.features[1]).every((value, n) => value === n + 1));
      const absent = [store, again].every((one) => !one.has(row(stored).sha256));
      console.log(JSON.stringify({ code: error?.code, path: error?.details?.path, stored, sound, absent }));
    `;
    const result: unknown = JSON.parse(inTinyFileSystem(script));
    expect(result).toMatchObject({ code: 'NO_SPACE', sound: true, absent: true });
    expect(result).toHaveProperty('path', expect.stringContaining(dir));
    expect(result).toHaveProperty('stored', expect.any(Number));
  });
});
