import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { getRun, insertRun, updateRun } from '../../../electron/core/database/runs.ts';
import { thumbnailPath } from '../../../electron/core/thumbnails.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import {
  byRandom,
  folderOf,
  folderOfShots,
  importFrom,
  importInput,
  numbered,
  shot,
  warningCodes,
} from './importing.ts';
import { failureOf, openApp, temporaryFolder, until } from './support.ts';

const placesOf = (photos: { fileName: string; split: string; className: string; label: string }[]): string[] =>
  photos.map(({ fileName, split, className, label }) => `${fileName} ${split} ${className} ${label}`);

test("the tutorial's layout is imported with its splits, in order, with thumbnails", async () => {
  const { app, told } = await openApp();
  const source = await folderOfShots([
    ...numbered('train/nevus', 11),
    ...numbered('train/melanoma', 3),
    ...numbered('valid/nevus', 2),
    ...numbered('val/melanoma', 1),
    'test/melanoma/x.JPG',
    'test/nevus/deep/er/y.jpeg',
  ]);
  const scan = await app.call('dataset.scan', { source, labelsCsv: null });
  expect(scan).toMatchObject({
    layout: 'splitFolders',
    photoCount: 19,
    classes: [
      { name: 'melanoma', count: 5, proposal: 'malignant' },
      { name: 'nevus', count: 14, proposal: 'benign' },
    ],
    splits: [
      { name: 'train', count: 14 },
      { name: 'valid', count: 3 },
      { name: 'test', count: 2 },
    ],
  });
  const { detail, photos } = await importFrom(app, { source });
  expect(detail.dataset).toMatchObject({
    name: 'Set',
    source,
    photoCount: 19,
    counts: {
      train: { benign: 11, malignant: 3 },
      valid: { benign: 2, malignant: 1 },
      test: { benign: 1, malignant: 1 },
    },
    unreadableCount: 0,
    duplicateCount: 0,
  });
  expect(detail.report.counts).toEqual(detail.dataset.counts);
  expect(detail.report.warnings).toEqual([]);
  expect(placesOf(photos).slice(0, 4)).toEqual([
    'x.JPG test melanoma malignant',
    'y.jpeg test nevus benign',
    '1.jpg train melanoma malignant',
    '2.jpg train melanoma malignant',
  ]);
  expect(placesOf(photos).slice(5, 16).at(-1)).toBe('11.jpg train nevus benign');
  for (const { sha256, widthPx, heightPx, format } of photos) {
    expect({ widthPx, heightPx, format }).toEqual({ widthPx: 40, heightPx: 30, format: 'jpeg' });
    expect(existsSync(thumbnailPath(app.context.paths.thumbnailsDir, sha256))).toBe(true);
  }
  const states = told.flatMap(({ event, payload }) => (event === 'job.changed' ? [payload.state] : []));
  expect(states.at(-1)).toBe('succeeded');
  expect(told).toContainEqual({ event: 'data.changed', payload: { kind: 'dataset', id: detail.dataset.id } });
});

test('class folders are split by seed, the same each time, near the ratios in each class', async () => {
  const { app } = await openApp();
  const source = await folderOfShots([...numbered('nevus', 20), ...numbered('melanoma', 10)]);
  const first = await importFrom(app, { source, split: byRandom });
  const second = await importFrom(app, { source, split: byRandom, name: 'Again' });
  const other = await importFrom(app, { source, split: { ...byRandom, seed: 8 }, name: 'Other seed' });
  expect(first.detail.dataset.counts).toEqual({
    train: { benign: 12, malignant: 6 },
    valid: { benign: 4, malignant: 2 },
    test: { benign: 4, malignant: 2 },
  });
  const splits = ({ photos }: typeof first): string[] => photos.map(({ split }) => split);
  expect(splits(second)).toEqual(splits(first));
  expect(splits(other)).not.toEqual(splits(first));
});

test('what systems leave behind is counted, and is neither photo nor class nor broken (O06)', async () => {
  const { app } = await openApp();
  const junk = Buffer.from('Mac OS X        ');
  const source = folderOf({
    'd/benign/a.JPG': await shot(1),
    'd/malignant/b.jpg': await shot(2),
    '__MACOSX/d/benign/._a.JPG': junk,
    'd/.DS_Store': junk,
    'd/malignant/Thumbs.db': junk,
    'd/malignant/._b.jpg': junk,
    'd/notes.txt': 'seen',
  });
  const scan = await app.call('dataset.scan', { source, labelsCsv: null });
  expect(scan).toMatchObject({ photoCount: 2, junkCount: 4, otherCount: 1, layout: 'classFolders' });
  expect(scan.classes.map(({ name, count }) => `${name} ${count}`)).toEqual(['benign 1', 'malignant 1']);
  const { detail } = await importFrom(app, {
    source,
    mapping: { benign: 'benign', malignant: 'malignant' },
    split: { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 },
  });
  expect(detail.report).toMatchObject({ junkCount: 4, otherCount: 1, unreadable: [] });
});

test('a CSV means the same in every encoding (O08)', async () => {
  const { app } = await openApp();
  const files = { 'a.jpg': await shot(1), 'b.jpg': await shot(2) };
  const text = '文件,诊断\na.jpg,良性\nb.jpg,恶性\n';
  const encodings: Record<string, Buffer> = {
    'utf-8': Buffer.from(text),
    'utf-8-sig': Buffer.from(`\uFEFF${text}`),
    gbk: iconv.encode(text, 'gbk'),
    'utf-16': iconv.encode(text.replaceAll(',', '\t'), 'utf-16', { addBOM: true }),
  };
  for (const [name, bytes] of Object.entries(encodings)) {
    const source = folderOf({ ...files, 'labels.csv': bytes });
    const { photos } = await importFrom(app, {
      source,
      name,
      mapping: { 良性: 'benign', 恶性: 'malignant' },
      split: { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 },
    });
    expect(placesOf(photos), name).toEqual(['a.jpg train 良性 benign', 'b.jpg train 恶性 malignant']);
  }
});

test('semicolons, decimal commas and UTF-8 that is also valid GB18030 are read as written (O08)', async () => {
  const { app } = await openApp();
  const files = { 'a.jpg': await shot(1), 'b.jpg': await shot(2) };
  const scanned = async (csv: string) =>
    app.call('dataset.scan', { source: folderOf({ ...files, 'labels.csv': csv }), labelsCsv: null });
  const chinese = await scanned('图像,标签\na.jpg,黑色素瘤\nb.jpg,黑痣\n');
  expect(chinese.classes.map(({ name, proposal }) => `${name} ${proposal}`).sort()).toEqual([
    '黑痣 benign',
    '黑色素瘤 malignant',
  ]);
  const semicolons = await scanned('image;age;label\na.jpg;45,5;benign\nb.jpg;50;malignant\n');
  expect(semicolons.columns).toEqual([
    { name: 'image', role: 'image', samples: ['a.jpg', 'b.jpg'] },
    { name: 'age', role: 'metadata', samples: ['45.5', '50'] },
    { name: 'label', role: 'class', samples: ['benign', 'malignant'] },
  ]);
});

test("a composed name in a CSV meets a Mac's decomposed file name (O09)", async () => {
  const { app } = await openApp();
  const onDisk = 'Nävus_é.jpg'.normalize('NFD');
  const inCsv = 'Nävus_é.jpg'.normalize('NFC');
  expect(onDisk).not.toBe(inCsv);
  const source = folderOf({ [onDisk]: await shot(1), 'labels.csv': `image,label\n${inCsv},benign\n` });
  const { detail, photos } = await importFrom(app, {
    source,
    mapping: { benign: 'benign' },
    split: { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 },
  });
  expect(photos[0]?.path).toBe(join(source, onDisk));
  expect(detail.report).toMatchObject({ unmatchedRows: { count: 0 }, unlabelledPhotos: { count: 0 } });
});

test('copies under other names are reported, conflicts among them, and never parted (O10)', async () => {
  const { app } = await openApp();
  const files: Record<string, Buffer> = {};
  for (let n = 0; n < 30; n += 1) files[`${n % 2 === 0 ? 'nevus' : 'melanoma'}/${n}.jpg`] = await shot(n);
  for (const [copy, original] of [
    ['nevus/c0.jpg', 'nevus/0.jpg'],
    ['nevus/c2.jpg', 'nevus/2.jpg'],
    ['melanoma/c1.jpg', 'melanoma/1.jpg'],
    ['melanoma/c4.jpg', 'nevus/4.jpg'],
    ['nevus/c3.jpg', 'melanoma/3.jpg'],
  ] as const) {
    files[copy] = files[original] ?? Buffer.alloc(0);
  }
  const { detail, photos } = await importFrom(app, { source: folderOf(files), split: byRandom });
  expect(detail.dataset).toMatchObject({ photoCount: 35, duplicateCount: 5 });
  expect(detail.report.duplicates).toHaveLength(5);
  expect(detail.report.duplicates.filter(({ conflict }) => conflict)).toHaveLength(2);
  expect(detail.report.duplicates.some(({ leak }) => leak)).toBe(false);
  expect(photos.filter(({ duplicate }) => duplicate)).toHaveLength(10);
});

test("copies that a folder's own splits part are a leak, and said", async () => {
  const { app } = await openApp();
  const same = await shot(1);
  const source = folderOf({
    'train/nevus/a.jpg': same,
    'train/melanoma/b.jpg': await shot(2),
    'valid/nevus/c.jpg': same,
    'valid/melanoma/d.jpg': await shot(3),
  });
  const { detail } = await importFrom(app, { source });
  expect(detail.report.duplicates).toMatchObject([{ conflict: false, leak: true }]);
  expect(warningCodes(detail)).toEqual(['DUPLICATE_LEAK']);
});

test('patients are never parted, and a split that then lacks a class is never unannounced (O10)', async () => {
  const { app } = await openApp();
  const rows = ['image,label,patient_id'];
  const files: Record<string, Buffer> = {};
  for (let n = 0; n < 40; n += 1) {
    const patient = Math.floor(n / 10);
    files[`${n}.jpg`] = await shot(n);
    rows.push(`${n}.jpg,${patient === 0 ? 'melanoma' : 'nevus'},p${patient}`);
  }
  const source = folderOf({ ...files, 'labels.csv': rows.join('\n') });
  const { detail, photos } = await importFrom(app, { source, split: byRandom, groupColumn: 'patient_id' });
  for (const patient of ['p0', 'p1', 'p2', 'p3']) {
    const splits = new Set(photos.filter(({ group }) => group === patient).map(({ split }) => split));
    expect(splits.size, patient).toBe(1);
  }
  expect(warningCodes(detail)).toContain('ONE_CLASS_SPLIT');
  const without = await importFrom(app, { source, split: byRandom, name: 'Ungrouped' });
  expect(without.detail.report.warnings).toContainEqual({ code: 'GROUP_NOT_USED', details: { column: 'patient_id' } });
});

test('class and split of a CSV stand over folders; other columns are kept and found by a search', async () => {
  const { app } = await openApp();
  const source = folderOf({
    'x/1.jpg': await shot(1),
    'x/2.jpg': await shot(2),
    'y/3.jpg': await shot(3),
    'y/4.jpg': await shot(4),
    'labels.csv': [
      'image_id,dx,split,sex,note',
      '1,nevus,train,female,"a, ""b"""',
      '2,melanoma,val,male,',
      '3,melanoma,train,male,',
      '9,nevus,train,male,',
    ].join('\n'),
  });
  const { detail, photos } = await importFrom(app, { source, labelsCsv: join(source, 'labels.csv') });
  expect(placesOf(photos)).toEqual([
    '1.jpg train nevus benign',
    '2.jpg valid melanoma malignant',
    '3.jpg train melanoma malignant',
  ]);
  expect(photos[0]?.metadata).toEqual({ sex: 'female', note: 'a, "b"' });
  expect(detail.metadataColumns).toEqual(['sex', 'note']);
  expect(detail.report).toMatchObject({
    unmatchedRows: { count: 1, first: ['9'] },
    unlabelledPhotos: { count: 1, first: ['y/4.jpg'] },
  });
  expect(warningCodes(detail)).toContain('UNLABELLED');
  const page = { datasetId: detail.dataset.id, offset: 0, limit: 10 };
  expect((await app.call('photo.list', { ...page, search: 'FEMALE' })).total).toBe(1);
});

test('a source may be the CSV itself', async () => {
  const { app } = await openApp();
  const folder = folderOf({ 'a.jpg': await shot(1), 'b.csv': 'image,label\na.jpg,nevus\n', 'c.csv': 'x,y\n1,2\n' });
  const scan = await app.call('dataset.scan', { source: join(folder, 'b.csv'), labelsCsv: null });
  expect(scan).toMatchObject({ source: folder, labelsCsv: join(folder, 'b.csv'), layout: 'csv', photoCount: 1 });
});

test('a class without a target refuses the import by name, and an unused target does no harm (O11)', async () => {
  const { app } = await openApp();
  const source = await folderOfShots(['melanoma/1.jpg', 'naevus/2.jpg', 'akiec/3.jpg']);
  const scan = await app.call('dataset.scan', { source, labelsCsv: null });
  expect(scan.classes.map(({ name, proposal }) => `${name} ${proposal}`)).toEqual([
    'akiec ask',
    'melanoma malignant',
    'naevus benign',
  ]);
  const split = { kind: 'random', ratios: { train: 1, valid: 0, test: 0 }, seed: 1 } as const;
  const error = await failureOf(
    importFrom(app, { source, mapping: { melanoma: 'malignant', naevus: 'benign' }, split }),
  );
  expect(error.code).toBe('UNMAPPED_CLASS');
  expect(error.details).toMatchObject({ classes: ['akiec'] });
  const { detail } = await importFrom(app, {
    source,
    mapping: { melanoma: 'malignant', naevus: 'benign', akiec: 'exclude', bcc: 'malignant' },
    split,
  });
  expect(detail.report).toMatchObject({ excludedCount: 1, counts: { train: { benign: 1, malignant: 1 } } });
});

test('diagnosis codes are proposed where dermatology agrees, and asked where it does not (O11)', async () => {
  const { app } = await openApp();
  const codes = ['akiec', 'bcc', 'bkl', 'df', 'mel', 'nv', 'vasc'];
  const source = folderOf({
    ...Object.fromEntries(await Promise.all(codes.map(async (code, n) => [`${code}.jpg`, await shot(n)] as const))),
    'labels.csv': ['image,dx', ...codes.map((code) => `${code}.jpg,${code}`)].join('\n'),
  });
  const { classes } = await app.call('dataset.scan', { source, labelsCsv: null });
  expect(Object.fromEntries(classes.map(({ name, proposal }) => [name, proposal]))).toEqual({
    akiec: 'ask',
    bcc: 'malignant',
    bkl: 'benign',
    df: 'benign',
    mel: 'malignant',
    nv: 'benign',
    vasc: 'benign',
  });
});

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
