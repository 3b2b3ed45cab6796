import { expect, test } from 'vitest';
import { readCsvLabels } from '../../../electron/core/datasets/csvLabels.ts';

const read = (text: string, files: string[], columns = {}) =>
  readCsvLabels({ bytes: Buffer.from(text), source: '/data/set', files, columns });

test('class, split, group and metadata come by name of the photo', () => {
  const labels = read('image_id,dx,split,patient_id,age\nISIC_2,melanoma,val,p1,60\nISIC_1,nevus,train,p2,55\n', [
    'train/ISIC_1.jpg',
    'train/ISIC_2.jpg',
    'train/ISIC_3.jpg',
  ]);
  expect(labels.rowOfFile).toEqual([
    { className: 'nevus', split: 'train', group: 'p2', metadata: { age: '55' } },
    { className: 'melanoma', split: 'valid', group: 'p1', metadata: { age: '60' } },
    null,
  ]);
  expect(labels.metadataColumns).toEqual(['age']);
  expect(labels.unmatchedRows).toEqual([]);
});

test('rows of one photo that agree count once; rows that differ leave it without a label', () => {
  const labels = read('image,class,age\na.jpg,nevus,50\na.jpg,nevus,51\nb.jpg,nevus,\nb.jpg,melanoma,\n', [
    'a.jpg',
    'b.jpg',
  ]);
  expect(labels.rowOfFile).toEqual([{ className: 'nevus', split: null, group: null, metadata: { age: '50' } }, null]);
  expect(labels.warnings).toEqual([
    { code: 'CONFLICTING_ROWS', details: { count: 1, first: ['b.jpg'] } },
    { code: 'REPEATED_ROWS', details: { count: 1 } },
  ]);
});

test('a split column with a value that names no split is still the split column: that photo alone has no split', () => {
  const csv = 'image,class,split\na.jpg,nevus,train\nb.jpg,nevus,bogus\nc.jpg,melanoma,TEST\n';
  const labels = read(csv, ['a.jpg', 'b.jpg', 'c.jpg']);
  expect(labels.hasSplits).toBe(true);
  expect(labels.rowOfFile.map((row) => row?.split)).toEqual(['train', null, 'test']);
});

test('a column of another meaning with the name of a split column is metadata', () => {
  expect(read('image,class,dataset\na.jpg,nevus,HAM10000\n', ['a.jpg']).hasSplits).toBe(false);
});

test('rows of one photo in two splits are not decided between', () => {
  const labels = read('image,class,split\na.jpg,nevus,train\na.jpg,nevus,test\n', ['a.jpg']);
  expect(labels.rowOfFile).toEqual([null]);
});

test('rows without a photo, or with several, are named by their cell', () => {
  const labels = read('image,class\nnone.jpg,nevus\na.jpg,nevus\nb.jpg,melanoma\n', ['x/a.jpg', 'y/a.jpg', 'x/b.jpg']);
  expect(labels.unmatchedRows).toEqual(['none.jpg', 'a.jpg']);
  expect(labels.warnings).toEqual([{ code: 'AMBIGUOUS_ROWS', details: { count: 1, first: ['a.jpg'] } }]);
  expect(labels.rowOfFile.map((row) => row?.className ?? null)).toEqual([null, null, 'melanoma']);
});

test('absolute paths into the source are found, whatever the Unicode form', () => {
  const file = 'x/Nävus_é.jpg';
  const labels = read(`path,label\n/data/set/${file},benign\n`, [file.normalize('NFD')]);
  expect(labels.rowOfFile[0]?.className).toBe('benign');
});

test('an empty class cell is no class', () => {
  const labels = read('image,class\na.jpg,\nb.jpg, nevus \n', ['a.jpg', 'b.jpg']);
  expect(labels.rowOfFile.map((row) => row?.className)).toEqual([null, 'nevus']);
});
