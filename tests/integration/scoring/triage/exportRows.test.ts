import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { NOTICE } from '../../../../electron/shared/notice.ts';
import { openApp, temporaryFolder } from '../../core/support.ts';
import { addBatch, addRows, idsOf, rowOf } from './rows.ts';

async function exported(format: 'csv' | 'excel' | 'jsonl', chosen: 'all' | 'malignant' | 'last') {
  const { app } = await openApp();
  const { database } = app.context;
  addBatch(database);
  const extras = { calibrated: 0.25, quality: ['BLURRED' as const, 'TOO_DARK' as const], unlike: true, takenAt: null };
  addRows(database, [
    rowOf(0, '/photos/=1+1.jpg', 0.75, { extras: { ...extras, metadata: { age: '50', score: 'own', site: '-back' } } }),
    rowOf(1, '/photos/b, "x".jpg', 0.25, { extras: { ...extras, quality: [], unlike: null, metadata: { sex: 'f' } } }),
    rowOf(2, '/photos/half.jpg', null),
  ]);
  const ids = await idsOf(app);
  await app.call('batch.mark', { batchId: 'b', selection: { kind: 'rows', ids: [ids[0] ?? ''] }, mark: 'check' });
  await app.call('batch.note', { batchId: 'b', rowId: ids[2] ?? '', note: '=look\nagain' });
  const path = join(temporaryFolder(), 'rows');
  const selection =
    chosen === 'all'
      ? { kind: 'query' as const, query: { batchId: 'b' } }
      : chosen === 'last'
        ? { kind: 'rows' as const, ids: ids.slice(2) }
        : { kind: 'query' as const, query: { batchId: 'b', filter: 'malignant' as const } };
  const { rows } = await app.call('batch.export', { id: 'b', path, format, selection });
  return { rows, text: readFileSync(path, 'utf8') };
}

test('a CSV has the columns of a scored file, the user’s own, marks and notes, and the banner last', async () => {
  const { rows, text } = await exported('csv', 'all');
  expect(rows).toBe(3);
  expect(text.split('\n')[0]).toBe(
    'path,score,threshold,label,runId,modelHash,status,error,calibrated,quality,unlike,takenAt,age,metadata.score,site,sex,mark,note,notice',
  );
  const table: Record<string, string>[] = parse(text, { columns: true });
  expect(table.map(({ path }) => path)).toEqual(['/photos/=1+1.jpg', '/photos/b, "x".jpg', '/photos/half.jpg']);
  expect(table[0]).toMatchObject({
    score: '0.75',
    label: 'malignant',
    quality: 'BLURRED;TOO_DARK',
    unlike: 'true',
    age: '50',
    'metadata.score': 'own',
    mark: 'check',
    note: '',
    notice: NOTICE,
  });
  expect(table[1]).toMatchObject({ unlike: '', quality: '', age: '', sex: 'f' });
  expect(table[2]).toMatchObject({ score: '', label: '', error: 'TRUNCATED: it ends early', note: '=look\nagain' });
});

test('what Excel opens has a byte order mark, CRLF, and no cell that is a formula', async () => {
  const { text } = await exported('excel', 'all');
  expect(text.startsWith('\uFEFFpath,')).toBe(true);
  const table: Record<string, string>[] = parse(text, { columns: true, bom: true, record_delimiter: '\r\n' });
  expect(table[0]).toMatchObject({ path: '/photos/=1+1.jpg', site: "'-back", score: '0.75' });
  expect(table[2]?.['note']).toBe("'=look\nagain");
  expect(text.split('\r\n')).toHaveLength(5);
});

test('a selection is exported alone, in its own order, as JSON lines too', async () => {
  expect((await exported('csv', 'malignant')).text.trim().split('\n')).toHaveLength(2);
  const { rows, text } = await exported('jsonl', 'last');
  expect(rows).toBe(1);
  const record: unknown = JSON.parse(text);
  expect(record).toMatchObject({ path: '/photos/half.jpg', score: null, quality: null, metadata: {}, mark: null });
  expect(Object.keys(record as object).at(-1)).toBe('notice');
});
