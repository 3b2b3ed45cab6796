import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhotoRef } from '../../../electron/engine/protocol.ts';
import { headPath } from '../../../electron/engine/training/headFile.ts';
import type { EpochMetrics } from '../../../electron/shared/schemas/run.ts';
import { failureOf, forkEngine, withEngine } from '../../support/engine.ts';
import * as photos from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { config, headSha, refs, score, source, trainRun, valuesOf, writePhotos } from './work.ts';
import type { Labelled } from './work.ts';

const engine = forkEngine();
afterAll(() => engine.close());

describe('training and scoring', () => {
  let dir = '';
  let trainSet: Labelled[] = [];
  let valid: Labelled[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lesionlab-run-'));
    writeTinyBackbone(join(dir, 'backbone'));
    trainSet = await writePhotos(join(dir, 'train'), 45, 2);
    valid = await writePhotos(join(dir, 'valid'), 18, 3);
    for (const views of ['one', 'flips'] as const) {
      const features = source(dir, { views });
      await engine.call('extract', { photos: refs([...trainSet, ...valid]), features, batchSize: 16 });
      await trainRun(engine, { train: trainSet, valid, features, runDir: join(dir, `run-${views}`) });
    }
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('says which features are missing', async () => {
    const [first] = trainSet;
    if (first === undefined) throw new Error('no photo');
    const stranger = { ...first, sha256: 'e'.repeat(64) };
    const work = trainRun(engine, {
      train: [...trainSet, stranger],
      valid,
      features: source(dir),
      runDir: join(dir, 'run-miss'),
    });
    expect(await failureOf(work)).toMatchObject({ code: 'CACHE_MISS', details: { missing: 1 } });
  });

  it('gives the same head in three processes', async () => {
    const shas = await Promise.all(
      ['x', 'y', 'z'].map(async (name) =>
        withEngine(async (own) => {
          const runDir = join(dir, `run-${name}`);
          await trainRun(own, { train: trainSet, valid, features: source(dir), runDir });
          return headSha(runDir);
        }),
      ),
    );
    expect(new Set([...shas, headSha(join(dir, 'run-one'))]).size).toBe(1);
  });

  it('goes on after SIGKILL to the same bytes', async () => {
    const runDir = join(dir, 'run-killed');
    const long = { ...config, epochs: 60 };
    const request = { train: trainSet, valid, features: source(dir), config: long };
    await trainRun(engine, { ...request, runDir: join(dir, 'run-long') });
    const before: EpochMetrics[] = [];
    for (const killAt of [3, 20]) {
      const own = forkEngine();
      const work = own.call(
        'trainHead',
        { ...request, runDir, tensorBoardDir: null, resume: true },
        {
          onEvent(epoch) {
            before.push(epoch);
            if (epoch.epoch === killAt && own.pid !== null) process.kill(own.pid, 'SIGKILL');
          },
        },
      );
      expect((await failureOf(work)).code).toBe('ENGINE_CRASHED');
      await own.close();
    }
    expect(existsSync(headPath(runDir))).toBe(false);
    const resumed = await withEngine(async (own) => trainRun(own, { ...request, runDir, resume: true }));
    expect(headSha(runDir)).toBe(headSha(join(dir, 'run-long')));
    expect(resumed.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    for (const epoch of before) expect(resumed.epochs[epoch.epoch - 1]).toMatchObject({ valLoss: epoch.valLoss });
  });

  it.each(['one', 'flips'] as const)(
    'scores %s the same alone, in any batch, in any order, cached or not, to the bit',
    async (views) => {
      const runDir = join(dir, `run-${views}`);
      const features = source(dir, { views });
      const uncached = { ...features, cacheDir: null };
      const expected = valuesOf((await score(engine, { photos: refs(valid), features, runDir, batchSize: 16 })).scores);
      expect(new Set(expected).size).toBeGreaterThan(10);
      const unknown = valid.map(({ path }) => ({ path, sha256: null }));
      for (const batchSize of [1, 3, 16, 32]) {
        for (const from of [features, uncached]) {
          expect(
            valuesOf((await score(engine, { photos: unknown, features: from, runDir, batchSize })).scores),
          ).toEqual(expected);
        }
      }
      const reversed = await score(engine, { photos: unknown.toReversed(), features: uncached, runDir, batchSize: 5 });
      expect(valuesOf(reversed.scores).toReversed()).toEqual(expected);
      const fresh = source(dir, { views, cacheDir: join(dir, `cache-${views}`) });
      expect(
        valuesOf((await score(engine, { photos: unknown, features: fresh, runDir, batchSize: 7 })).scores),
      ).toEqual(expected);
      expect(
        valuesOf((await score(engine, { photos: unknown, features: fresh, runDir, batchSize: 7 })).scores),
      ).toEqual(expected);
    },
  );

  it('averages over mirror images with flips: a mirrored photo has the same score', async () => {
    const runDir = join(dir, 'run-flips');
    const features = source(dir, { views: 'flips', cacheDir: null });
    const pixels = photos.blot(80, 60, 77);
    const mirrored = photos.paint(80, 60, (x, y) => {
      const at = (y * 80 + 79 - x) * 3;
      return [pixels.rgb[at] ?? 0, pixels.rgb[at + 1] ?? 0, pixels.rgb[at + 2] ?? 0];
    });
    const paths = [join(dir, 'plain.png'), join(dir, 'mirrored.png')];
    await writeFile(paths[0] ?? '', await photos.png(pixels));
    await writeFile(paths[1] ?? '', await photos.png(mirrored));
    const { scores } = await score(engine, {
      photos: paths.map((path) => ({ path, sha256: null })),
      features,
      runDir,
      batchSize: 4,
    });
    const [a, b] = scores;
    if (a?.status !== 'ok' || b?.status !== 'ok') throw new Error('not scored');
    expect(a.logit).toBeCloseTo(b.logit, 5);
    expect(a.score).toBeCloseTo(1 / (1 + Math.exp(-a.logit)), 12);
  });

  it('O02: scores a folder with broken photos row by row, in order', async () => {
    const folder = join(dir, 'mixed');
    const good = await writePhotos(folder, 6, 4);
    const noise = await photos.jpeg(photos.noise(300, 200, 1));
    const bad: [string, Buffer][] = [
      ['b60.jpg', photos.cut(noise, 0.6)],
      ['b98.jpg', photos.cut(noise, 0.98)],
      ['empty.jpg', Buffer.alloc(0)],
      ['text.jpg', photos.foreign.text],
    ];
    for (const [name, bytes] of bad) await writeFile(join(folder, name), bytes);
    const order = [
      'photo 0.jpg',
      'b60.jpg',
      'photo 1.jpg',
      'empty.jpg',
      'photo 2.jpg',
      'photo 3.jpg',
      'text.jpg',
      'photo 4.jpg',
      'b98.jpg',
      'photo 5.jpg',
    ];
    const list = order.map((name) => ({ path: join(folder, name), sha256: null }));
    const { result, scores } = await score(engine, {
      photos: list,
      features: source(dir),
      runDir: join(dir, 'run-one'),
      batchSize: 4,
    });
    expect(result).toMatchObject({ scored: 6, failed: 4 });
    const kinds = scores.map((photo) => (photo.status === 'ok' ? 'ok' : photo.code));
    expect(kinds).toEqual(['ok', 'TRUNCATED', 'ok', 'EMPTY_FILE', 'ok', 'ok', 'NOT_AN_IMAGE', 'ok', 'TRUNCATED', 'ok']);
    for (const photo of scores) if (photo.status === 'error') expect(photo.message.length).toBeGreaterThan(10);
    expect(scores[0]).toMatchObject({ sha256: good[0]?.sha256, widthPx: 80, heightPx: 60 });
  });

  it('O03: a wholly transparent photo scores as plain background, grey as equal channels', async () => {
    const folder = join(dir, 'colours');
    await mkdir(folder);
    const files: Record<string, Buffer> = {
      'hidden.png': await photos.alphaPng(photos.solid(64, 64, [255, 0, 0]), 0),
      'white.png': await photos.png(photos.solid(64, 64, [255, 255, 255])),
      'red.png': await photos.png(photos.solid(64, 64, [255, 0, 0])),
      'grey.png': await photos.greyPng(photos.solid(64, 64, [100, 100, 100])),
      'grey rgb.png': await photos.png(photos.solid(64, 64, [100, 100, 100])),
    };
    const list: PhotoRef[] = [];
    for (const [name, bytes] of Object.entries(files)) {
      await writeFile(join(folder, name), bytes);
      list.push({ path: join(folder, name), sha256: null });
    }
    const { scores } = await score(engine, {
      photos: list,
      features: source(dir),
      runDir: join(dir, 'run-one'),
      batchSize: 16,
    });
    const [hidden, white, red, grey, greyRgb] = valuesOf(scores);
    expect(hidden).toBe(white);
    expect(hidden).not.toBe(red);
    expect(grey).toBe(greyRgb);
  });

  it('O01: a photo stored turned scores as the same photo stored upright', async () => {
    const folder = join(dir, 'turned');
    await mkdir(folder);
    const list: PhotoRef[] = [];
    const sharp = (await import('sharp')).default;
    const upright = photos.blot(90, 60, 5);
    for (let orientation = 1; orientation <= 8; orientation += 1) {
      const jpeg = await photos.jpeg(orientation < 5 ? upright : photos.blot(60, 90, 6), { orientation });
      const turned = await sharp(jpeg).autoOrient().png().toBuffer();
      for (const [name, bytes] of [
        [`${orientation}.jpg`, jpeg],
        [`${orientation}.png`, turned],
      ] as const) {
        await writeFile(join(folder, name), bytes);
        list.push({ path: join(folder, name), sha256: null });
      }
    }
    const values = valuesOf(
      (await score(engine, { photos: list, features: source(dir), runDir: join(dir, 'run-one'), batchSize: 16 }))
        .scores,
    );
    for (let i = 0; i < values.length; i += 2) expect(values[i]).toBe(values[i + 1]);
    expect(new Set(values).size).toBe(8);
  });

  it('does not read a cached photo again, but notices that it is gone or has another size', async () => {
    const [first, second, third] = await writePhotos(join(dir, 'later'), 3, 6);
    if (first === undefined || second === undefined || third === undefined) throw new Error('no photo');
    const list = refs([first, second, third]);
    const request = { photos: list, features: source(dir), runDir: join(dir, 'run-one'), batchSize: 16 };
    const before = await score(engine, request);
    await chmod(first.path, 0o000); // not opened, so this does not matter
    await utimes(first.path, 5, 5);
    await writeFile(second.path, Buffer.concat([readFileSync(second.path), Buffer.from('x')]));
    await rename(third.path, `${third.path}.away`);
    const after = await score(engine, request);
    expect(valuesOf(after.scores)).toEqual([valuesOf(before.scores)[0], 'CHANGED', 'NOT_FOUND']);
    expect(after.scores[0]).toMatchObject({ mtimeMs: 5000, widthPx: 80, heightPx: 60 });
  });

  it('refuses a run whose backbone was replaced, and a run without a head', async () => {
    const photosOfRun = refs(valid);
    writeTinyBackbone(join(dir, 'other', 'backbone'), 2);
    const features = source(dir, { backboneDir: join(dir, 'other', 'backbone') });
    const replaced = engine.call('score', {
      photos: photosOfRun,
      features,
      runDir: join(dir, 'run-one'),
      batchSize: 4,
    });
    expect((await failureOf(replaced)).code).toBe('BACKBONE_MISSING');
    const none = engine.call('score', {
      photos: photosOfRun,
      features: source(dir),
      runDir: join(dir, 'nothing'),
      batchSize: 4,
    });
    expect((await failureOf(none)).code).toBe('NOT_FOUND');
  });
});
