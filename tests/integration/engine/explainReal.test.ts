import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../../electron/engine/protocol.ts';
import { at } from '../../../electron/shared/arrays.ts';
import type { Views } from '../../../electron/shared/schemas/run.ts';
import { forkEngine } from '../../support/engine.ts';
import type { Pixels } from '../../support/photos.ts';
import { hasIsic, isicDir } from '../../support/sharedData.ts';
import { strangePictures } from '../../support/strangePictures.ts';
import { backboneDir } from '../backbones/places.ts';
import { explain, makeThumbnails, writeLesions, writePicture } from './explainWork.ts';
import type { Setting } from './explainWork.ts';
import { config, refs, score, source, trainRun } from './work.ts';
import type { Labelled } from './work.ts';

const engine = forkEngine();
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-explain-real-'));
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

const backboneIds = ['efficientNetLite0', 'inceptionV3'] as const;

async function trained(id: string, views: Views, train: Labelled[], valid: Labelled[]): Promise<Setting> {
  const features = source(dir, { backboneDir: backboneDir(id), views });
  await engine.call('extract', { photos: refs([...train, ...valid]), features, batchSize: 16 });
  const runDir = join(dir, `run ${id} ${views} ${train.length}`);
  await trainRun(engine, { train, valid, features, runDir, config: { ...config, backboneId: id, views, epochs: 5 } });
  return { engine, features, runDir, train, thumbnailDir: join(dir, 'thumbnails') };
}

const isUnlike = ({ likeness }: Result<'explain'>): boolean => {
  const unlike = likeness?.unlike;
  if (unlike == null || unlike.picture === null) throw new Error('there is no limit');
  return unlike.distance > unlike.limit || unlike.picture.distance > unlike.picture.limit;
};

/** Names of the strange pictures that are not found strange. */
async function missed(setting: Setting): Promise<string[]> {
  const names: string[] = [];
  for (const [name, pixels] of Object.entries(strangePictures)) {
    const picture = await writePicture(join(dir, `strange ${name}.jpg`), pixels);
    if (!isUnlike(await explain(setting, picture))) names.push(name);
  }
  return names;
}

const mirrored = ({ widthPx, heightPx, rgb }: Pixels): Pixels => {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < widthPx * heightPx; i += 1) {
    const from = i - (i % widthPx) + (widthPx - 1 - (i % widthPx));
    out.set(rgb.subarray(from * 3, from * 3 + 3), i * 3);
  }
  return { widthPx, heightPx, rgb: out };
};

describe.each(backboneIds)('%s on drawn lesions', (id) => {
  let train: Labelled[] = [];
  let valid: Labelled[] = [];
  beforeAll(async () => {
    train = await writeLesions(join(dir, `train ${id}`), 42, 100);
    valid = await writeLesions(join(dir, `valid ${id}`), 9, 900);
    await makeThumbnails(engine, train, join(dir, 'thumbnails'));
  });

  it.each(['one', 'flips'] as const)('has a map that sums to the log-odds of the score, views %s', async (views) => {
    const setting = await trained(id, views, train, valid);
    const { features, runDir } = setting;
    const { scores } = await score(engine, { photos: refs(valid), features, runDir, batchSize: 4 });
    for (const [i, photo] of valid.entries()) {
      const { map, score: explained, logit } = await explain(setting, photo);
      const stored = at(scores, i);
      if (stored.status !== 'ok') throw new Error(stored.code);
      expect(map.values).toHaveLength(map.rows * map.columns);
      const mean = map.values.reduce((sum, value) => sum + value, 0) / map.values.length;
      expect(Math.abs(mean + map.bias - stored.logit)).toBeLessThan(1e-4);
      expect(Math.abs(explained - stored.score)).toBeLessThan(1e-5);
      expect(Math.abs(logit - stored.logit)).toBeLessThan(1e-4);
      expect(Math.max(...map.values) - Math.min(...map.values)).toBeGreaterThan(0.01);
    }
  });

  it('turns the maps of the views back onto the photo', async () => {
    const setting = await trained(id, 'flips', train, valid);
    // Two halves that differ, stored without loss of a pixel's place: the mirrored photo has the mirrored map.
    const pixels = at(Object.values(strangePictures), 0);
    const plain = await explain(setting, await writePicture(join(dir, `plain ${id}.jpg`), square(pixels)));
    const turned = await explain(setting, await writePicture(join(dir, `turned ${id}.jpg`), mirrored(square(pixels))));
    const { columns, rows, values } = plain.map;
    const expected = values.map((_, i) => at(values, i - (i % columns) + (columns - 1 - (i % columns))));
    const spread = Math.max(...values) - Math.min(...values);
    expect(turned.map).toMatchObject({ columns, rows });
    // JPEG blocks do not mirror to the bit.
    turned.map.values.forEach((value, i) => expect(Math.abs(value - at(expected, i))).toBeLessThan(0.05 * spread));
    expect(Math.max(...values.map((value, i) => Math.abs(value - at(expected, i))))).toBeGreaterThan(0.2 * spread);
  });

  it('finds a landscape, a flower, a page of text and noise unlike, and no drawn lesion', async () => {
    const setting = await trained(id, 'one', train, valid);
    expect(await missed(setting)).toEqual([]);
    let flagged = 0;
    for (const photo of valid) flagged += isUnlike(await explain(setting, photo)) ? 1 : 0;
    expect(flagged).toBeLessThanOrEqual(2);
  });
});

/** The left upper square of whole JPEG blocks. */
function square({ widthPx, rgb }: Pixels): Pixels {
  const side = 448;
  const out = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y += 1) out.set(rgb.subarray(y * widthPx * 3, (y * widthPx + side) * 3), y * side * 3);
  return { widthPx: side, heightPx: side, rgb: out };
}

describe.runIf(hasIsic)('EfficientNet-Lite0 on real photos', () => {
  it('finds strange pictures unlike, and few validation photos', async () => {
    const listed = (split: string, every: number): Labelled[] =>
      ['benign', 'malignant']
        .flatMap((_, label) => photosOf(join(isicDir, split), label))
        .filter((_, i) => i % every === 0);
    const [train, valid] = [listed('train', 5), listed('valid', 3)];
    await mkdir(join(dir, 'thumbnails'), { recursive: true });
    await makeThumbnails(engine, train, join(dir, 'thumbnails'));
    const setting = await trained('efficientNetLite0', 'one', train, valid);
    expect(await missed(setting)).toEqual([]);
    let flagged = 0;
    for (const photo of valid) flagged += isUnlike(await explain(setting, photo)) ? 1 : 0;
    expect(valid.length).toBe(50);
    expect(flagged).toBeLessThanOrEqual(6);
  });
});

/** Photos of one label below a folder of classes. */
function photosOf(folder: string, label: number): Labelled[] {
  return readdirSync(folder)
    .filter((name) => (name === 'melanoma' ? 1 : 0) === label)
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .map((path) => ({ path, sha256: hash('sha256', readFileSync(path), 'hex'), label: label === 1 ? 1 : 0 }));
}
