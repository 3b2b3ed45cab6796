import { describe, expect, test } from 'vitest';
import { readScoresCsv } from '../../../electron/core/evaluation/scoresCsv.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { badCsv } from './badCsv.ts';
import { anyonesVector } from '../metrics/vectors.ts';

const read = (text: string): ReturnType<typeof readScoresCsv> => readScoresCsv(new TextEncoder().encode(text));

test('the vector anyone can generate, written as CSV, keeps its numbers', () => {
  const { labels, scores } = anyonesVector();
  const text = ['id,label,score', ...labels.map((label, i) => `${i},${label},${scores[i]}`)].join('\n');
  const table = read(text);
  expect(table.ids).toHaveLength(600);
  expect(summarize({ ...table, threshold: 0.23 })).toEqual(summarize({ labels, scores, threshold: 0.23 }));
});

test('columns may stand in any order and case, beside others, with spreadsheet habits', () => {
  expect(read('Score;ID;note;Label\n0,25;a;x;1.0\n1e-3;b;;0\n')).toEqual({
    ids: ['a', 'b'],
    labels: [1, 0],
    scores: [0.25, 0.001],
  });
});

describe('a fault is named with its line, column and remedy', () => {
  test.each([
    ['an empty file', '', { reason: 'EMPTY', line: null }],
    ['a header alone', 'id,label,score\n', { reason: 'NO_ROWS', line: null }],
    ['no label column', 'id,score\na,0.5\n', { reason: 'MISSING_COLUMN', line: 1, column: 'label' }],
    ['no header', 'a,1,0.5\nb,0,0.2\n', { reason: 'MISSING_COLUMN', line: 1, column: 'id' }],
    ['a score in words', 'id,label,score\na,1,0.5\nb,0,high\n', { reason: 'BAD_VALUE', line: 3, column: 'score' }],
    ['a percentage', 'id,label,score\na,1,50%\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['no score', 'id,label,score\na,1,\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['NaN', 'id,label,score\na,1,NaN\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['infinity', 'id,label,score\na,1,Infinity\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['a hexadecimal number', 'id,label,score\na,1,0x1\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['a score above 1', 'id,label,score\na,1,1.01\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['a score below 0', 'id,label,score\na,1,-0.1\n', { reason: 'BAD_VALUE', line: 2, column: 'score' }],
    ['a label of 2', 'id,label,score\na,2,0.5\n', { reason: 'BAD_VALUE', line: 2, column: 'label' }],
    ['a label in words', 'id,label,score\na,malignant,0.5\n', { reason: 'BAD_VALUE', line: 2, column: 'label' }],
    ['no id', 'id,label,score\n,1,0.5\n', { reason: 'BAD_VALUE', line: 2, column: 'id' }],
    ['an id twice', 'id,label,score\na,1,0.5\nb,1,0.5\na,1,0.5\n', { reason: 'DUPLICATE_ID', line: 4, column: 'id' }],
    ['a row too long', 'id,label,score\na,1,0.5,x\n', { reason: 'RAGGED_ROW', line: 2 }],
  ])('%s', (_, text, details) => {
    const remedy: unknown = expect.stringMatching(/\w/);
    expect(() => read(text)).toThrow(badCsv({ ...details, remedy }));
  });

  test('in words too', () => {
    expect(() => read('id,label,score\na,1,0.5\na,0,0.5\n')).toThrow(
      expect.objectContaining({
        message: 'line 3: "a" stands on line 2 already',
        details: { line: 3, column: 'id', reason: 'DUPLICATE_ID', remedy: 'Give each photo one row.' },
      }),
    );
  });
});

describe('labels in words', () => {
  const read = (text: string, positive: string) => readScoresCsv(Buffer.from(text), { positive });

  test('are malignant where they are the word that was named, else benign', () => {
    expect(read('id,label,score\na,mel,0.5\nb,nv,0.5\nc,none,0.5\n', ' mel ').labels).toEqual([1, 0, 0]);
  });

  test.each(['', 'NaN', 'NA', 'unknown', '?', '未知'])('that are not known ("%s") are no benign ones', (label) => {
    expect(() => read(`id,label,score\na,mel,0.5\nb,${label},0.5\n`, 'mel')).toThrow(
      badCsv({ reason: 'BAD_VALUE', line: 3, column: 'label' }),
    );
  });

  test('in other letters than the one named are neither taken for it nor for benign', () => {
    expect(() => read('id,label,score\na,mel,0.5\nb,MEL,0.5\n', 'mel')).toThrow(
      badCsv({ reason: 'BAD_VALUE', line: 3, column: 'label' }),
    );
  });
});

test.each([{ scoreColumn: 'label' }, { idColumn: 'score' }, { idColumn: 'Label' }])(
  'a column cannot have two roles: %o',
  (columns) => {
    const details: unknown = expect.objectContaining({ reason: 'COLUMN_TWICE' });
    expect(() => readScoresCsv(Buffer.from('id,label,score\na,1,0.9\nb,0,0.1\n'), columns)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', details }),
    );
  },
);

test('a score in per cent ties with the threshold that has its digits', () => {
  const { labels, scores } = readScoresCsv(Buffer.from('id,label,score\na,1,0.7\nb,0,0.6\n'), { percent: true });
  expect(summarize({ labels, scores, threshold: 0.007 }).confusion).toEqual({ tp: 1, fn: 0, fp: 0, tn: 1 });
});
