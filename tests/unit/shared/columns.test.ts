import { expect, test } from 'vitest';
import { EvaluationColumns, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';

const scores = { rowIds: ['1', '2'], labels: [0, 1], scores: [0, 1], paths: ['a', ''], classNames: ['', 'mel'] };
const columns = {
  photoIds: ['p', null],
  groups: [null, ''],
  groupColumn: null,
  metadata: [{ name: 'sex', values: ['', 'male'] }],
};
const pathsOf = (change: object): PropertyKey[][] =>
  (EvaluationScores.safeParse({ ...scores, ...change }).error?.issues ?? []).map(({ path }) => path);

test('columns of an evaluation are passed on as they are', () => {
  expect(EvaluationScores.parse(scores)).toEqual(scores);
  expect(EvaluationColumns.parse(columns)).toEqual(columns);
  expect(EvaluationScores.parse({ ...scores, extra: 1 })).not.toHaveProperty('extra');
});

test.each([
  ['labels', [0, 2]],
  ['labels', [0, '1']],
  ['scores', [0.5, 1.0000001]],
  ['scores', [0.5, NaN]],
  ['scores', [0.5, null]],
  ['rowIds', ['1', '']],
  ['rowIds', ['1', 'x'.repeat(65)]],
  ['paths', ['a', 3]],
])('a cell of %s that is no value of it is named by its row: %j', (column, cells) => {
  expect(pathsOf({ [column]: cells })).toEqual([[column, 1]]);
});

test('a hole, a missing column and what is no array are refused', () => {
  const holed = ['a', 'b'];
  delete holed[1];
  expect(pathsOf({ paths: holed })).toEqual([['paths', 1]]);
  expect(pathsOf({ paths: 'ab' })).toEqual([['paths']]);
  expect(pathsOf({ paths: undefined })).toEqual([['paths']]);
  expect(EvaluationColumns.safeParse({ ...columns, photoIds: [1, null] }).success).toBe(false);
});
