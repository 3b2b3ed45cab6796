import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchRows } from '../../../electron/core/datasets/csvMatch.ts';
import { cpuMs } from '../metrics/cpuTime.ts';

const clean = { unmatchedRows: [], ambiguousRows: [], repeatedRows: [], unlabelledFiles: [] };

describe('a cell names a photo', () => {
  const files = ['train/nevus/ISIC_1.jpg', 'train/melanoma/ISIC_2.JPG', 'valid/nevus/ISIC_3.v2.png'];

  test.each([
    ['by its path', ['train/nevus/ISIC_1.jpg', 'train/melanoma/ISIC_2.JPG', 'valid/nevus/ISIC_3.v2.png']],
    ['by the end of its path', ['nevus/ISIC_1.jpg', 'melanoma/ISIC_2.JPG', 'nevus/ISIC_3.v2.png']],
    [
      'by a longer path',
      [
        '/home/me/set/train/nevus/ISIC_1.jpg',
        '/home/me/set/train/melanoma/ISIC_2.JPG',
        '/home/me/set/valid/nevus/ISIC_3.v2.png',
      ],
    ],
    [
      'by a Windows path',
      [
        'C:\\set\\train\\nevus\\ISIC_1.jpg',
        'C:\\set\\train\\melanoma\\ISIC_2.JPG',
        'C:\\set\\valid\\nevus\\ISIC_3.v2.png',
      ],
    ],
    ['by its name', ['ISIC_1.jpg', './ISIC_2.JPG', 'ISIC_3.v2.png']],
    ['by its name without the ending', ['ISIC_1', 'ISIC_2', 'ISIC_3.v2']],
    ['with another ending of photos', ['ISIC_1.png', 'ISIC_2.jpeg', 'ISIC_3.v2.jpg']],
    ['in another case', ['isic_1.JPG', 'Isic_2.jpg', 'isic_3.V2']],
    ['by its name, under folders that are nowhere', ['all/ISIC_1.jpg', 'all/ISIC_2.jpg', 'other/ISIC_3.v2.png']],
  ])('%s', (_, cells) => {
    expect(matchRows({ cells, files })).toEqual({ ...clean, fileOfRow: [0, 1, 2] });
  });

  test('in NFC where the disk or ZIP has NFD, and the other way round (case O09)', () => {
    const nfc = 'Nävus_é.jpg'.normalize('NFC');
    const nfd = nfc.normalize('NFD');
    expect([nfc.length, nfd.length]).toEqual([11, 13]);
    expect(matchRows({ cells: [nfc], files: [`d/${nfd}`] })).toEqual({ ...clean, fileOfRow: [0] });
    expect(matchRows({ cells: [nfd], files: [nfc] })).toEqual({ ...clean, fileOfRow: [0] });
  });
});

describe('what is not certain is never guessed', () => {
  test('a name that is in two folders', () => {
    const files = ['a/1.jpg', 'b/1.jpg', 'b/2.jpg'];
    expect(matchRows({ cells: ['1.jpg', '2.jpg', '3.jpg', ''], files })).toEqual({
      fileOfRow: [null, 2, null, null],
      ambiguousRows: [0],
      unmatchedRows: [2, 3],
      repeatedRows: [],
      unlabelledFiles: [0, 1],
    });
  });

  test('a name with two endings, unless one is given', () => {
    const files = ['1.jpg', '1.png'];
    expect(matchRows({ cells: ['1'], files }).ambiguousRows).toEqual([0]);
    expect(matchRows({ cells: ['1.png'], files }).fileOfRow).toEqual([1]);
  });

  test('names that differ in case only, unless the cell has the very case', () => {
    const files = ['A.jpg', 'a.jpg'];
    expect(matchRows({ cells: ['a.jpg'], files }).fileOfRow).toEqual([1]);
    expect(matchRows({ cells: ['a.JPG'], files }).ambiguousRows).toEqual([0]);
  });

  test('a file in the source folder itself goes before one of its name below', () => {
    expect(matchRows({ cells: ['1.jpg'], files: ['sub/1.jpg', '1.jpg'] }).fileOfRow).toEqual([1]);
    expect(matchRows({ cells: ['1'], files: ['sub/1.jpg', '1.jpg'] }).fileOfRow).toEqual([1]);
  });

  test('rows of another split do not label photos of the folder that was opened', () => {
    const files = ['nevus/1.jpg', 'nevus/2.jpg', 'melanoma/3.jpg', 'nevus/4.jpg'];
    const cells = [
      'train/nevus/1.jpg',
      'train/nevus/2.jpg',
      'train/melanoma/3.jpg',
      'valid/nevus/1.jpg',
      'valid/nevus/4.jpg',
    ];
    expect(matchRows({ cells, files })).toEqual({
      fileOfRow: [0, 1, 2, null, null],
      ambiguousRows: [],
      unmatchedRows: [3, 4],
      repeatedRows: [],
      unlabelledFiles: [3],
    });
  });

  test('two rows for one photo are told, the first kept', () => {
    expect(matchRows({ cells: ['1.jpg', '1', '2.jpg'], files: ['x/1.jpg', 'x/2.jpg'] })).toEqual({
      ...clean,
      fileOfRow: [0, null, 1],
      repeatedRows: [{ row: 1, firstRow: 0 }],
    });
  });

  test('two rows from different folders that only a name could match claim nothing', () => {
    expect(matchRows({ cells: ['p/1.jpg', 'q/1.jpg', 'q/2.jpg'], files: ['1.jpg', '2.jpg'] })).toEqual({
      ...clean,
      fileOfRow: [null, null, 1],
      ambiguousRows: [0, 1],
      unlabelledFiles: [0],
    });
  });
});

test('every row and file is accounted for once', () => {
  const name = fc.constantFrom('a', 'A', 'b', 'b.png', 'c.jpg', 'd/a.jpg', 'd/c.jpg', 'x/d/a.jpg', 'e/a', '');
  const file = fc.constantFrom('a.jpg', 'b.jpg', 'd/a.jpg', 'd/c.jpg', 'e/a.png', 'e/b.jpg');
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), fc.uniqueArray(file), (cells, files) => {
      const result = matchRows({ cells, files });
      const matched = result.fileOfRow.flatMap((index) => (index === null ? [] : [index]));
      expect(new Set(matched).size).toBe(matched.length);
      expect(matched.concat(result.unlabelledFiles).toSorted()).toEqual(files.map((_, i) => i));
      const rows = [
        ...result.fileOfRow.flatMap((index, row) => (index === null ? [] : [row])),
        ...result.unmatchedRows,
        ...result.ambiguousRows,
        ...result.repeatedRows.map(({ row }) => row),
      ];
      expect(rows.toSorted((a, b) => a - b)).toEqual(cells.map((_, i) => i));
    }),
  );
});

test('100,000 rows meet their files in under three seconds', () => {
  const files = Array.from({ length: 100_000 }, (_, i) => `train/c${i % 3}/ISIC_${i}.jpg`);
  const cells = files.map((file) => `/data/${file}`);
  expect(matchRows({ cells, files })).toEqual({ ...clean, fileOfRow: files.map((_, i) => i) });
  expect(cpuMs(() => matchRows({ cells, files }))).toBeLessThan(3000);
});
