import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import {
  batchLedger,
  eachScoredRow,
  insertBatchRows,
  listBatchRows,
} from '../../../electron/core/database/batchRows.ts';
import { getBatch, insertBatch, listBatches, updateBatch } from '../../../electron/core/database/batches.ts';
import {
  deleteDataset,
  getDataset,
  getDatasetDetail,
  insertDataset,
  listDatasets,
  renameDataset,
} from '../../../electron/core/database/datasets.ts';
import { insertEpoch } from '../../../electron/core/database/epochs.ts';
import {
  evaluationRowPicture,
  getEvaluationDetail,
  insertEvaluation,
  listEvaluations,
} from '../../../electron/core/database/evaluations.ts';
import { openDatabase } from '../../../electron/core/database/open.ts';
import type { NewPhoto } from '../../../electron/core/database/photos.ts';
import {
  contentOnlyIn,
  getPhoto,
  insertPhotos,
  listPhotos,
  photosOfSplit,
} from '../../../electron/core/database/photos.ts';
import { getPrediction, insertPrediction, listPredictions } from '../../../electron/core/database/predictions.ts';
import {
  deleteRun,
  getRunDetail,
  insertRun,
  isTrainingOn,
  listRuns,
  runPhotos,
  setRunThreshold,
  updateRun,
} from '../../../electron/core/database/runs.ts';
import { readSettings, writeSettings } from '../../../electron/core/database/settings.ts';
import { contract } from '../../../electron/shared/contract.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { PhotoQuery } from '../../../electron/shared/schemas/dataset.ts';
import { PhotoQuery as PhotoQuerySchema } from '../../../electron/shared/schemas/dataset.ts';
import { BatchQuery } from '../../../electron/shared/schemas/scoring.ts';
import { temporaryFolder } from './support.ts';

const sha = (digit: string): string => digit.repeat(64);
const at = '2026-03-04T05:06:07.000Z';

function open(): DatabaseSync {
  const db = openDatabase(join(temporaryFolder(), 'x.db'));
  onTestFinished(() => db.close());
  return db;
}

function addDataset(db: DatabaseSync, id: string, name: string, photos: NewPhoto[]): void {
  insertDataset(db, {
    id,
    name,
    source: '/photos',
    labelsCsv: null,
    createdAt: at,
    mapping: { nevus: 'benign' },
    split: { kind: 'folder' },
    groupColumn: null,
    metadataColumns: ['sex'],
    report: {
      datasetId: id,
      name,
      counts: {},
      classCounts: [],
      excludedCount: 0,
      junkCount: 1,
      otherCount: 2,
      unreadable: [{ path: '/photos/half.jpg', code: 'TRUNCATED', message: 'half' }],
      duplicates: [],
      unmatchedRows: { count: 0, first: [] },
      unlabelledPhotos: { count: 0, first: [] },
      warnings: [],
    },
  });
  insertPhotos(db, id, photos);
}

const photo = (name: string, changes: Partial<NewPhoto> = {}): NewPhoto => ({
  path: `/photos/${name}`,
  fileName: name,
  split: 'train',
  className: 'nevus',
  label: 'benign',
  group: null,
  sha256: sha('0'),
  sizeBytes: 1000,
  mtimeMs: 1700000000000.25,
  widthPx: 64,
  heightPx: 48,
  format: 'jpeg',
  duplicate: false,
  metadata: { sex: 'female' },
  searchText: name,
  ...changes,
});

const query = (changes: Partial<PhotoQuery> = {}): PhotoQuery =>
  PhotoQuerySchema.parse({ datasetId: 'd', offset: 0, limit: 100, ...changes });

function addRun(db: DatabaseSync, id = 'r'): void {
  insertRun(
    db,
    {
      id,
      name: 'First',
      datasetId: 'd',
      datasetName: 'Old name',
      config: recommendedPreset,
      createdAt: at,
      trainableParameters: 1281,
      frozenParameters: 3_000_000,
      backboneGraphSha256: sha('b'),
      layers: [{ name: 'head', type: 'dense', outputShape: [1], parameters: 1281, trainable: true }],
      tensorBoardDir: null,
      jobId: 'j',
    },
    [
      { split: 'train', path: '/photos/1.jpg', sha256: sha('1'), label: 0, className: 'nevus' },
      { split: 'train', path: '/photos/2.jpg', sha256: sha('2'), label: 1, className: 'melanoma' },
      { split: 'valid', path: '/photos/3.jpg', sha256: sha('3'), label: 1, className: 'melanoma' },
    ],
  );
}

test('photos come page by page in the order of the import', () => {
  const db = open();
  addDataset(
    db,
    'd',
    'One',
    Array.from({ length: 250 }, (_, n) => photo(`${n}.jpg`)),
  );
  addDataset(db, 'e', 'Other', [photo('other.jpg')]);
  const page = listPhotos(db, query({ offset: 200, limit: 100 }));
  expect(page.total).toBe(250);
  expect(page.photos.map(({ fileName }) => fileName)).toEqual(Array.from({ length: 50 }, (_, n) => `${200 + n}.jpg`));
  const [first] = page.photos;
  expect(first).toEqual(getPhoto(db, first?.id ?? ''));
  expect(first).toMatchObject({
    datasetId: 'd',
    path: '/photos/200.jpg',
    widthPx: 64,
    duplicate: false,
    metadata: { sex: 'female' },
  });
});

test('photos are filtered by split, label, class and duplicates, together', () => {
  const db = open();
  addDataset(db, 'd', 'One', [
    photo('1', { label: 'malignant', className: 'melanoma', sha256: sha('b'), duplicate: true }),
    photo('2', { split: 'valid' }),
    photo('3', { sha256: sha('a'), duplicate: true }),
    photo('4', { sha256: sha('b'), duplicate: true }),
    photo('5', { sha256: sha('a'), duplicate: true, split: 'valid' }),
  ]);
  const names = (changes: Partial<PhotoQuery>): string => {
    const { total, photos } = listPhotos(db, query(changes));
    expect(total).toBe(photos.length);
    return photos.map(({ fileName }) => fileName).join('');
  };
  expect(photosOfSplit(db, 'd', 'train')[0]).toMatchObject({
    path: '/photos/1',
    label: 1,
    className: 'melanoma',
    sha256: sha('b'),
  });
  expect(photosOfSplit(db, 'd', 'valid').map(({ path, label }) => `${path} ${label}`)).toEqual([
    '/photos/2 0',
    '/photos/5 0',
  ]);
  expect(names({ split: 'valid' })).toBe('25');
  expect(names({ label: 'malignant' })).toBe('1');
  expect(names({ className: 'nevus' })).toBe('2345');
  expect(names({ duplicatesOnly: true })).toBe('3514');
  expect(names({ duplicatesOnly: true, split: 'train', label: 'benign' })).toBe('34');
  expect(getDataset(db, 'd')).toMatchObject({
    photoCount: 5,
    counts: { train: { benign: 2, malignant: 1 }, valid: { benign: 2, malignant: 0 } },
    duplicateCount: 2,
    unreadableCount: 1,
  });
});

test('a search takes its letters as they are, in any case and Unicode form', () => {
  const db = open();
  addDataset(db, 'd', 'One', [
    photo('50%_off.jpg'),
    photo('500 off.jpg'),
    photo('NÄVUS_é.jpg'.normalize('NFD')),
    photo('黑色素瘤.png'),
  ]);
  const found = (search: string): number[] => listPhotos(db, query({ search })).photos.map(({ id }) => Number(id));
  expect(found('50%')).toHaveLength(1);
  expect(found('50_')).toHaveLength(0);
  expect(found('%')).toHaveLength(1);
  expect(found("'; DROP TABLE photos; --")).toHaveLength(0);
  expect(found('nävus_É')).toHaveLength(1);
  expect(found(' 素瘤 ')).toHaveLength(1);
  expect(found('  ')).toHaveLength(4);
});

test('an id that is none of ours is not found, whatever it is made of', () => {
  const db = open();
  for (const id of ['1', '0', '-1', '1.5', 'x', '1e3', '9'.repeat(30), "1' OR '1"]) {
    expect(() => getPhoto(db, id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  }
});

test('names of data sets are unique, through adding and renaming', () => {
  const db = open();
  addDataset(db, 'd', 'One', []);
  addDataset(db, 'e', 'Two', []);
  const taken = 'a data set named One exists';
  expect(() => addDataset(db, 'f', 'One', [])).toThrow(taken);
  expect(() => renameDataset(db, 'e', 'One')).toThrow(expect.objectContaining({ code: 'ALREADY_EXISTS' }));
  expect(renameDataset(db, 'e', 'Two').name).toBe('Two');
  expect(renameDataset(db, 'e', 'Three').name).toBe('Three');
  expect(getDatasetDetail(db, 'e')).toMatchObject({
    report: { name: 'Three', junkCount: 1 },
    mapping: { nevus: 'benign' },
  });
  expect(listDatasets(db).map(({ id }) => id)).toEqual(['e', 'd']);
});

test('a run keeps what it was trained on when its data set goes, and shows its new name while it stays', () => {
  const db = open();
  addDataset(db, 'd', 'New name', [photo('1')]);
  addRun(db);
  expect(listRuns(db, 'd')[0]).toMatchObject({
    datasetName: 'New name',
    state: 'training',
    trainCount: 2,
    validCount: 1,
  });
  expect(isTrainingOn(db, 'd')).toBe(true);
  deleteDataset(db, 'd');
  expect(listRuns(db, 'd')[0]?.datasetName).toBe('Old name');
  expect(runPhotos(db, 'r', 'train').map(({ path }) => path)).toEqual(['/photos/1.jpg', '/photos/2.jpg']);
  expect(runPhotos(db, 'r', 'valid')).toEqual([
    { split: 'valid', path: '/photos/3.jpg', sha256: sha('3'), label: 1, className: 'melanoma' },
  ]);
  expect(listPhotos(db, query()).total).toBe(0);
});

test("a run's changes, threshold and epochs are read back as the contract has them", () => {
  const db = open();
  addRun(db);
  const epoch = {
    epoch: 1,
    loss: 0.5,
    accuracy: 0.75,
    auc: null,
    valLoss: 0.25,
    valAccuracy: 1,
    valAuc: 0.5,
    seconds: 0.1,
  };
  insertEpoch(db, 'r', { ...epoch, epoch: 2 });
  insertEpoch(db, 'r', { ...epoch, loss: 9 });
  insertEpoch(db, 'r', epoch);
  updateRun(db, 'r', { state: 'finished', finishedAt: at, bestEpoch: 1, modelHash: sha('c'), seconds: 1.5 });
  setRunThreshold(db, 'r', { value: 0.23, source: 'tutorial', target: null, setAt: at });
  const detail = getRunDetail(db, 'r');
  expect(contract['run.get'].output.parse(detail)).toMatchObject({
    run: {
      state: 'finished',
      bestEpoch: 1,
      threshold: { value: 0.23, source: 'tutorial' },
      config: recommendedPreset,
      jobId: 'j',
    },
    epochs: [epoch, { ...epoch, epoch: 2 }],
    layers: [{ name: 'head', parameters: 1281 }],
    tensorBoardDir: null,
  });
  expect(isTrainingOn(db, 'd')).toBe(false);
  expect(() => updateRun(db, 'gone', { state: 'failed' })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('an evaluation is its rows: scores to the last bit, failures with their reason', () => {
  const db = open();
  addRun(db);
  const score = 0.1 + 0.2;
  insertEvaluation(
    db,
    { id: 'v', runId: 'r', source: { kind: 'split', split: 'valid' }, createdAt: at, modelHash: sha('c') },
    [
      { path: '/photos/3.jpg', sha256: sha('3'), label: 1, className: 'melanoma', score, error: null },
      {
        path: '/photos/4.jpg',
        sha256: null,
        label: 0,
        className: 'nevus',
        score: null,
        error: { code: 'TRUNCATED', message: 'half' },
      },
      { path: '/photos/5.jpg', sha256: sha('5'), label: 0, className: 'nevus', score: 0, error: null },
    ],
  );
  const detail = contract['evaluation.get'].output.parse(getEvaluationDetail(db, 'v'));
  expect(detail.evaluation).toMatchObject({
    runName: 'First',
    n: 2,
    unreadable: [{ path: '/photos/4.jpg', code: 'TRUNCATED', message: 'half' }],
  });
  expect(detail.scores).toMatchObject({
    labels: [1, 0],
    scores: [score, 0],
    paths: ['/photos/3.jpg', '/photos/5.jpg'],
    classNames: ['melanoma', 'nevus'],
  });
  expect(evaluationRowPicture(db, detail.scores.rowIds[0] ?? '')).toEqual({ path: '/photos/3.jpg', sha256: sha('3') });
  expect(listEvaluations(db, 'r')).toEqual([detail.evaluation]);
  expect(listEvaluations(db, 'other')).toEqual([]);
});

test('thumbnails that an evaluation or another data set shows are not orphans', () => {
  const db = open();
  addRun(db);
  addDataset(
    db,
    'd',
    'One',
    ['1', '2', '3'].map((digit) => photo(digit, { sha256: sha(digit) })),
  );
  addDataset(db, 'e', 'Two', [photo('2', { sha256: sha('2') })]);
  insertEvaluation(
    db,
    { id: 'v', runId: 'r', source: { kind: 'split', split: 'valid' }, createdAt: at, modelHash: sha('c') },
    [{ path: '/photos/3.jpg', sha256: sha('3'), label: 1, className: 'melanoma', score: 0.5, error: null }],
  );
  expect(contentOnlyIn(db, 'd')).toEqual([sha('1')]);
});

test('predictions are read back newest first, with the line of a scored file', () => {
  const db = open();
  addRun(db);
  const common = { runId: 'r', createdAt: at, threshold: 0.5, modelHash: sha('c') };
  insertPrediction(db, {
    ...common,
    id: 'p',
    path: '/a.jpg',
    sha256: sha('a'),
    score: 0.75,
    label: 'malignant',
    error: null,
    widthPx: 60,
    heightPx: 40,
  });
  insertPrediction(db, {
    ...common,
    id: 'q',
    path: '/b.jpg',
    sha256: null,
    score: null,
    label: null,
    error: { code: 'EMPTY_FILE', message: 'no bytes' },
    widthPx: null,
    heightPx: null,
  });
  const { predictions } = contract['prediction.list'].output.parse({ predictions: listPredictions(db, 50) });
  expect(predictions.map(({ id }) => id)).toEqual(['q', 'p']);
  expect(predictions[0]).toMatchObject({
    errorCode: 'EMPTY_FILE',
    row: { status: 'error', error: 'EMPTY_FILE: no bytes', score: null, label: null },
  });
  expect(getPrediction(db, 'p').row).toEqual({
    path: '/a.jpg',
    score: 0.75,
    threshold: 0.5,
    label: 'malignant',
    runId: 'r',
    modelHash: sha('c'),
    status: 'ok',
    error: '',
    notice: NOTICE,
  });
  expect(listPredictions(db, 1)).toHaveLength(1);
});

test('batch rows are sorted and filtered, and counted as they come', () => {
  const db = open();
  addRun(db);
  insertBatch(db, {
    id: 'b',
    runId: 'r',
    inputs: ['/in'],
    threshold: 0.5,
    modelHash: sha('c'),
    out: null,
    createdAt: at,
    jobId: null,
  });
  const row = (position: number, path: string, score: number | null) => ({
    position,
    path,
    sha256: score === null ? null : sha('1'),
    score,
    label: score === null ? null : score >= 0.5 ? ('malignant' as const) : ('benign' as const),
    error: score === null ? ({ code: 'TRUNCATED', message: 'half' } as const) : null,
    sizeBytes: 10,
    mtimeMs: 1.5,
  });
  insertBatchRows(db, 'b', [row(0, '/in/c.jpg', 0.9), row(1, '/in/a.jpg', null), row(2, '/in/b.jpg', 0.1)]);
  insertBatchRows(db, 'b', [row(3, '/in/Ä.jpg', 0.9), row(1, '/in/a.jpg', 0.5)]);
  insertBatchRows(db, 'b', [row(4, '/in/d.jpg', null)]);
  updateBatch(db, 'b', { total: 6, skippedJunk: 2 });
  expect(getBatch(db, 'b')).toMatchObject({
    state: 'running',
    total: 6,
    scored: 4,
    failed: 1,
    malignant: 3,
    skippedJunk: 2,
  });
  expect(listBatches(db)).toEqual([getBatch(db, 'b')]);

  const positions = (changes: object): number[] => {
    const { total, rows } = listBatchRows(db, BatchQuery.parse({ batchId: 'b', offset: 0, limit: 100, ...changes }));
    expect(total).toBe(rows.length);
    return rows.map(({ position }) => position);
  };
  expect(positions({})).toEqual([0, 1, 2, 3, 4]);
  expect(positions({ descending: true })).toEqual([4, 3, 2, 1, 0]);
  expect(positions({ sort: 'score', descending: true })).toEqual([3, 0, 1, 2, 4]);
  expect(positions({ sort: 'path' })).toEqual([1, 2, 0, 4, 3]);
  expect(positions({ filter: 'malignant' })).toEqual([0, 1, 3]);
  expect(positions({ filter: 'benign' })).toEqual([2]);
  expect(positions({ filter: 'error' })).toEqual([4]);
  expect(positions({ search: 'ä' })).toEqual([3]);

  expect([...eachScoredRow(db, 'b')].map(({ path, score, status }) => [path, score, status])).toEqual([
    ['/in/c.jpg', 0.9, 'ok'],
    ['/in/a.jpg', 0.5, 'ok'],
    ['/in/b.jpg', 0.1, 'ok'],
    ['/in/Ä.jpg', 0.9, 'ok'],
    ['/in/d.jpg', null, 'error'],
  ]);
  expect(batchLedger(db, 'b')[1]).toMatchObject({
    position: 1,
    path: '/in/a.jpg',
    status: 'ok',
    sha256: sha('1'),
    sizeBytes: 10,
    mtimeMs: 1.5,
  });
});

test('a run takes all that was made with it along', () => {
  const db = open();
  addRun(db);
  insertBatch(db, {
    id: 'b',
    runId: 'r',
    inputs: [],
    threshold: 0.5,
    modelHash: sha('c'),
    out: null,
    createdAt: at,
    jobId: null,
  });
  insertEvaluation(
    db,
    { id: 'v', runId: 'r', source: { kind: 'split', split: 'valid' }, createdAt: at, modelHash: sha('c') },
    [],
  );
  deleteRun(db, 'r');
  expect(listBatches(db)).toEqual([]);
  expect(listEvaluations(db)).toEqual([]);
  for (const table of ['run_photos', 'epochs', 'evaluation_rows', 'batch_rows']) {
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  }
});

test('settings are defaults until set, and one that is not understood is a default again', () => {
  const db = open();
  expect(readSettings(db)).toMatchObject({ language: 'system', theme: 'system' });
  writeSettings(db, { theme: 'dark', language: undefined });
  expect(readSettings(db)).toMatchObject({ language: 'system', theme: 'dark' });
  db.exec(`UPDATE settings SET value = '"polka dots"' WHERE key = 'theme'`);
  expect(readSettings(db).theme).toBe('system');
});
