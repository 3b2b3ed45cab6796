import { expect, test } from 'vitest';
import {
  deleteDataset,
  getDataset,
  getDatasetDetail,
  listDatasets,
  renameDataset,
} from '../../../electron/core/database/datasets.ts';
import { insertEpoch } from '../../../electron/core/database/epochs.ts';
import { getPhoto, listPhotos, photosOfSplit } from '../../../electron/core/database/photos.ts';
import {
  getRunDetail,
  isTrainingOn,
  listRuns,
  runPhotos,
  setRunThreshold,
  updateRun,
} from '../../../electron/core/database/runs.ts';
import { contract } from '../../../electron/shared/contract.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { PhotoQuery } from '../../../electron/shared/schemas/dataset.ts';
import { sha, at, open, addDataset, photo, query, addRun } from './tableRows.ts';

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
  setRunThreshold(db, 'r', { value: 0.23, source: 'tutorial', target: null, setAt: at, lockedAt: null });
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
