import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../electron/shared/arrays.ts';
import type { ExtrasRequest, PhotoRef } from '../../../electron/engine/protocol.ts';
import { failureOf, forkEngine } from '../../support/engine.ts';
import { blot, jpeg, noise, png, solid } from '../../support/photos.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { explain, makeThumbnails } from './explainWork.ts';
import type { Setting } from './explainWork.ts';
import { refs, score, source, trainRun, writePhotos } from './work.ts';

/** What a batch is told besides scores, on a network small enough to train here. */
const engine = forkEngine();
let dir = '';
let setting: Setting;
let photos: PhotoRef[] = [];
let extras: ExtrasRequest;

async function write(name: string, bytes: Buffer): Promise<PhotoRef> {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return { path, sha256: null };
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-extras-'));
  writeTinyBackbone(join(dir, 'backbone'));
  const train = await writePhotos(join(dir, 'train'), 40, 5);
  const valid = await writePhotos(join(dir, 'valid'), 24, 6);
  const features = source(dir, { views: 'flips' });
  await engine.call('extract', { photos: refs([...train, ...valid]), features, batchSize: 16 });
  await trainRun(engine, { train, valid, features, runDir: join(dir, 'run') });
  setting = { engine, features, runDir: join(dir, 'run'), train, thumbnailDir: join(dir, 'thumbnails') };
  await makeThumbnails(engine, train, setting.thumbnailDir);
  photos = [
    ...valid.map(({ path }) => ({ path, sha256: null })),
    { path: at(train, 3).path, sha256: null },
    await write('noise.jpg', await jpeg(noise(80, 60, 3))),
    await write('empty.jpg', Buffer.alloc(0)),
    await write('grey.png', await png(solid(300, 200, [128, 128, 128]))),
    await write('tiny.png', await png(blot(6, 5, 3))),
    await write('large.jpg', await jpeg(blot(900, 700, 4))),
    await write('turned.jpg', await jpeg(blot(80, 60, 3), { orientation: 6 })),
    await write(
      'dated.jpg',
      await sharp(await jpeg(blot(80, 60, 9)))
        .withExif({ IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' } })
        .toBuffer(),
    ),
    await write('text.jpg', Buffer.from('no photo')),
  ];
  extras = { likeness: { ...trainedOn(), cacheDir: join(dir, 'cache'), limits: await limitsOf() } };
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

const trainedOn = () => ({ train: setting.train.map(({ sha256 }) => sha256), thumbnailDir: setting.thumbnailDir });

async function limitsOf() {
  const { features, runDir } = setting;
  const { limits } = await engine.call('likeness', { ...trainedOn(), features, runDir });
  if (limits === null) throw new Error('40 training photos have limits');
  return limits;
}

const scoreAll = async (list = photos, changes: Partial<Parameters<typeof score>[1]> = {}) => {
  const { features, runDir } = setting;
  return (await score(engine, { photos: list, features, runDir, batchSize: 16, extras, ...changes })).scores;
};

describe('extras of a batch', () => {
  it('are what the explanation of each photo says', async () => {
    const scores = await scoreAll();
    const seen = { unlike: 0, alike: 0, warned: 0 };
    for (const [i, photo] of photos.entries()) {
      const own = at(scores, i);
      if (own.status === 'error') continue;
      const { quality, likeness } = await explain(setting, photo);
      expect(own.extras?.quality).toEqual(quality.map(({ code }) => code));
      const unlike = likeness?.unlike;
      if (unlike === undefined || unlike === null || unlike.picture === null) throw new Error('all is there to tell');
      const isUnlike = unlike.distance > unlike.limit || unlike.picture.distance > unlike.picture.limit;
      expect(own.extras?.unlike).toBe(isUnlike);
      seen[isUnlike ? 'unlike' : 'alike'] += 1;
      if (quality.length > 0) seen.warned += 1;
    }
    // Each answer occurs, else nothing was compared.
    expect(Math.min(seen.unlike, seen.alike, seen.warned)).toBeGreaterThan(1);
    expect(scores.filter(({ status }) => status === 'error')).toHaveLength(2);
    expect(scores.flatMap((one) => (one.status === 'ok' ? [one.extras?.takenAt ?? null] : [])).filter(Boolean)).toEqual(
      ['2024-05-06T07:08:09'],
    );
  });

  it('do not depend on the cache, on the photos beside, or on where a chunk is cut; nor do scores on extras', async () => {
    const fresh = source(dir, { views: 'flips', cacheDir: join(dir, 'fresh cache') });
    const first = await scoreAll(photos, { features: fresh });
    const cached = await scoreAll(photos, { features: fresh });
    expect(cached).toEqual(first);
    const uncached = await scoreAll(photos, { features: { ...fresh, cacheDir: null } });
    expect(uncached).toEqual(first);
    const known = photos.map(({ path }, i) => {
      const own = at(first, i);
      return { path, sha256: own.status === 'ok' ? own.sha256 : null };
    });
    expect(await scoreAll(known, { features: fresh })).toEqual(first);
    const parts = [...(await scoreAll(photos.slice(0, 16))), ...(await scoreAll(photos.slice(16)))];
    expect(parts).toEqual(first);
    const alone = await Promise.all(photos.map(async (photo) => at(await scoreAll([photo]), 0)));
    expect(alone.map((one) => (one.status === 'ok' ? one.extras : one))).toEqual(
      first.map((one) => (one.status === 'ok' ? one.extras : one)),
    );
    const plain = await scoreAll(photos, { features: fresh, extras: null });
    expect(plain).toEqual(
      first.map((one) => {
        if (one.status === 'error') return one;
        const { extras: said, ...rest } = one;
        expect(said).toBeDefined();
        return rest;
      }),
    );
  });

  it('say nothing of likeness where they are not asked, and fail when it cannot be told any more', async () => {
    const [own] = await scoreAll(photos.slice(0, 1), { extras: { likeness: null } });
    expect(own).toMatchObject({ status: 'ok', extras: { unlike: null, takenAt: null } });
    const { likeness } = extras;
    if (likeness === null) throw new Error('likeness is asked for');
    const gone = { likeness: { ...likeness, cacheDir: join(dir, 'no cache here') } };
    // Another process: what this one remembers would still do.
    const other = forkEngine();
    const { features, runDir } = setting;
    const asked = score(other, { photos: photos.slice(0, 1), features, runDir, batchSize: 16, extras: gone });
    expect((await failureOf(asked)).code).toBe('CACHE_MISS');
    await other.close();
    const strict = { likeness: { ...likeness, limits: { features: -1, pictures: null, trainCount: 40 } } };
    expect(await scoreAll(photos.slice(0, 1), { extras: strict })).toMatchObject([{ extras: { unlike: true } }]);
  });
});
