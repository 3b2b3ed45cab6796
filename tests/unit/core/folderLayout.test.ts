import { expect, test } from 'vitest';
import { folderLayout } from '../../../electron/core/datasets/folderLayout.ts';

/** One line a photo: its path, then split and class as read. */
const read = (paths: string[]) => {
  const { kind, places } = folderLayout(paths);
  return { kind, places: places.map(({ split, className }) => `${split} ${className}`) };
};

test("the tutorial's layout gives split and class", () => {
  expect(read(['train/melanoma/a.jpg', 'valid/nevus/b.jpg', 'test/seborrheic_keratosis/c.jpg'])).toEqual({
    kind: 'splitFolders',
    places: ['train melanoma', 'valid nevus', 'test seborrheic_keratosis'],
  });
});

test.each([
  ['val', 'valid'],
  ['Validation', 'valid'],
  ['training', 'train'],
  ['TESTING', 'test'],
  ['训练', 'train'],
  ['验证集', 'valid'],
  ['测试', 'test'],
])('a folder %s is the split %s', (folder, split) => {
  expect(read([`${folder}/恶性/a.jpg`, 'train/良性/b.jpg']).places[0]).toBe(`${split} 恶性`);
});

test('class folders alone give classes and no splits', () => {
  expect(read(['melanoma/a.jpg', 'nevus/b.jpg'])).toEqual({
    kind: 'classFolders',
    places: ['null melanoma', 'null nevus'],
  });
});

test('the split may stand below the class', () => {
  expect(read(['melanoma/train/a.jpg', 'nevus/val/b.jpg']).places).toEqual(['train melanoma', 'valid nevus']);
});

test('folders that wrap the whole are looked through, outside and inside the splits', () => {
  expect(read(['ISIC/data/train/melanoma/a.jpg', 'ISIC/data/valid/nevus/b.jpg']).places).toEqual([
    'train melanoma',
    'valid nevus',
  ]);
  expect(read(['train/images/melanoma/a.jpg', 'valid/images/nevus/b.jpg']).places).toEqual([
    'train melanoma',
    'valid nevus',
  ]);
});

test('folders below the class belong to it', () => {
  expect(read(['train/melanoma/2019/x/a.jpg', 'train/nevus/b.jpg']).places).toEqual(['train melanoma', 'train nevus']);
});

test('a known class that all photos share is a class and no wrapper', () => {
  expect(read(['melanoma/patient 1/a.jpg', 'melanoma/patient 2/b.jpg']).places).toEqual([
    'null melanoma',
    'null melanoma',
  ]);
});

test('the only folder that photos lie in is their class, known or not', () => {
  expect(read(['akiec/a.jpg', 'akiec/b.jpg']).places).toEqual(['null akiec', 'null akiec']);
});

test('photos in no folder have no class', () => {
  expect(read(['a.jpg', 'b.jpg'])).toEqual({ kind: 'flat', places: ['null null', 'null null'] });
  expect(read(['train/a.jpg', 'valid/b.jpg'])).toEqual({
    kind: 'splitFolders',
    places: ['train null', 'valid null'],
  });
});

test('a stray photo beside class folders has no class and disturbs no other', () => {
  expect(read(['melanoma/a.jpg', 'nevus/b.jpg', 'stray.jpg']).places).toEqual([
    'null melanoma',
    'null nevus',
    'null null',
  ]);
});

test('class names of a Mac disk are composed', () => {
  const decomposed = 'nævus_é'.normalize('NFD');
  expect(read([`train/${decomposed}/a.jpg`, 'valid/melanoma/b.jpg']).places[0]).toBe('train nævus_é');
});

test('no photos at all are flat', () => {
  expect(folderLayout([])).toEqual({ kind: 'flat', places: [] });
});
