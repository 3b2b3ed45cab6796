import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../electron/core/datasets/importCsv.ts';
import { cpuMs } from '../metrics/cpuTime.ts';
import { badCsv } from './badCsv.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const cells = (source: Uint8Array): string[][] => readCsv(source).rows.map((row) => row.cells);

describe('encodings (case O08)', () => {
  const text = '文件,诊断\na.jpg,良性\nb.jpg,恶性\n';

  test.each([
    ['utf-8', bytes(text), 'utf-8'],
    ['utf-8 with a mark', bytes(`\ufeff${text}`), 'utf-8-bom'],
    ['gbk', iconv.encode(text, 'gbk'), 'gb18030'],
    ['utf-16 with tabs', iconv.encode(text.replaceAll(',', '\t'), 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['utf-16 big-endian', iconv.encode(text, 'utf-16be', { addBOM: true }), 'utf-16be'],
  ])('%s gives the same labels', (_, source, encoding) => {
    const table = readCsv(source);
    expect(table.encoding).toBe(encoding);
    expect(table.columns).toEqual(['文件', '诊断']);
    expect(table.rows.map((row) => row.cells)).toEqual([
      ['a.jpg', '良性'],
      ['b.jpg', '恶性'],
    ]);
  });

  test('UTF-8 that is valid GB18030 too stays UTF-8', () => {
    const source = bytes('图像,标签\na.jpg,黑色素瘤\nb.jpg,黑痣\n');
    expect(iconv.decode(Buffer.from(source), 'gb18030')).not.toContain('\ufffd');
    const table = readCsv(source);
    expect(table.encoding).toBe('utf-8');
    expect(table.rows[0]?.cells[1]).toBe('黑色素瘤');
  });

  test('UTF-16 without a mark and windows-1252 are read as well', () => {
    expect(readCsv(iconv.encode('image,label\na.jpg,良性\n', 'utf-16le')).encoding).toBe('utf-16le');
    expect(readCsv(iconv.encode('image,label\na.jpg,benign\n', 'utf-16be')).encoding).toBe('utf-16be');
    const western = readCsv(iconv.encode('image,note\nNävus_é.jpg,Läsion\n', 'windows-1252'));
    expect(western.rows[0]?.cells).toEqual(['Nävus_é.jpg', 'Läsion']);
  });

  test('characters that only GB18030 has survive', () => {
    const source = iconv.encode('文件,诊断\n㐀.jpg,良性\n', 'gb18030');
    expect(readCsv(source).rows[0]?.cells).toEqual(['㐀.jpg', '良性']);
  });
});

describe('delimiters (case O08)', () => {
  test('a semicolon is found', () => {
    expect(cells(bytes('image;label\na.jpg;benign\nb.jpg;malignant\n'))).toEqual([
      ['a.jpg', 'benign'],
      ['b.jpg', 'malignant'],
    ]);
  });

  test('a decimal comma beside semicolons becomes a point', () => {
    expect(readCsv(bytes('image;age;label\na.jpg;45,5;benign'))).toMatchObject({
      delimiter: ';',
      columns: ['image', 'age', 'label'],
      rows: [{ line: 2, cells: ['a.jpg', '45.5', 'benign'] }],
    });
  });

  test('text with a comma beside semicolons stays as it is', () => {
    expect(cells(bytes('image;note\na.jpg;1,5\nb.jpg;left, arm\n'))).toEqual([
      ['a.jpg', '1,5'],
      ['b.jpg', 'left, arm'],
    ]);
  });

  test('delimiters inside quotes do not count', () => {
    expect(cells(bytes('image,label\n"a;b;c.jpg","x, ""y"""\n"d;e;f.jpg",z\n'))).toEqual([
      ['a;b;c.jpg', 'x, "y"'],
      ['d;e;f.jpg', 'z'],
    ]);
  });

  test('tabs, a sep= line and a single column are understood', () => {
    expect(readCsv(bytes('image\tlabel\na, b.jpg\tbenign\n')).delimiter).toBe('\t');
    const hinted = readCsv(bytes('sep=;\nimage;label\na.jpg;benign\n'));
    expect(hinted).toMatchObject({ delimiter: ';', rows: [{ line: 3, cells: ['a.jpg', 'benign'] }] });
    expect(cells(bytes('image\na.jpg\nb.jpg\n'))).toEqual([['a.jpg'], ['b.jpg']]);
  });
});

describe('rows', () => {
  test('know the line they begin on, over cells with line breaks, blank lines and any line end', () => {
    const table = readCsv(
      bytes('image,label\r\n"a\r\nb.jpg",benign\r\n\r\nc.jpg,malignant\nd.jpg,"x\ny\rz"\ne.jpg,benign\r'),
    );
    expect(table.rows).toEqual([
      { line: 2, cells: ['a\r\nb.jpg', 'benign'] },
      { line: 5, cells: ['c.jpg', 'malignant'] },
      { line: 6, cells: ['d.jpg', 'x\ny\rz'] },
      { line: 9, cells: ['e.jpg', 'benign'] },
    ]);
  });

  test('of nothing but delimiters are skipped, blanks around cells are dropped', () => {
    expect(cells(bytes('image , label\n a.jpg , benign\n,\n" b.jpg",x\n'))).toEqual([
      ['a.jpg', 'benign'],
      [' b.jpg', 'x'],
    ]);
  });

  test('the nameless index column that pandas writes is named', () => {
    expect(readCsv(bytes(',filepath,label\n0,a.jpg,1\n')).columns).toEqual(['index', 'filepath', 'label']);
  });
});

describe('a file that cannot be used says which line and why', () => {
  test.each([
    ['no bytes', '', { reason: 'EMPTY', line: null }],
    ['blanks only', ' \n\n', { reason: 'EMPTY', line: null }],
    ['a header alone', 'image,label\n', { reason: 'NO_ROWS', line: null }],
    ['a row too short', 'image,label\na.jpg,benign\nb.jpg\n', { reason: 'RAGGED_ROW', line: 3 }],
    ['a row too long', 'image,label\n\na.jpg,benign,x\n', { reason: 'RAGGED_ROW', line: 3 }],
    ['a header twice', 'image,label,image\na,b,c\n', { reason: 'DUPLICATE_HEADER', line: 1, column: 'image' }],
    ['a column without a name', 'image,,label\na,b,c\n', { reason: 'EMPTY_HEADER', line: 1 }],
    ['a quote that never closes', 'image,label\na.jpg,x\n"b.jpg,y\nc.jpg,z\n', { reason: 'BAD_QUOTES', line: 3 }],
    ['a quote amid a cell', 'image,label\na.jpg,x\nb"c.jpg,y\n', { reason: 'BAD_QUOTES', line: 3 }],
    ['zero bytes', 'a,b\n\0\0\0,c\n', { reason: 'BINARY', line: null }],
    ['an Excel workbook', 'PK\x03\x04....', { reason: 'EXCEL_WORKBOOK', line: null }],
  ])('%s', (_, text, details) => {
    expect(() => readCsv(bytes(text))).toThrow(badCsv(details));
  });

  test('in words, with a remedy', () => {
    const what: unknown = expect.objectContaining({ message: 'line 2: 1 cells where the header has 2' });
    expect(() => readCsv(bytes('image,label\na.jpg\n'))).toThrow(what);
    const remedy: unknown = expect.stringMatching(/^Give each row as many cells/);
    expect(() => readCsv(bytes('image,label\na.jpg\n'))).toThrow(badCsv({ remedy }));
  });
});

test('100,000 rows are read in under three seconds', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `train/nevus/ISIC_${i}.jpg,nevus,train,P${i % 1000}`);
  const source = bytes(['path,class,split,patient_id', ...rows].join('\n'));
  expect(cpuMs(() => readCsv(source))).toBeLessThan(3000);
  const table = readCsv(source);
  expect(table.rows.at(-1)).toEqual({ line: 100_001, cells: ['train/nevus/ISIC_99999.jpg', 'nevus', 'train', 'P999'] });
});
