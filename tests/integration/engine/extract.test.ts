import { hash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { failureOf, forkEngine, withFolder } from '../../support/engine.ts';
import * as photos from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { refs, source, trainRun, writePhotos } from './work.ts';
import type { Labelled } from './work.ts';

const engine = forkEngine();
afterAll(() => engine.close());

describe('extract', () => {
  it('computes what is missing, lists what cannot be read, and keeps the rest', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const list = await writePhotos(join(dir, 'photos'), 20, 1);
      const [cut, changed, gone] = [list[3], list[11], list[19]];
      if (cut === undefined || changed === undefined || gone === undefined) throw new Error('too few photos');
      const half = photos.cut(readFileSync(cut.path), 0.6);
      await writeFile(cut.path, half);
      cut.sha256 = hash('sha256', half, 'hex');
      await writeFile(changed.path, await photos.jpeg(photos.blot(80, 60, 99)));
      await rename(gone.path, `${gone.path}.away`);
      const progress: number[] = [];
      const first = await engine.call(
        'extract',
        { photos: refs(list), features: source(dir), batchSize: 4 },
        { onEvent: ({ done }) => progress.push(done) },
      );
      expect(first).toMatchObject({ computed: 17, cached: 0 });
      expect(first.failures.map(({ index, code }) => [index, code])).toEqual([
        [3, 'TRUNCATED'],
        [11, 'CHANGED'],
        [19, 'NOT_FOUND'],
      ]);
      expect(progress).toEqual([0, 4, 8, 12, 16, 20]);
      const second = await engine.call('extract', { photos: refs(list), features: source(dir), batchSize: 16 });
      expect(second).toMatchObject({ computed: 0, cached: 17 });
      expect(await engine.call('cached', { photos: list.map(({ sha256 }) => sha256), features: source(dir) })).toEqual({
        cached: 17,
      });
      const other = source(dir, { cacheDir: null });
      expect(await engine.call('cached', { photos: list.map(({ sha256 }) => sha256), features: other })).toEqual({
        cached: 0,
      });
    });
  });

  it('computes the features of `one` once, and `flips` adds three views to them', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const list = await writePhotos(join(dir, 'photos'), 6, 1);
      await engine.call('extract', { photos: refs(list), features: source(dir), batchSize: 4 });
      const folders = readdirSync(join(dir, 'cache'));
      const [only = ''] = folders;
      const shard = () => readFileSync(join(dir, 'cache', only, '000001.shard'));
      const before = shard();
      await engine.call('extract', { photos: refs(list), features: source(dir, { views: 'flips' }), batchSize: 4 });
      expect(readdirSync(join(dir, 'cache'))).toHaveLength(4);
      expect(shard()).toEqual(before);
    });
  });

  it('keeps what is done when it is cancelled', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const list = await writePhotos(join(dir, 'photos'), 60, 1);
      const controller = new AbortController();
      const work = engine.call(
        'extract',
        { photos: refs(list), features: source(dir), batchSize: 2 },
        { signal: controller.signal, onEvent: ({ done }) => (done >= 6 ? controller.abort() : undefined) },
      );
      expect((await failureOf(work)).code).toBe('CANCELLED');
      const { cached } = await engine.call('cached', {
        photos: list.map(({ sha256 }) => sha256),
        features: source(dir),
      });
      expect(cached).toBeGreaterThanOrEqual(6);
      expect(cached).toBeLessThan(60);
      expect(await engine.call('extract', { photos: refs(list), features: source(dir), batchSize: 2 })).toMatchObject({
        cached,
        computed: 60 - cached,
      });
    });
  });

  it('makes a row again that was damaged on disk, after training has missed it', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const list = await writePhotos(join(dir, 'photos'), 9, 1);
      const features = source(dir);
      await engine.call('extract', { photos: refs(list), features, batchSize: 4 });
      const [folder = ''] = readdirSync(join(dir, 'cache'));
      const path = join(dir, 'cache', folder, '000001.shard');
      const bytes = readFileSync(path);
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 8;
      await writeFile(path, bytes);
      const request = { train: list, valid: list, features, runDir: join(dir, 'run') };
      expect(await failureOf(trainRun(engine, request))).toMatchObject({ code: 'CACHE_MISS', details: { missing: 1 } });
      expect(await engine.call('extract', { photos: refs(list), features, batchSize: 4 })).toMatchObject({
        computed: 1,
        cached: 8,
      });
      expect((await trainRun(engine, request)).result.epochsRun).toBe(8);
    });
  });

  it('keeps within the limit of the cache, but never drops what is asked for', async () => {
    await withFolder(async (dir) => {
      writeTinyBackbone(join(dir, 'backbone'));
      const [first, second] = [await writePhotos(join(dir, 'a'), 5, 1), await writePhotos(join(dir, 'b'), 5, 2)];
      const cachedOf = async (list: Labelled[], views: 'one' | 'flips') => {
        const request = { photos: list.map(({ sha256 }) => sha256), features: source(dir, { views }) };
        return (await engine.call('cached', request)).cached;
      };
      await engine.call('extract', { photos: refs(first), features: source(dir, { views: 'flips' }), batchSize: 4 });
      expect(await cachedOf(first, 'flips')).toBe(5);
      // only the photo as it is may stay: the mirror images were used before
      const limited = source(dir, { cacheLimitBytes: 1000 });
      await engine.call('extract', { photos: refs([...first, ...second]), features: limited, batchSize: 4 });
      expect(await cachedOf([...first, ...second], 'one')).toBe(10);
      expect(await cachedOf(first, 'flips')).toBe(0);
    });
  });

  it('names a backbone that is missing', async () => {
    await withFolder(async (dir) => {
      const work = engine.call('extract', { photos: [], features: source(dir), batchSize: 2 });
      expect(await failureOf(work)).toMatchObject({
        code: 'BACKBONE_MISSING',
        details: { dir: join(dir, 'backbone') },
      });
    });
  });
});
