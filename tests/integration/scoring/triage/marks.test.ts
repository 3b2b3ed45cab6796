import { expect, test } from 'vitest';
import { addRows, addBatch, idsOf, rowOf } from './rows.ts';
import { failureOf, openApp } from '../../core/support.ts';

async function marked() {
  const { app } = await openApp();
  addBatch(app.context.database);
  addRows(
    app.context.database,
    [0.9, 0.52, 0.47, 0.1, null].map((score, i) => rowOf(i, `/photos/${i}.jpg`, score)),
  );
  const shown = async (filter: 'all' | 'marked' | 'noted' = 'all', sort: 'position' | 'mark' = 'position') =>
    (await app.call('batch.rows', { batchId: 'b', offset: 0, limit: 100, filter, sort })).rows;
  return { app, shown, ids: await idsOf(app) };
}

test('marks of many rows are one act that can be taken back, also where some had other marks', async () => {
  const { app, shown, ids } = await marked();
  const rows = (chosen: string[]) => ({ kind: 'rows' as const, ids: chosen });
  const done = await app.call('batch.mark', { batchId: 'b', selection: rows(ids.slice(0, 1)), mark: 'done' });
  expect(done.changed).toBe(1);
  const all = { kind: 'query' as const, query: { batchId: 'b', filter: 'malignant' as const } };
  const check = await app.call('batch.mark', { batchId: 'b', selection: all, mark: 'check' });
  expect(check.changed).toBe(2);
  expect((await shown()).map(({ mark }) => mark)).toEqual(['check', 'check', null, null, null]);
  expect(await app.call('batch.mark', { batchId: 'b', selection: all, mark: 'check' })).toEqual({
    changed: 0,
    undoId: null,
  });
  expect((await shown('marked')).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  await app.call('batch.undoMark', { id: check.undoId ?? '' });
  expect((await shown()).map(({ mark }) => mark)).toEqual(['done', null, null, null, null]);
  expect((await shown('marked')).map(({ id }) => id)).toEqual(ids.slice(0, 1));
  expect((await failureOf(app.call('batch.undoMark', { id: check.undoId ?? '' }))).code).toBe('NOT_FOUND');
});

test('a note stands by its mark, outlives a row that is scored again, and goes when it is emptied', async () => {
  const { app, shown, ids } = await marked();
  const [first = '', second = ''] = ids;
  await app.call('batch.mark', { batchId: 'b', selection: { kind: 'rows', ids: [second] }, mark: 'done' });
  expect(await app.call('batch.note', { batchId: 'b', rowId: second, note: '  ask Dr Li ' })).toEqual({ before: '' });
  await app.call('batch.note', { batchId: 'b', rowId: first, note: 'hair' });
  expect(await app.call('batch.note', { batchId: 'b', rowId: first, note: '' })).toEqual({ before: 'hair' });
  addRows(app.context.database, [rowOf(1, '/photos/1.jpg', 0.3)]);
  expect((await shown('noted')).map(({ row, note, mark }) => [row.score, note, mark])).toEqual([
    [0.3, 'ask Dr Li', 'done'],
  ]);
  // row numbers never return: the note of a row that is gone cannot land on another
  expect((await failureOf(app.call('batch.note', { batchId: 'b', rowId: second, note: 'x' }))).code).toBe('NOT_FOUND');
});
