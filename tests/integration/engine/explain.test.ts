import { existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../electron/shared/arrays.ts';
import { failureOf, forkEngine } from '../../support/engine.ts';
import { blot, jpeg, noise } from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { explain, makeThumbnails, writePicture } from './explainWork.ts';
import type { Setting } from './explainWork.ts';
import { config, refs, source, trainRun, writePhotos } from './work.ts';
import type { Labelled } from './work.ts';

/** How a photo compares with the training photos, on a network small enough to say by hand what must come out. */
const engine = forkEngine();
let dir = '';
let train: Labelled[] = [];
let valid: Labelled[] = [];
let setting: Setting;
const usual = () => join(setting.runDir, 'usual.bin');

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-explain-'));
  writeTinyBackbone(join(dir, 'backbone'));
  train = await writePhotos(join(dir, 'train'), 40, 5);
  valid = await writePhotos(join(dir, 'valid'), 12, 6);
  const features = source(dir);
  await engine.call('extract', { photos: refs([...train, ...valid]), features, batchSize: 16 });
  await trainRun(engine, { train, valid, features, runDir: join(dir, 'run') });
  setting = { engine, features, runDir: join(dir, 'run'), train, thumbnailDir: join(dir, 'thumbnails') };
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

describe('likeness', () => {
  it('leaves the photo itself out, by content, and counts equal contents once', async () => {
    const twice = { ...setting, train: [...train, at(train, 0)] };
    const { likeness } = await explain(twice, at(train, 0));
    expect(likeness?.similar).toHaveLength(5);
    expect(likeness?.similar.map(({ index }) => index)).not.toContain(0);
    expect(likeness?.similar.map(({ index }) => index)).not.toContain(40);
    expect(likeness?.unlike?.trainCount).toBe(40);
    const distances = likeness?.similar.map(({ distance }) => distance) ?? [];
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    const other = await explain(twice, at(valid, 0));
    expect(other.likeness?.similar.every(({ index }) => index < 40)).toBe(true);
  });

  it('finds a training photo under another name nearest but not as itself, when its bytes differ', async () => {
    const copy = await writePicture(join(dir, 'again.jpg'), blot(80, 60, 5001));
    const same = join(dir, 'same.jpg');
    await copyFile(at(train, 1).path, same);
    expect((await explain(setting, { path: same, sha256: null })).likeness?.similar[0]?.index).not.toBe(1);
    // The same picture, encoded with another byte at the end, is another content.
    await writeFile(copy.path, Buffer.concat([await jpeg(blot(80, 60, 5001)), Buffer.from([0])]));
    const [first] = (await explain(setting, { path: copy.path, sha256: null })).likeness?.similar ?? [];
    expect(first).toMatchObject({ index: 1 });
    expect(first?.distance).toBeLessThan(1e-5);
  });

  it('has no limit with fewer than 12 training photos, and still says what is similar', async () => {
    const few = { ...setting, train: train.slice(0, 11), runDir: setting.runDir };
    expect((await explain(few, at(valid, 0))).likeness).toMatchObject({ unlike: null });
    expect((await explain(few, at(valid, 0))).likeness?.similar).toHaveLength(5);
    const enough = await explain({ ...setting, train: train.slice(0, 12) }, at(valid, 0));
    expect(enough.likeness?.unlike).toMatchObject({ trainCount: 12 });
  });

  it('keeps the limit beside the run, and measures it anew when it is gone, damaged or of other photos', async () => {
    rmSync(usual(), { force: true });
    const first = await explain(setting, at(valid, 0));
    const written = statSync(usual());
    expect((await explain(setting, at(valid, 0))).likeness).toEqual(first.likeness);
    rmSync(usual());
    expect((await explain(setting, at(valid, 0))).likeness).toEqual(first.likeness);
    truncateSync(usual(), 30);
    expect((await explain(setting, at(valid, 0))).likeness).toEqual(first.likeness);
    expect(statSync(usual()).size).toBe(written.size);
    const other = await explain({ ...setting, train: train.slice(0, 30) }, at(valid, 0));
    expect(other.likeness?.unlike?.limit).not.toBe(first.likeness?.unlike?.limit);
    expect((await explain(setting, at(valid, 0))).likeness).toEqual(first.likeness);
  });

  it('compares pictures as soon as there are thumbnails of the training photos', async () => {
    rmSync(usual(), { force: true });
    expect((await explain(setting, at(valid, 0))).likeness?.unlike?.picture).toBeNull();
    await makeThumbnails(engine, train, setting.thumbnailDir);
    const [own, strange] = [
      await explain(setting, at(train, 3)),
      await explain(setting, await writePicture(join(dir, 'noise.jpg'), noise(80, 60, 1))),
    ];
    const picture = own.likeness?.unlike?.picture ?? { distance: NaN, limit: NaN };
    expect(picture.distance).toBeLessThan(picture.limit);
    expect(picture.distance).toBeGreaterThan(0);
    expect(strange.likeness?.unlike?.picture?.distance).toBeGreaterThan(3 * picture.limit);
  });

  it('says which training photos have no cached features, and explains the score all the same', async () => {
    const stranger = { path: 'gone.jpg', sha256: 'e'.repeat(64), label: 1 } as const;
    const answer = await explain({ ...setting, train: [...train, stranger] }, at(valid, 0));
    expect(answer).toMatchObject({ likeness: null, missing: [40] });
    expect(answer.map.values).toHaveLength(answer.map.rows * answer.map.columns);
  });
});

describe('a photo that cannot be explained', () => {
  it('fails with its own code', async () => {
    const photo = at(valid, 1);
    const codeOf = async (given: { path: string; sha256: string | null }) =>
      (await failureOf(explain(setting, given))).details;
    expect(await codeOf({ path: join(dir, 'none.jpg'), sha256: null })).toMatchObject({ photoCode: 'NOT_FOUND' });
    expect(await codeOf({ path: photo.path, sha256: 'a'.repeat(64) })).toMatchObject({ photoCode: 'CHANGED' });
    const text = join(dir, 'text.jpg');
    await writeFile(text, 'image_id,class\n');
    expect(await codeOf({ path: text, sha256: null })).toMatchObject({ photoCode: 'NOT_AN_IMAGE' });
    expect(existsSync(usual())).toBe(true);
  });
});

describe('an urgent request', () => {
  it('is done between two batches of an extraction, which goes on to the same features', async () => {
    const many = await writePhotos(join(dir, 'many'), 120, 9);
    const features = source(dir, { cacheDir: join(dir, 'cache of many'), views: 'flips' });
    const order: string[] = [];
    const asked: Promise<void>[] = [];
    const ask = async () => {
      const urgent = { urgent: true };
      const params = { photos: refs(valid), features: setting.features, runDir: setting.runDir, batchSize: 4 };
      await engine.call('score', params, urgent);
      order.push('score');
    };
    const extraction = await engine.call(
      'extract',
      { photos: refs(many), features, batchSize: 2 },
      { onEvent: ({ done }) => void (done > 0 && asked.length === 0 && asked.push(ask())) },
    );
    order.push('extract');
    await Promise.all(asked);
    expect(order).toEqual(['score', 'extract']);
    expect(extraction).toMatchObject({ computed: 120, cached: 0, failures: [] });
    const hashes = many.map(({ sha256 }) => sha256);
    expect(await engine.call('cached', { photos: hashes, features })).toEqual({ cached: 120 });
  });

  it('does not change a training that it comes in between of', async () => {
    const settings = { train, valid, features: setting.features };
    const long = { ...config, epochs: 60 };
    const plain = await trainRun(engine, { ...settings, config: long, runDir: join(dir, 'run-plain') });
    const order: string[] = [];
    const ask = async () => {
      const { features, runDir, thumbnailDir } = setting;
      const { path, sha256 } = at(valid, 0);
      const photos = { photo: { path, sha256 }, train: train.map((photo) => photo.sha256) };
      const params = { ...photos, features, runDir, similarCount: 5, thumbnailDir, thumbnailSizePx: 256 };
      await engine.call('explain', params, { urgent: true });
      order.push('explain');
    };
    const asked: Promise<void>[] = [];
    const busy = await engine.call(
      'trainHead',
      { ...settings, config: long, runDir: join(dir, 'run-busy'), tensorBoardDir: null, resume: false },
      { onEvent: () => void (asked.length === 0 && asked.push(ask())) },
    );
    order.push('train');
    await Promise.all(asked);
    expect(order).toEqual(['explain', 'train']);
    expect(busy.modelHash).toBe(plain.result.modelHash);
  });
});
