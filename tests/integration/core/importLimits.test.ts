import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { getRun, insertRun, updateRun } from '../../../electron/core/database/runs.ts';
import { thumbnailPath } from '../../../electron/core/thumbnails.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import { byRandom, folderOf, folderOfShots, importFrom, importInput, numbered, shot } from './importing.ts';
import { failureOf, openApp, temporaryFolder, until } from './support.ts';

test('an empty folder, and one of junk alone, have no photos', async () => {
  const { app } = await openApp();
  for (const files of [{}, { '.DS_Store': 'x', 'a/readme.txt': 'x' }]) {
    const source = folderOf(files);
    const scan = await failureOf(app.call('dataset.scan', { source, labelsCsv: null }));
    expect(scan.code).toBe('NO_PHOTOS');
    expect(scan.details).toMatchObject({ path: source });
    expect((await failureOf(importFrom(app, { source }))).code).toBe('NO_PHOTOS');
  }
});

test('a source that is not there, or no folder, is said before a job begins', async () => {
  const { app } = await openApp();
  const gone = join(temporaryFolder(), 'gone');
  for (const channel of ['dataset.scan', 'dataset.import'] as const) {
    const reply = await app.dispatch(channel, importInput({ source: gone }));
    expect(reply, channel).toMatchObject({ ok: false, error: { code: 'NOT_FOUND', details: { path: gone } } });
  }
  const photo = join(folderOf({ 'a.jpg': await shot(1) }), 'a.jpg');
  const error = await failureOf(app.call('dataset.scan', { source: photo, labelsCsv: null }));
  expect(error).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'NOT_A_FOLDER' } });
  expect((await app.call('job.list', {})).jobs).toEqual([]);
});

test('one class only is imported, and said', async () => {
  const { app } = await openApp();
  const source = await folderOfShots(numbered('melanoma', 6));
  const { detail } = await importFrom(app, { source, split: byRandom });
  expect(detail.dataset.photoCount).toBe(6);
  expect(detail.report.warnings).toContainEqual({ code: 'ONE_CLASS', details: { label: 'malignant' } });
});

test('a class with fewer photos than splits is refused for a random split', async () => {
  const { app } = await openApp();
  const source = await folderOfShots([...numbered('melanoma', 2), ...numbered('nevus', 9)]);
  const error = await failureOf(importFrom(app, { source, split: byRandom }));
  expect(error.code).toBe('TOO_FEW_PHOTOS');
  expect(error.details).toMatchObject({ label: 'malignant', count: 2, splits: 3 });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
});

test('splits by folder are refused where there are none, and a lacking one is said', async () => {
  const { app } = await openApp();
  const plain = await folderOfShots(['melanoma/1.jpg', 'nevus/2.jpg']);
  expect(await failureOf(importFrom(app, { source: plain }))).toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'NO_SPLITS' },
  });
  const trainOnly = await folderOfShots(['train/melanoma/1.jpg', 'train/nevus/2.jpg']);
  const { detail } = await importFrom(app, { source: trainOnly });
  expect(detail.report.warnings).toEqual([{ code: 'EMPTY_SPLIT', details: { split: 'valid' } }]);
});

test('names with quotes, commas, line breaks and Chinese come through, and out in the metadata CSV', async () => {
  const { app } = await openApp();
  const names = [
    `a "quoted", b.jpg`,
    'line\nbreak.jpg',
    '黑色素瘤 1.jpg',
    "O'Brien;=1+1.jpg",
    '..ok.jpg',
    ' spaced .jpg',
  ];
  const files: Record<string, Buffer> = { 'train/nevus/n.jpg': await shot(99), 'valid/nevus/v.jpg': await shot(98) };
  for (const [seed, name] of names.entries()) files[`train/melanoma/${name}`] = await shot(seed);
  const source = folderOf(files);
  const { detail, photos } = await importFrom(app, { source });
  expect(new Set(photos.filter(({ label }) => label === 'malignant').map(({ fileName }) => fileName))).toEqual(
    new Set(names),
  );
  const path = join(temporaryFolder(), 'train metadata.csv');
  const { rows } = await app.call('dataset.exportSplit', { id: detail.dataset.id, split: 'train', path });
  expect(rows).toBe(names.length + 1);
  const text = readFileSync(path, 'utf8');
  expect(text.startsWith('filepath,label\n')).toBe(true);
  for (const name of names) {
    const full = join(source, 'train/melanoma', name);
    const cell = /[",\n]/.test(full) ? `"${full.replaceAll('"', '""')}"` : full;
    expect(text).toContain(`${cell},1\n`);
  }
  expect(text).toContain(`${join(source, 'train/nevus/n.jpg')},0\n`);
  expect(readdirSync(join(path, '..'))).toEqual(['train metadata.csv']);
});

test('a split without photos has no metadata CSV, and a folder that is gone is said', async () => {
  const { app } = await openApp();
  const { detail } = await importFrom(app, {
    source: await folderOfShots(['train/melanoma/1.jpg', 'train/nevus/2.jpg']),
  });
  const id = detail.dataset.id;
  const path = join(temporaryFolder(), 'x.csv');
  expect((await failureOf(app.call('dataset.exportSplit', { id, split: 'test', path }))).code).toBe('NO_PHOTOS');
  expect(existsSync(path)).toBe(false);
  const gone = await app.dispatch('dataset.exportSplit', { id, split: 'train', path: join(path, 'y', 'z.csv') });
  expect(gone).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
});

test('links are followed, loops end, and a photo goes by its real place', async () => {
  const { app } = await openApp();
  const elsewhere = await folderOfShots(numbered('x', 3));
  const source = await folderOfShots(['train/nevus/1.jpg', 'valid/nevus/2.jpg', 'valid/melanoma/3.jpg']);
  mkdirSync(join(source, 'train/deep'));
  symlinkSync(join(elsewhere, 'x'), join(source, 'train/melanoma'));
  symlinkSync(source, join(source, 'train/deep/loop'));
  symlinkSync(join(source, 'train/deep'), join(source, 'train/deep/itself'));
  symlinkSync(join(source, 'train/nevus'), join(source, 'a link to nevus'));
  symlinkSync(join(source, 'nothing.jpg'), join(source, 'train/nevus/broken.jpg'));
  const { detail, photos } = await importFrom(app, { source });
  expect(photos).toHaveLength(6);
  expect(detail.dataset.counts).toEqual({ train: { benign: 1, malignant: 3 }, valid: { benign: 1, malignant: 1 } });
  expect(detail.report.unreadable).toMatchObject([{ path: join(source, 'train/nevus/broken.jpg'), code: 'NOT_FOUND' }]);
});

test('a name that is taken is refused before a job begins, and a new one is suggested', async () => {
  const { app } = await openApp();
  const source = await folderOfShots(['train/melanoma/1.jpg', 'train/nevus/2.jpg']);
  const { suggestedName } = await app.call('dataset.scan', { source, labelsCsv: null });
  await importFrom(app, { source, name: suggestedName });
  expect(await failureOf(app.call('dataset.import', importInput({ source, name: suggestedName })))).toMatchObject({
    code: 'ALREADY_EXISTS',
    details: { name: suggestedName },
  });
  expect((await app.call('dataset.scan', { source, labelsCsv: null })).suggestedName).toBe(`${suggestedName} 2`);
});

test('a bad CSV says where, and nothing is written', async () => {
  const { app } = await openApp();
  const source = folderOf({ 'a.jpg': await shot(1), 'labels.csv': 'image,label\na.jpg,nevus,extra\n' });
  const error = await failureOf(importFrom(app, { source }));
  expect(error.code).toBe('BAD_CSV');
  expect(error.details).toMatchObject({ line: 2, reason: 'RAGGED_ROW' });
  const chosen = await failureOf(
    app.call('dataset.scan', {
      source: folderOf({ 'a.jpg': await shot(1), 'labels.csv': 'image,label\na.jpg,nevus\n' }),
      labelsCsv: null,
      columns: { class: 'diagnosis' },
    }),
  );
  expect(chosen.details).toMatchObject({ reason: 'MISSING_COLUMN', column: 'diagnosis' });
});

test('removing a data set takes its thumbnails, but never a photo nor what another data set shows', async () => {
  const { app } = await openApp();
  const shared = await shot(1);
  const source = folderOf({ 'train/nevus/a.jpg': shared, 'train/melanoma/b.jpg': await shot(2) });
  const first = await importFrom(app, { source });
  const otherSource = folderOf({ 'train/nevus/a.jpg': shared });
  const second = await importFrom(app, { source: otherSource, name: 'Other' });
  const thumbnails = first.photos.map(({ sha256 }) => thumbnailPath(app.context.paths.thumbnailsDir, sha256));
  expect(thumbnails.every((path) => existsSync(path))).toBe(true);
  await app.call('dataset.remove', { id: first.detail.dataset.id });
  const [melanoma = '', nevus = ''] = thumbnails;
  await until(() => !existsSync(melanoma), 'the thumbnail that nothing shows any more goes');
  expect(existsSync(nevus)).toBe(true);
  expect(existsSync(join(source, 'train/nevus/a.jpg'))).toBe(true);
  expect((await app.call('dataset.list', {})).datasets.map(({ id }) => id)).toEqual([second.detail.dataset.id]);
  expect((await failureOf(app.call('dataset.remove', { id: first.detail.dataset.id }))).code).toBe('NOT_FOUND');
});

test('a disk that is full fails the import by name, leaves nothing, and the core goes on', async () => {
  const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
  onTestFinished(() => logged.mockRestore());
  const { app, told } = await openApp();
  const source = await folderOfShots([...numbered('train/nevus', 60), ...numbered('train/melanoma', 60)]);
  const { jobId } = await app.call('dataset.import', importInput({ source }));
  const { database } = app.context;
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  expect((await failureOf(app.context.jobs.finished(jobId))).code).toBe('NO_SPACE');
  const last = told.findLast(({ event }) => event === 'job.changed');
  expect(last?.payload).toMatchObject({ state: 'failed', error: { code: 'NO_SPACE' }, resumable: true });
  expect((await app.call('dataset.list', {})).datasets).toEqual([]);
  database.exec('PRAGMA max_page_count = 1000000');
  const { detail } = await importFrom(app, { source });
  expect(detail.dataset.photoCount).toBe(120);
});

test('a data set that a run is being trained on is not removed', async () => {
  const { app } = await openApp();
  const { detail, photos } = await importFrom(app, { source: await folderOfShots(['train/nevus/1.jpg']) });
  const { id, name } = detail.dataset;
  const { database } = app.context;
  insertRun(
    database,
    {
      id: 'r',
      name: 'Run',
      datasetId: id,
      datasetName: name,
      config: recommendedPreset,
      createdAt: new Date().toISOString(),
      trainableParameters: 1,
      frozenParameters: 1,
      backboneGraphSha256: 'a'.repeat(64),
      layers: [],
      tensorBoardDir: null,
      jobId: null,
    },
    photos.map(({ split, path, sha256, className }) => ({ split, path, sha256, label: 0, className })),
  );
  expect(await failureOf(app.call('dataset.remove', { id }))).toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'RUN_TRAINING', datasetId: id },
  });
  updateRun(database, 'r', { state: 'cancelled' });
  expect(await app.call('dataset.remove', { id })).toEqual({});
  expect(getRun(database, 'r')).toMatchObject({ datasetId: id, datasetName: name, trainCount: 1 });
});
