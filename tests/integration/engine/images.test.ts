import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { PhotoInspection } from '../../../electron/engine/protocol.ts';
import { failureOf, forkEngine, withFolder } from '../../support/engine.ts';
import * as photos from '../../support/photos.ts';

const engine = forkEngine();
afterAll(() => engine.close());

const fileOf = async (dir: string, name: string, bytes: Uint8Array): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, bytes);
  return path;
};
const filesBelow = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

async function inspect(paths: string[], thumbnailDir: string | null) {
  const found = new Map<number, PhotoInspection>();
  const counts = await engine.call(
    'inspect',
    { paths, thumbnailDir, thumbnailSizePx: 64 },
    { onEvent: ({ index, photo }) => found.set(index, photo) },
  );
  return { counts, found: paths.map((_, index) => found.get(index)) };
}

describe('inspect', () => {
  it('tells facts of good photos and the reason of each bad one, one event a photo', async () => {
    await withFolder(async (dir) => {
      const jpeg = await photos.jpeg(photos.blot(300, 200, 1), { orientation: 6 });
      const paths = [
        await fileOf(dir, 'good "1", 恶.jpg', jpeg),
        await fileOf(dir, 'cut.jpg', photos.cut(jpeg, 0.98)),
        await fileOf(dir, 'empty.jpg', Buffer.alloc(0)),
        await fileOf(dir, 'text.jpg', photos.foreign.text),
        await fileOf(dir, 'heic.jpg', photos.foreign.heic),
        join(dir, 'gone.jpg'),
        await fileOf(dir, 'copy\nof 1.jpg', jpeg),
      ];
      const { counts, found } = await inspect(paths, null);
      expect(counts).toEqual({ read: 2, failed: 5 });
      const good = {
        status: 'ok',
        sha256: hash('sha256', jpeg, 'hex'),
        sizeBytes: jpeg.length,
        format: 'jpeg',
        widthPx: 200,
        heightPx: 300,
      };
      expect(found[0]).toMatchObject(good);
      expect(found[6]).toMatchObject(good);
      const codes = found.slice(1, 6).map((photo) => photo?.status === 'error' && photo.code);
      expect(codes).toEqual(['TRUNCATED', 'EMPTY_FILE', 'NOT_AN_IMAGE', 'UNSUPPORTED_FORMAT', 'NOT_FOUND']);
    });
  });

  it('keeps one thumbnail per content, upright, whole and at most as large as asked', async () => {
    await withFolder(async (dir) => {
      const jpeg = await photos.jpeg(photos.blot(300, 200, 1), { orientation: 6 });
      const thumbnailDir = join(dir, 'thumbnails');
      const paths = await Promise.all([1, 2, 3, 4].map(async (n) => fileOf(dir, `${n}.jpg`, jpeg)));
      await inspect(paths, thumbnailDir);
      const sha256 = hash('sha256', jpeg, 'hex');
      const thumbnail = join(thumbnailDir, sha256.slice(0, 2), `${sha256}.jpg`);
      expect(filesBelow(thumbnailDir)).toHaveLength(1);
      expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 43, height: 64 });
      const before = readFileSync(thumbnail);
      await inspect(paths.slice(0, 1), thumbnailDir);
      expect(readFileSync(thumbnail)).toEqual(before);
    });
  });

  it('stops when it is cancelled, and the engine answers on', async () => {
    await withFolder(async (dir) => {
      const path = await fileOf(dir, 'large.jpg', await photos.jpeg(photos.noise(1200, 900, 1)));
      const controller = new AbortController();
      let seen = 0;
      const work = engine.call(
        'inspect',
        { paths: Array.from({ length: 500 }, () => path), thumbnailDir: null, thumbnailSizePx: 64 },
        { signal: controller.signal, onEvent: () => ((seen += 1) === 5 ? controller.abort() : undefined) },
      );
      expect((await failureOf(work)).code).toBe('CANCELLED');
      expect(seen).toBeLessThan(100);
      await expect(engine.call('hello', { loadTensorFlow: false })).resolves.toMatchObject({ tensorflow: null });
    });
  });
});

describe('rendition', () => {
  it('writes a photo upright at the size asked for, and never enlarges it', async () => {
    await withFolder(async (dir) => {
      const path = await fileOf(dir, 'a.jpg', await photos.jpeg(photos.blot(300, 200, 1), { orientation: 8 }));
      const outPath = join(dir, 'deep', 'er', 'out.jpg');
      expect(await engine.call('rendition', { path, sizePx: 90, outPath })).toEqual({ widthPx: 60, heightPx: 90 });
      expect(await sharp(outPath).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 90 });
      expect(await engine.call('rendition', { path, sizePx: 4096, outPath })).toEqual({ widthPx: 200, heightPx: 300 });
    });
  });

  it('of a broken photo is a coded error that leaves no file', async () => {
    await withFolder(async (dir) => {
      const path = await fileOf(dir, 'cut.jpg', photos.cut(await photos.jpeg(photos.blot(300, 200, 1)), 0.6));
      const outPath = join(dir, 'out.jpg');
      expect(await failureOf(engine.call('rendition', { path, sizePx: 90, outPath }))).toMatchObject({
        code: 'BAD_INPUT',
        details: { photoCode: 'TRUNCATED' },
      });
      expect((await failureOf(engine.call('rendition', { path: join(dir, 'no.jpg'), sizePx: 90, outPath }))).code).toBe(
        'NOT_FOUND',
      );
      expect(existsSync(outPath)).toBe(false);
    });
  });
});

describe('encodeJpeg', () => {
  it('gives equal bytes for equal pixels, near to them, and refuses a wrong number of bytes', async () => {
    await withFolder(async (dir) => {
      const { widthPx, heightPx, rgb } = photos.blot(120, 80, 3);
      const [a, b] = [join(dir, 'a.jpg'), join(dir, 'x', 'b.jpg')];
      const { sizeBytes } = await engine.call('encodeJpeg', {
        widthPx,
        heightPx,
        rgb: new Uint8Array(rgb),
        outPath: a,
      });
      await engine.call('encodeJpeg', { widthPx, heightPx, rgb: new Uint8Array(rgb), outPath: b });
      expect(readFileSync(a)).toEqual(readFileSync(b));
      expect(readFileSync(a)).toHaveLength(sizeBytes);
      const decoded = await sharp(a).raw().toBuffer();
      expect(decoded.reduce((most, value, i) => Math.max(most, Math.abs(value - (rgb[i] ?? 0))), 0)).toBeLessThan(16);
      const wrong = engine.call('encodeJpeg', { widthPx, heightPx: 79, rgb: new Uint8Array(rgb), outPath: a });
      expect((await failureOf(wrong)).code).toBe('BAD_INPUT');
    });
  });
});
