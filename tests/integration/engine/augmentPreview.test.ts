import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { bestPreset } from '../../../electron/shared/presets.ts';
import type { AugmentationSettings } from '../../../electron/shared/schemas/run.ts';
import { failureOf, withEngine, withFolder } from '../../support/engine.ts';
import { jpeg } from '../../support/photos.ts';

const none: AugmentationSettings = {
  turnsAndMirrors: false,
  smallestCrop: 1,
  gain: 0,
  channelGain: 0,
  offset: 0,
  cutOut: 0,
};
const size = 64;

/** Left half dark, right half light, a red corner above on the left: no two sides look alike. */
const lopsided = () => {
  const rgb = new Uint8Array(128 * 128 * 3);
  for (let i = 0; i < 128 * 128; i += 1) {
    const [y, x] = [Math.floor(i / 128), i % 128];
    rgb.set(y < 40 && x < 40 ? [230, 20, 20] : x < 64 ? [60, 60, 60] : [190, 190, 190], i * 3);
  }
  return { widthPx: 128, heightPx: 128, rgb };
};

const pixelsOf = async (path: string): Promise<Buffer> => sharp(path).removeAlpha().raw().toBuffer();
const isRed = (pixels: Buffer, y: number, x: number): boolean => {
  const at = (y * size + x) * 3;
  return (pixels[at] ?? 0) > 150 && (pixels[at + 1] ?? 255) < 90;
};
const redCorner = (pixels: Buffer): string =>
  [
    [5, 5],
    [5, 58],
    [58, 5],
    [58, 58],
  ]
    .map(([y = 0, x = 0]) => (isRed(pixels, y, x) ? 'x' : '.'))
    .join('');

it('shows a photo as training will see it, epoch by epoch', async () => {
  await withFolder((dir) =>
    withEngine(async (engine) => {
      const path = join(dir, 'photo.jpg');
      await writeFile(path, await jpeg(lopsided()));
      const shown = async (name: string, augmentation: AugmentationSettings, count: number) => {
        const request = { path, sizePx: size, augmentation, seed: 7, count, outDir: join(dir, name) };
        const { paths } = await engine.call('augmentPreview', request);
        expect(paths).toHaveLength(count);
        return Promise.all(paths.map(pixelsOf));
      };
      const plain = await shown('plain', none, 2);
      expect(plain.map(redCorner)).toEqual(['x...', 'x...']);
      expect(plain[0]).toHaveLength(size * size * 3);

      const turned = (await shown('turned', { ...none, turnsAndMirrors: true }, 24)).map(redCorner);
      expect(new Set(turned)).toEqual(new Set(['x...', '.x..', '..x.', '...x']));

      const settings = { ...none, ...bestPreset.tuning?.augmentation, cutOut: 0.5 };
      const drawn = await shown('drawn', settings, 12);
      expect(new Set(drawn.map((pixels) => pixels.toString('hex'))).size).toBe(12);
      expect(await shown('again', settings, 12)).toEqual(drawn);
      // Holes are grey, and about every second one has one.
      const greyShare = (pixels: Buffer): number =>
        pixels.reduce((count, value) => count + (Math.abs(value - 127) < 3 ? 1 : 0), 0) / pixels.length;
      expect(drawn.filter((pixels) => greyShare(pixels) > 0.02).length).toBeGreaterThan(2);
      expect(drawn.filter((pixels) => greyShare(pixels) < 0.02).length).toBeGreaterThan(2);

      const gone = { path: join(dir, 'gone.jpg'), sizePx: size, augmentation: none, seed: 1, count: 1, outDir: dir };
      expect(await failureOf(engine.call('augmentPreview', gone))).toMatchObject({ code: 'NOT_FOUND' });
    }),
  );
});
