import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawLesion, SAMPLE_CLASSES } from '../../../../electron/core/demo/drawLesion.ts';
import { recognise } from '../../../../electron/engine/images/decode.ts';
import { createGate } from '../../../../electron/engine/images/gate.ts';
import { lookAt } from '../../../../electron/engine/images/look.ts';
import { qualityOf, qualityWarnings } from '../../../../electron/engine/images/quality.ts';
import { hasIsic, isicDir } from '../../../support/sharedData.ts';
import { jpeg, noise, solid } from '../../../support/photos.ts';

const gate = createGate(1e8);
const inputPx = 299;

async function codesOf(bytes: Buffer): Promise<string[]> {
  const photo = await recognise({ bytes, sha256: '', sizeBytes: bytes.length, mtimeMs: 0 });
  const { picture } = await lookAt(photo, inputPx, 'squash', gate);
  const quality = qualityOf(picture, Math.min(photo.widthPx, photo.heightPx));
  return qualityWarnings(quality, inputPx).map(({ code }) => code);
}
const changed = (bytes: Buffer, change: (image: Sharp) => Sharp): Promise<Buffer> =>
  change(sharp(bytes)).jpeg({ quality: 92 }).toBuffer();
const blurred = (bytes: Buffer, sigma: number) => changed(bytes, (image) => image.blur(sigma));
const lit = (bytes: Buffer, gain: number, offset = 0) => changed(bytes, (image) => image.linear(gain, offset));
const shrunk = (bytes: Buffer, widthPx: number) => changed(bytes, (image) => image.resize(widthPx));

/** How many of 100 get each warning. */
async function rates(photos: readonly Buffer[]): Promise<(code: string) => number> {
  const counts = new Map<string, number>();
  for (const photo of photos) for (const code of await codesOf(photo)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return (code) => (100 * (counts.get(code) ?? 0)) / photos.length;
}
const all = (photos: readonly Buffer[], change: (photo: Buffer) => Promise<Buffer>) => Promise.all(photos.map(change));
const codes = ['BLURRED', 'TOO_DARK', 'TOO_BRIGHT', 'LOW_CONTRAST', 'TOO_SMALL'];

describe('drawn photos', async () => {
  const photos = await Promise.all(
    Array.from({ length: 12 }, (_, i) => jpeg(drawLesion(i + 1, SAMPLE_CLASSES[i % 3] ?? 'nevus'))),
  );

  it('are not warned of as they are', async () => {
    const rate = await rates(photos);
    expect(codes.map(rate)).toEqual([0, 0, 0, 0, 0]);
  });

  it.each([
    ['BLURRED', (photo: Buffer) => blurred(photo, 3)],
    ['TOO_DARK', (photo: Buffer) => lit(photo, 0.25)],
    ['TOO_BRIGHT', (photo: Buffer) => lit(photo, 1, 150)],
    ['LOW_CONTRAST', (photo: Buffer) => lit(photo, 0.06, 120)],
    ['TOO_SMALL', (photo: Buffer) => shrunk(photo, 200)],
  ])('are warned of as %s when they are', async (code, change) => {
    expect((await rates(await all(photos, change)))(code)).toBe(100);
  });

  it('are too small from a quarter under the input on, by their shorter side', async () => {
    const limit = Math.ceil(inputPx * 0.75);
    expect(await codesOf(await jpeg(noise(limit * 2, limit - 1, 1)))).toContain('TOO_SMALL');
    expect(await codesOf(await jpeg(noise(limit * 2, limit, 1)))).not.toContain('TOO_SMALL');
  });

  it('are judged at the size that a network sees: a large one with fine blur is not blurred', async () => {
    const large = await changed(photos[0] ?? Buffer.alloc(0), (image) => image.resize(1536, 1536, { kernel: 'cubic' }));
    expect(await codesOf(await blurred(large, 2))).not.toContain('BLURRED');
    expect(await codesOf(await blurred(large, 20))).toContain('BLURRED');
  });
});

it('says of an even surface that it has no contrast, and breaks on none', async () => {
  expect(await codesOf(await jpeg(solid(300, 300, [128, 128, 128])))).toEqual(['BLURRED', 'LOW_CONTRAST']);
  expect(await codesOf(await jpeg(solid(1, 1, [255, 255, 255])))).toContain('TOO_SMALL');
  expect(await codesOf(await jpeg(noise(300, 300, 1)))).toEqual([]);
});

describe.runIf(hasIsic)('real photos', async () => {
  const dir = join(isicDir, 'valid');
  const photos = hasIsic
    ? readdirSync(dir).flatMap((name) =>
        readdirSync(join(dir, name)).map((file) => readFileSync(join(dir, name, file))),
      )
    : [];
  const some = photos.filter((_, i) => i % 5 === 0);

  it('are seldom warned of', async () => {
    expect(photos.length).toBe(150);
    const rate = await rates(photos);
    for (const code of codes) expect(rate(code)).toBeLessThan(2);
  });

  it.each([
    ['BLURRED', 85, (photo: Buffer) => blurred(photo, 1.5)],
    ['TOO_DARK', 100, (photo: Buffer) => lit(photo, 0.3)],
    ['TOO_BRIGHT', 90, (photo: Buffer) => lit(photo, 2)],
    ['LOW_CONTRAST', 80, (photo: Buffer) => lit(photo, 0.1, 130)],
    ['TOO_SMALL', 100, (photo: Buffer) => shrunk(photo, 160)],
  ])('are warned of as %s in %d of 100 when they are', async (code, least, change) => {
    expect((await rates(await all(some, change)))(code)).toBeGreaterThanOrEqual(least);
  });
});
