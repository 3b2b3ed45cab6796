import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  alphaPng,
  cmykJpeg,
  cut,
  deepPng,
  foreign,
  jpeg,
  noise,
  png,
  solid,
  whiteBitPng,
} from '../../support/photos.ts';
import { folderOf, importFrom, shot } from './importing.ts';
import { openApp, until } from './support.ts';

const all = { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 } as const;

test('each broken file is listed with its reason, and none ends the import (O02, O04)', async () => {
  const { app } = await openApp();
  const whole = await jpeg(noise(300, 200, 5));
  const source = folderOf({
    'nevus/0 bytes.jpg': Buffer.alloc(0),
    'nevus/60 percent.jpg': cut(whole, 0.6),
    'nevus/98 percent.jpg': cut(whole, 0.98),
    'nevus/heic.jpg': foreign.heic,
    'nevus/scan.dcm': foreign.dicom,
    'nevus/text.jpg': foreign.text,
    'nevus/huge.png': whiteBitPng(24_000),
    'nevus/whole.jpg': whole,
    'melanoma/ok.jpg': await shot(1),
  });
  const { detail, photos } = await importFrom(app, { source, split: all });
  const named = (name: string, code: string) => ({ path: join(source, 'nevus', name), code });
  expect(detail.report.unreadable.map(({ path, code }) => ({ path, code }))).toEqual([
    named('0 bytes.jpg', 'EMPTY_FILE'),
    named('60 percent.jpg', 'TRUNCATED'),
    named('98 percent.jpg', 'TRUNCATED'),
    named('heic.jpg', 'UNSUPPORTED_FORMAT'),
    named('huge.png', 'TOO_LARGE'),
    named('scan.dcm', 'UNSUPPORTED_FORMAT'),
    named('text.jpg', 'NOT_AN_IMAGE'),
  ]);
  expect(detail.dataset.unreadableCount).toBe(7);
  expect(photos.map(({ fileName }) => fileName)).toEqual(['ok.jpg', 'whole.jpg']);
});

test('unusual photos are imported as they are seen, whatever their name says (O01, O03, O04)', async () => {
  const { app } = await openApp();
  const files: Record<string, Buffer> = {
    'nevus/a png.jpg': await png(noise(30, 20, 1)),
    'nevus/cmyk.jpg': await cmykJpeg(solid(64, 64, [255, 0, 0])),
    'nevus/16 bit.png': await deepPng(noise(30, 20, 2)),
    'nevus/alpha.png': await alphaPng(noise(30, 20, 3), 128),
    'melanoma/m.jpg': await shot(1),
  };
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    files[`nevus/turned ${orientation}.jpg`] = await jpeg(noise(60, 40, 10 + orientation), { orientation });
  }
  const { detail, photos } = await importFrom(app, { source: folderOf(files), split: all });
  expect(detail.report.unreadable).toEqual([]);
  const sizes = Object.fromEntries(
    photos.map(({ fileName, widthPx, heightPx, format }) => [fileName, `${format} ${widthPx}x${heightPx}`]),
  );
  expect(sizes).toEqual({
    'm.jpg': 'jpeg 40x30',
    'a png.jpg': 'png 30x20',
    'cmyk.jpg': 'jpeg 64x64',
    '16 bit.png': 'png 30x20',
    'alpha.png': 'png 30x20',
    ...Object.fromEntries([1, 2, 3, 4].map((n) => [`turned ${n}.jpg`, 'jpeg 60x40'])),
    ...Object.fromEntries([5, 6, 7, 8].map((n) => [`turned ${n}.jpg`, 'jpeg 40x60'])),
  });
});

test('a photo of 12,000 x 9,000 pixels is imported', async () => {
  const { app } = await openApp();
  const large = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#a05a3c' } })
    .jpeg()
    .toBuffer();
  const { photos } = await importFrom(app, { source: folderOf({ 'nevus/large.jpg': large }), split: all });
  expect(photos).toMatchObject([{ widthPx: 12_000, heightPx: 9_000 }]);
});

test('photos of which none can be read are no data set', async () => {
  const { app } = await openApp();
  const source = folderOf({ 'nevus/a.jpg': Buffer.alloc(0), 'melanoma/b.jpg': foreign.text });
  await expect(importFrom(app, { source, split: all })).rejects.toMatchObject({
    code: 'NO_PHOTOS',
    details: { found: 2, unreadable: [{ code: 'NOT_AN_IMAGE' }, { code: 'EMPTY_FILE' }] },
  });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
});

test('an engine killed during an import is started again, and every photo is read', async () => {
  const { app, told } = await openApp();
  const files: Record<string, Buffer> = {};
  for (let n = 0; n < 150; n += 1) files[`${n % 2 === 0 ? 'nevus' : 'melanoma'}/${n}.jpg`] = await shot(n);
  const source = folderOf(files);
  const importing = importFrom(app, { source, split: all });
  const reads = (): boolean =>
    told.some(({ event, payload }) => event === 'job.changed' && payload.progress?.phase === 'reading');
  await until(reads, 'photos are read');
  const pid = app.context.engines.images.pid;
  if (pid !== null) process.kill(pid, 'SIGKILL');
  const { detail } = await importing;
  expect(detail.dataset.photoCount).toBe(150);
  expect(detail.report.unreadable).toEqual([]);
  expect(app.context.engines.images.pid).not.toBe(pid);
});
