import { existsSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { thumbnailPath } from '../../../electron/core/thumbnails.ts';
import { byRandom, folderOf, folderOfShots, importFrom, numbered, shot, warningCodes } from './importing.ts';
import { failureOf, openApp } from './support.ts';

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
