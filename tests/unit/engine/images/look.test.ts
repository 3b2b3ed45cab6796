import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../../electron/engine/images/decode.ts';
import { createGate } from '../../../../electron/engine/images/gate.ts';
import { lookAt } from '../../../../electron/engine/images/look.ts';
import { prepare } from '../../../../electron/engine/images/prepare.ts';
import { avif, blot, gif, jpeg, noise, png, tiff, webp } from '../../../support/photos.ts';

const gate = createGate(1e8);
const open = (bytes: Buffer) => recognise({ bytes, sha256: '', sizeBytes: bytes.length, mtimeMs: 0 });

const grey = (widthPx: number, heightPx: number) =>
  sharp(noise(widthPx, heightPx, 4).rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }).greyscale();
const withAlpha = (widthPx: number, heightPx: number) =>
  sharp(noise(widthPx, heightPx, 5).rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }).ensureAlpha(0.4);
const inP3 = (bytes: Buffer) => sharp(bytes).withIccProfile('p3').jpeg().toBuffer();

/** One of each way in which a photo can be stored. */
const kinds: [string, (widthPx: number, heightPx: number) => Promise<Buffer>][] = [
  ['JPEG', (w, h) => jpeg(noise(w, h, 1))],
  ['progressive JPEG', (w, h) => jpeg(noise(w, h, 1), { progressive: true })],
  ...[2, 3, 6, 8].map((orientation): [string, (w: number, h: number) => Promise<Buffer>] => [
    `JPEG turned ${orientation}`,
    (w, h) => jpeg(noise(w, h, 2), { orientation }),
  ]),
  ['JPEG in Display P3', async (w, h) => inP3(await jpeg(noise(w, h, 3)))],
  ['grey JPEG', (w, h) => grey(w, h).jpeg().toBuffer()],
  ['CMYK JPEG', (w, h) => grey(w, h).toColourspace('cmyk').jpeg().toBuffer()],
  ['PNG', (w, h) => png(noise(w, h, 6))],
  ['PNG with alpha', (w, h) => withAlpha(w, h).png().toBuffer()],
  ['grey PNG', (w, h) => grey(w, h).png().toBuffer()],
  ['16-bit PNG', (w, h) => grey(w, h).toColourspace('rgb16').png().toBuffer()],
  ['palette PNG', (w, h) => grey(w, h).png({ palette: true }).toBuffer()],
  ['TIFF', (w, h) => tiff(noise(w, h, 7))],
  ['WebP', (w, h) => webp(noise(w, h, 8))],
  ['AVIF', (w, h) => avif(blot(w, h, 9))],
  ['GIF', (w, h) => gif(blot(w, h, 10))],
];
const sizes: [number, number][] = [
  [64, 64],
  [90, 41],
  [200, 130],
  [700, 90],
];

describe.each(kinds)('%s', (_, make) => {
  it.each(sizes)('of %i x %i gives the network the very bytes that it sees without being judged', async (w, h) => {
    const photo = await open(await make(w, h));
    for (const resize of ['squash', 'crop'] as const) {
      const { input, picture } = await lookAt(photo, 64, resize, gate);
      expect(Buffer.compare(Buffer.from(input), Buffer.from(await prepare(photo, 64, resize, gate)))).toBe(0);
      expect(picture.rgb.length).toBe(picture.widthPx * picture.heightPx * 3);
      expect(Math.max(picture.widthPx, picture.heightPx)).toBeLessThanOrEqual(256);
    }
  });
});

it('judges a small photo by its own pixels, and one that is much reduced by what the network sees', async () => {
  const small = await lookAt(await open(await png(noise(100, 60, 1))), 64, 'squash', gate);
  expect([small.picture.widthPx, small.picture.heightPx]).toEqual([100, 60]);
  expect(Buffer.from(small.picture.rgb).equals(Buffer.from(noise(100, 60, 1).rgb))).toBe(true);
  const long = await lookAt(await open(await png(noise(600, 100, 1))), 64, 'squash', gate);
  expect([long.picture.widthPx, long.picture.heightPx]).toEqual([256, 43]);
  const large = await lookAt(await open(await png(noise(300, 200, 1))), 64, 'squash', gate);
  expect(large.picture).toEqual({ rgb: large.input, widthPx: 64, heightPx: 64 });
  const larger = await lookAt(await open(await png(noise(700, 600, 1))), 299, 'squash', gate);
  expect([larger.picture.widthPx, larger.picture.heightPx]).toEqual([256, 256]);
});

it('fails on a damaged photo as preparing it does', async () => {
  const bytes = await png(noise(300, 300, 1));
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 60) ^ 0xff, bytes.length - 60);
  const photo = await open(bytes);
  await expect(prepare(photo, 299, 'squash', gate)).rejects.toMatchObject({ code: 'DECODE_FAILED' });
  await expect(lookAt(photo, 299, 'squash', gate)).rejects.toMatchObject({ code: 'DECODE_FAILED' });
});
