import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../../electron/core/datasets/importCsv.ts';
import { csvRow, csvTable, tutorialMetadataCsv } from '../../../electron/core/datasets/writeCsv.ts';

test('text is quoted only where it must be', () => {
  expect(csvRow(['a.jpg', 'b,c', 'say "x"', 'two\nlines', ' blank', '恶性', '', null, true])).toBe(
    'a.jpg,"b,c","say ""x""","two\nlines"," blank",恶性,,,true\n',
  );
});

test('paths that look like formulas stay exact', () => {
  expect(csvRow(['=1+1.jpg', '-3.jpg', '@x.png', -0.02])).toBe('=1+1.jpg,-3.jpg,@x.png,-0.02\n');
});

test('numbers read back as the same float64, and those without a value are refused', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Object.is(Number(csvRow([value])), value)).toBe(true);
    }),
  );
  expect(() => csvRow([NaN])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  expect(() => csvRow([Infinity])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
});

test('what is written is read back, whatever the text', () => {
  const cell = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => text.trim() !== '' && !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
      const text = [...csvTable(['path', 'note'], rows)].join('');
      const table = readCsv(new TextEncoder().encode(text));
      expect(table.rows.map((row) => row.cells)).toEqual(rows);
    }),
  );
});

test("the tutorial's metadata is filepath,label", () => {
  const photos = [
    { path: '/data/train/nevus/a, b.jpg', label: 0 },
    { path: '/data/train/melanoma/c.jpg', label: 1 },
  ] as const;
  expect([...tutorialMetadataCsv(photos)].join('')).toBe(
    'filepath,label\n"/data/train/nevus/a, b.jpg",0\n/data/train/melanoma/c.jpg,1\n',
  );
});
