import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DrawnImage } from '../../../electron/core/demo/drawLesion.ts';
import { SAMPLE_COUNTS, writeSample, type SampleCounts } from '../../../electron/core/demo/writeSample.ts';

const counts: SampleCounts = {
  train: { nevus: 3, seborrheic_keratosis: 1, melanoma: 2 },
  valid: { nevus: 1, seborrheic_keratosis: 1, melanoma: 1 },
  test: { nevus: 1, seborrheic_keratosis: 0, melanoma: 1 },
};
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), '样本 sample-'));
});
afterEach(() => rm(dir, { recursive: true }));

function encode({ widthPx, heightPx, rgb }: DrawnImage, outPath: string): Promise<unknown> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(outPath);
}

test('the sample is train|valid|test/<class>/*.jpg, readable, each number once', async () => {
  const reports: [number, number][] = [];
  const report = (done: number, total: number): number => reports.push([done, total]);
  const { files } = await writeSample({ dir, seed: 7, signal: new AbortController().signal, report, encode, counts });
  expect(reports).toEqual(files.map((_, i) => [i + 1, 11]));
  const tally = new Map<string, number>();
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf('/'));
    tally.set(folder, (tally.get(folder) ?? 0) + 1);
    expect(await sharp(join(dir, file)).metadata()).toMatchObject({
      format: 'jpeg',
      width: 256,
      height: 256,
      channels: 3,
    });
  }
  expect(Object.fromEntries(tally)).toEqual({
    'train/nevus': 3,
    'train/seborrheic_keratosis': 1,
    'train/melanoma': 2,
    'valid/nevus': 1,
    'valid/seborrheic_keratosis': 1,
    'valid/melanoma': 1,
    'test/nevus': 1,
    'test/melanoma': 1,
  });
  const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1));
  expect(names.toSorted()).toEqual(Array.from({ length: 11 }, (_, i) => `drawn_${String(i + 1).padStart(4, '0')}.jpg`));
  // numbers in random order tell nothing of the class
  expect(files).not.toEqual(files.toSorted());
  expect((await readdir(dir)).toSorted()).toEqual(['test', 'train', 'valid']);
});

test('one seed draws one set of different pictures', async () => {
  const draw = async (seed: number): Promise<Map<string, string>> => {
    const pictures = new Map<string, string>();
    await writeSample({
      dir,
      seed,
      signal: new AbortController().signal,
      report: () => undefined,
      encode: (image, outPath) => Promise.resolve(pictures.set(outPath, Buffer.from(image.rgb).toString('base64'))),
      counts,
    });
    return pictures;
  };
  const first = await draw(7);
  expect(await draw(7)).toEqual(first);
  expect(new Set(first.values()).size).toBe(11);
  expect(new Set([...first.values(), ...(await draw(8)).values()]).size).toBe(22);
});

test('an abort stops before the next picture, a failing encoder fails the sample', async () => {
  const controller = new AbortController();
  let written = 0;
  const request = { dir, seed: 7, signal: controller.signal, report: () => undefined, counts };
  const stopAtThird = (): Promise<void> => {
    if (++written === 3) controller.abort(new Error('stopped'));
    return Promise.resolve();
  };
  const stopping = writeSample({ ...request, encode: stopAtThird });
  await expect(stopping).rejects.toThrow('stopped');
  expect(written).toBe(3);
  const full = writeSample({
    ...request,
    signal: AbortSignal.any([]),
    encode: () => Promise.reject(new Error('disk full')),
  });
  await expect(full).rejects.toThrow('disk full');
});

test('the whole sample is 180, 60 and 60 photos, a third of them melanomas', () => {
  const total = (split: keyof SampleCounts): number =>
    Object.values(SAMPLE_COUNTS[split]).reduce((sum, count) => sum + count, 0);
  expect([total('train'), total('valid'), total('test')]).toEqual([180, 60, 60]);
  for (const split of ['train', 'valid', 'test'] as const) expect(SAMPLE_COUNTS[split].melanoma * 3).toBe(total(split));
});
