import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { insertEvaluation } from '../../../electron/core/database/evaluations.ts';
import { insertPrediction } from '../../../electron/core/database/predictions.ts';
import { insertRun } from '../../../electron/core/database/runs.ts';
import { createRenditions } from '../../../electron/core/media/renditions.ts';
import { thumbnailPath } from '../../../electron/core/thumbnails.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import { jpeg, noise, paint } from '../../support/photos.ts';
import { folderOf, importFrom, shot } from './importing.ts';
import { openApp } from './support.ts';

const all = { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 } as const;

/** Red at the left, blue at the right, stored a quarter turn off: upright, red is at the top. */
const turned = () =>
  jpeg(
    paint(1200, 600, (x) => (x < 600 ? [220, 20, 20] : [20, 20, 220])),
    { orientation: 6 },
  );

async function openWithPhotos(files: Record<string, Buffer>) {
  const { app } = await openApp();
  const source = folderOf(files);
  const { photos, detail } = await importFrom(app, { source, split: all });
  return { app, source, photos, dataset: detail.dataset };
}

test('a small picture is the thumbnail that the import made, also when the photo is gone', async () => {
  const { app, photos } = await openWithPhotos({ 'nevus/a.jpg': await turned() });
  const [photo] = photos;
  if (photo === undefined) throw new Error('nothing was imported');
  rmSync(photo.path);
  const { path, contentType } = await app.call('media.resolve', { kind: 'photo', id: photo.id, sizePx: 200 });
  expect(path).toBe(thumbnailPath(app.context.paths.thumbnailsDir, photo.sha256));
  expect(contentType).toBe('image/jpeg');
  expect(await sharp(path).metadata()).toMatchObject({ format: 'jpeg', width: 128, height: 256 });
});

test('a larger picture is made once, upright, in one of few sizes', async () => {
  const { app, photos } = await openWithPhotos({ 'nevus/a.jpg': await turned() });
  const ask = (sizePx: number) => app.call('media.resolve', { kind: 'photo', id: photos[0]?.id ?? '', sizePx });
  const [first, second] = await Promise.all([ask(600), ask(700)]);
  expect(second).toEqual(first);
  const made = statSync(first.path).ino;
  expect(statSync((await ask(1024)).path).ino).toBe(made);
  expect(await sharp(first.path).metadata()).toMatchObject({ width: 512, height: 1024 });
  const [r = 0, , b = 255] = await sharp(first.path)
    .extract({ left: 200, top: 100, width: 1, height: 1 })
    .raw()
    .toBuffer();
  expect(r).toBeGreaterThan(150);
  expect(b).toBeLessThan(80);
  expect(readdirSync(app.context.paths.renditionsDir)).toHaveLength(1);
});

test('a photo that is gone, or is another one now, is not found', async () => {
  const { app, photos } = await openWithPhotos({ 'nevus/a.jpg': await shot(1), 'nevus/b.jpg': await shot(2) });
  const [a, b] = photos;
  if (a === undefined || b === undefined) throw new Error('nothing was imported');
  rmSync(a.path);
  writeFileSync(b.path, await shot(3));
  const ask = (id: string) => app.dispatch('media.resolve', { kind: 'photo', id, sizePx: 1000 });
  expect(await ask(a.id)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(await ask(b.id)).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', details: { reason: 'CHANGED' } } });
  expect(await ask('999')).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  expect(readdirSync(app.context.paths.renditionsDir)).toEqual([]);
});

test('a thumbnail that was cleared away is made anew from the photo', async () => {
  const { app, photos } = await openWithPhotos({ 'nevus/a.jpg': await shot(1) });
  rmSync(app.context.paths.thumbnailsDir, { recursive: true });
  const { path } = await app.call('media.resolve', { kind: 'photo', id: photos[0]?.id ?? '', sizePx: 64 });
  expect(await sharp(path).metadata()).toMatchObject({ width: 40, height: 30 });
});

test('rows of evaluations and predictions have pictures too', async () => {
  const { app, photos, dataset } = await openWithPhotos({ 'nevus/a.jpg': await shot(1) });
  const [photo] = photos;
  if (photo === undefined) throw new Error('nothing was imported');
  const { database } = app.context;
  const hash = 'c'.repeat(64);
  const createdAt = new Date().toISOString();
  insertRun(
    database,
    {
      id: 'r',
      name: 'Run',
      datasetId: dataset.id,
      datasetName: dataset.name,
      config: recommendedPreset,
      createdAt,
      trainableParameters: 1,
      frozenParameters: 1,
      backboneGraphSha256: hash,
      layers: [],
      tensorBoardDir: null,
      jobId: null,
    },
    [],
  );
  insertEvaluation(
    database,
    {
      id: 'e',
      runId: 'r',
      source: { kind: 'split', split: 'train' },
      createdAt,
      modelHash: hash,
      groupColumn: null,
    },
    [
      {
        path: photo.path,
        sha256: photo.sha256,
        label: 0,
        className: 'nevus',
        score: 0.1,
        error: null,
        group: null,
        metadata: {},
      },
    ],
  );
  insertPrediction(database, {
    id: 'p',
    runId: 'r',
    createdAt,
    threshold: 0.5,
    modelHash: hash,
    path: photo.path,
    sha256: null,
    score: null,
    label: null,
    error: { code: 'TRUNCATED', message: 'half' },
    widthPx: null,
    heightPx: null,
  });
  const { scores } = await app.call('evaluation.get', { id: 'e' });
  const row = await app.call('media.resolve', { kind: 'evaluationRow', id: scores.rowIds[0] ?? '', sizePx: 256 });
  expect(row.path).toBe(thumbnailPath(app.context.paths.thumbnailsDir, photo.sha256));
  const prediction = await app.call('media.resolve', { kind: 'prediction', id: 'p', sizePx: 256 });
  expect(await sharp(prediction.path).metadata()).toMatchObject({ width: 40 });
});

test('renditions stay within their limit, and the longest unseen go first', async () => {
  const files: Record<string, Buffer> = {};
  for (let n = 0; n < 6; n += 1) files[`nevus/${n}.jpg`] = await jpeg(noise(300, 300, n));
  const { app, photos } = await openWithPhotos(files);
  const dir = app.context.paths.renditionsDir;
  let clock = 1_700_000_000_000;
  const make = (limitBytes: number) =>
    createRenditions({ dir, engine: app.context.engines.images, now: () => new Date((clock += 10_000)), limitBytes });
  const sizes = (): number => readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  const unlimited = make(Infinity);
  const paths: string[] = [];
  for (const photo of photos.slice(0, 5)) paths.push(await unlimited.get(photo, 512));
  // Seen again, in an order of their own: number 0 is now the one seen last.
  for (const index of [1, 2, 3, 4, 0]) await unlimited.get(photos[index] ?? { path: '', sha256: null }, 512);
  const limit = sizes();
  const sixth = photos[5];
  if (sixth === undefined) throw new Error('six were imported');
  const added = await make(limit).get(sixth, 512);
  expect(sizes()).toBeLessThanOrEqual(limit * 0.8);
  const left = new Set(readdirSync(dir).map((name) => join(dir, name)));
  expect(left.has(added)).toBe(true);
  expect(left.has(paths[0] ?? '')).toBe(true);
  expect(left.has(paths[1] ?? '')).toBe(false);
});
