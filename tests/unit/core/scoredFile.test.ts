import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatOf, formatRow, headerOf, printedNames } from '../../../electron/core/scoring/output/columns.ts';
import type { FileLayout, FileRow } from '../../../electron/core/scoring/output/columns.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import type { RowExtras, ScoredRow } from '../../../electron/shared/schemas/scoring.ts';

function rowOf(changes: Partial<ScoredRow> = {}, extras: Partial<RowExtras> = {}): FileRow {
  const row: ScoredRow = {
    path: '/photos/1.jpg',
    score: 0.25,
    threshold: 0.5,
    label: 'benign',
    runId: 'run',
    modelHash: 'a'.repeat(64),
    status: 'ok',
    error: '',
    notice: NOTICE,
    ...changes,
  };
  return { row, extras: { calibrated: null, quality: [], unlike: null, takenAt: null, metadata: {}, ...extras } };
}

const csv: FileLayout = { format: 'csv', metadataColumns: [] };
const textOf = (rows: FileRow[], layout: FileLayout) =>
  headerOf(layout) + rows.map((row) => formatRow(row, layout)).join('');
const cellsOf = (rows: FileRow[], layout: FileLayout) => parse(textOf(rows, layout), { bom: true }) as string[][];
const scoreColumns = ['path', 'score', 'threshold', 'label', 'runId', 'modelHash', 'status', 'error'];
const extraColumns = ['calibrated', 'quality', 'unlike', 'takenAt'];

const oddPaths = [
  '/a/with, comma.jpg',
  '/a/with "quotes".jpg',
  '/a/with\nnew line\r\n.jpg',
  '/a/皮肤 ö é 👩🏽.jpg',
  ' /a/blanks at both ends.jpg ',
  '/a/\ttab;semicolon.jpg\t',
  '=1+1.jpg',
];

describe('CSV', () => {
  it('has the columns of the contract first, the extras, the user’s own, and the banner last', () => {
    expect(cellsOf([], { format: 'csv', metadataColumns: ['age', '病历号'] })).toEqual([
      [...scoreColumns, ...extraColumns, 'age', '病历号', 'notice'],
    ]);
    expect(cellsOf([], { format: 'csv', metadataColumns: null })).toEqual([[...scoreColumns, 'notice']]);
  });

  it('keeps paths and numbers exact', () => {
    const rows = [
      ...oddPaths.map((path) => rowOf({ path })),
      rowOf({ score: 1e-7 }, { calibrated: 0.1 + 0.2 }),
      rowOf({ score: null, label: null, status: 'error', error: 'TRUNCATED: cut, "half"' }),
    ];
    const [, ...cells] = cellsOf(rows, csv);
    for (const [index, { row, extras }] of rows.entries()) {
      const own = cells[index] ?? [];
      expect(own[0]).toBe(row.path);
      expect(own[1]).toBe(row.score === null ? '' : String(row.score));
      expect(own[7]).toBe(row.error);
      expect(own[8]).toBe(extras.calibrated === null ? '' : String(extras.calibrated));
      expect(own.at(-1)).toBe(NOTICE);
    }
    expect(textOf(rows, csv).replaceAll('\r\n.jpg', '')).not.toContain('\r');
  });

  it('says flags, date and metadata in cells that are empty where nothing is known', () => {
    const known = { quality: ['BLURRED', 'TOO_SMALL'] as const, unlike: false, takenAt: '2024-05-06T07:08:09' };
    const rows = [rowOf({}, { ...known, quality: [...known.quality], metadata: { age: '052 ', sex: '=f' } }), rowOf()];
    const [, first, second] = cellsOf(rows, { format: 'csv', metadataColumns: ['age', 'sex'] });
    expect(first?.slice(8)).toEqual(['', 'BLURRED;TOO_SMALL', 'false', '2024-05-06T07:08:09', '052 ', '=f', NOTICE]);
    expect(second?.slice(8)).toEqual(['', '', '', '', '', '', NOTICE]);
  });

  it('gives no name twice', () => {
    const names = ['path', 'age', 'score', 'metadata.path', 'notice', 'metadata', 'quality'];
    const printed = printedNames(names);
    expect(printed).toEqual([
      'metadata.metadata.path',
      'age',
      'metadata.score',
      'metadata.path',
      'metadata.notice',
      'metadata.metadata',
      'metadata.quality',
    ]);
    expect(new Set([...scoreColumns, ...extraColumns, ...printed, 'notice']).size).toBe(8 + 4 + names.length + 1);
  });
});

describe('CSV for Excel', () => {
  const excel: FileLayout = { format: 'excel', metadataColumns: ['note'] };

  it('begins with a byte order mark, once, and ends its lines with CRLF', () => {
    const text = textOf([rowOf(), rowOf()], excel);
    expect(Buffer.from(text).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(text.indexOf('\u{FEFF}', 1)).toBe(-1);
    expect(text.match(/\r\n/g)).toHaveLength(3);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each(['=1+1', '+cmd|x', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a', '=', '-', '--5'])(
    'lets %j do no harm',
    (text) => {
      const [, row] = cellsOf([rowOf({ path: text }, { metadata: { note: text } })], excel);
      expect(row?.[0]).toBe(`'${text}`);
      expect(row?.at(-2)).toBe(`'${text}`);
    },
  );

  it.each(['-5', '+3.2', '-1e-7', '-1,5', '-12%', '5', '052', 'plain', "'quoted", 'a=b', ''])(
    'leaves %j as it is',
    (text) => {
      const [, row] = cellsOf([rowOf({}, { metadata: { note: text } })], excel);
      expect(row?.at(-2)).toBe(text);
    },
  );

  it('keeps every other path exact', () => {
    const safe = oddPaths.filter((path) => !path.startsWith('='));
    const [, ...rows] = cellsOf(
      safe.map((path) => rowOf({ path })),
      excel,
    );
    expect(rows.map(([path]) => path)).toEqual(safe);
  });
});

describe('JSONL', () => {
  const jsonl: FileLayout = { format: 'jsonl', metadataColumns: ['age', 'path'] };

  it('has the same keys in the same order, null where nothing is known, and the user’s own under metadata', () => {
    const line = formatRow(
      rowOf({}, { quality: ['TOO_DARK', 'BLURRED'], unlike: true, metadata: { age: '5', path: 'own' } }),
      jsonl,
    );
    const parsed = JSON.parse(line) as Record<string, unknown>;
    expect(Object.keys(parsed)).toEqual([...scoreColumns, ...extraColumns, 'metadata', 'notice']);
    expect(parsed).toMatchObject({ quality: 'TOO_DARK;BLURRED', unlike: true, metadata: { age: '5', path: 'own' } });
    expect(JSON.parse(formatRow(rowOf(), jsonl))).toMatchObject({
      calibrated: null,
      quality: null,
      unlike: null,
      takenAt: null,
      metadata: { age: null, path: null },
    });
  });

  it('keeps one line a photo and every path exact', () => {
    for (const path of oddPaths) {
      const line = formatRow(rowOf({ path }), jsonl);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(JSON.parse(line)).toMatchObject({ path });
    }
  });
});

it('knows a format by the ending of the name, and a contradiction', () => {
  expect(formatOf('/a/b.CSV')).toBe('csv');
  expect(formatOf('b.jsonl')).toBe('jsonl');
  expect(formatOf('b.csv.txt')).toBeNull();
  expect(formatOf('/a.csv/b')).toBeNull();
  expect(formatOf('b.csv', { format: 'excel' })).toBe('excel');
  expect(formatOf('b.csv', { format: 'jsonl' })).toBeNull();
  expect(formatOf('b.jsonl', { format: 'excel' })).toBeNull();
});
