import { expect, test } from 'vitest';
import { coreWithRun, fourRows, row, store } from './stored.ts';

test('columns stand in the order of the scores, without the photos that have none', async () => {
  const app = await coreWithRun();
  store(app, 'v', 'valid', fourRows());
  const { scores } = await app.call('evaluation.get', { id: 'v' });
  const columns = await app.call('evaluation.columns', { id: 'v' });
  expect(scores.paths).toEqual(['/photos/1.jpg', '/photos/2.jpg', '/photos/3.jpg', '/elsewhere/5.jpg']);
  expect(columns.groups).toEqual(['patient 1', 'patient 2', 'patient 1', null]);
  expect(columns.groupColumn).toBe('patient');
  expect(columns.metadata).toEqual([
    { name: 'sex', values: ['female', 'male', '', 'female'] },
    { name: 'age approx', values: ['35', '', '60', ''] },
  ]);
  const { photos } = await app.call('photo.list', { datasetId: 'd', offset: 0, limit: 10 });
  const idOf = new Map(photos.map(({ path, id }) => [path, id]));
  expect(columns.photoIds).toEqual(scores.paths.map((path) => idOf.get(path) ?? null));
  expect(columns.photoIds[3]).toBeNull();

  await app.call('dataset.remove', { id: 'd' });
  const after = await app.call('evaluation.columns', { id: 'v' });
  expect(after).toEqual({ ...columns, photoIds: [null, null, null, null] });
});

test('the columns of 100,000 rows are read in under five seconds', async () => {
  const app = await coreWithRun();
  const rows = Array.from({ length: 100_000 }, (_, n) =>
    row(`/photos/${n}.jpg`, n % 5 === 0 ? 1 : 0, (n % 1000) / 1000, {
      group: `p${n % 777}`,
      metadata: { sex: n % 2 === 0 ? 'female' : 'male', age: String(n % 90), site: 'back' },
    }),
  );
  store(app, 'v', 'valid', rows);
  const started = performance.now();
  const columns = await app.call('evaluation.columns', { id: 'v' });
  expect(performance.now() - started).toBeLessThan(5000);
  expect(columns.groups[99_999]).toBe(`p${99_999 % 777}`);
  expect(columns.metadata.map(({ name, values }) => [name, values[7]])).toEqual([
    ['sex', 'male'],
    ['age', '7'],
    ['site', 'back'],
  ]);
});
