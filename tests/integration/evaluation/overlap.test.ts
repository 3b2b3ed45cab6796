import { expect, test } from 'vitest';
import type { NewEvaluationRow } from '../../../electron/core/database/evaluations.ts';
import { insertEvaluation } from '../../../electron/core/database/evaluations.ts';
import { insertMany, transaction } from '../../../electron/core/database/rows.ts';
import { sha } from '../core/tableRows.ts';
import { coreWithRun, row } from './stored.ts';

const hashOf = (n: number): string => n.toString(16).padStart(64, '0');
const ofFolder = (from: number, count: number): NewEvaluationRow[] =>
  Array.from({ length: count }, (_, i) =>
    row(`/folder/${i}.jpg`, i % 5 === 0 ? 1 : 0, 0.5, { sha256: hashOf(from + i) }),
  );

/** A core whose run has 30,000 photos more, the last 1,000 of them in its test split, and how evaluations of folders are stored. */
async function coreWithMany() {
  const app = await coreWithRun();
  const { database, now } = app.context;
  transaction(database, () =>
    insertMany(
      database,
      'run_photos',
      Array.from({ length: 30_000 }, (_, i) => ({
        run_id: 'r',
        position: 10 + i,
        split: i < 29_000 ? 'train' : 'test',
        path: `/photos/${i}.jpg`,
        sha256: hashOf(i),
        label: 0,
        class_name: 'nevus',
      })),
    ),
  );
  const storeFolder = (id: string, rows: NewEvaluationRow[]): void =>
    transaction(database, () =>
      insertEvaluation(
        database,
        {
          id,
          runId: 'r',
          source: { kind: 'folder', path: `/${id}`, mapping: {} },
          createdAt: now().toISOString(),
          modelHash: sha('c'),
          groupColumn: null,
        },
        rows,
      ),
    );
  return { app, storeFolder };
}

test('a folder of 30,000 photos is compared with a run of as many, and with folders before it, in seconds', async () => {
  const { app, storeFolder } = await coreWithMany();
  storeFolder('strange', ofFolder(100_000, 30_000));
  storeFolder('known', ofFolder(15_000, 30_000));
  storeFolder('again', ofFolder(44_999, 1));
  const started = performance.now();
  const { evaluations } = await app.call('evaluation.list', { runId: 'r' });
  expect(performance.now() - started).toBeLessThan(5000);
  const [again, known, strange] = evaluations;
  expect(strange?.overlap).toEqual({ train: 0, valid: 0, test: 0, seenAt: strange?.createdAt });
  expect(known?.overlap).toEqual({ train: 14_000, valid: 0, test: 1000, seenAt: known?.createdAt });
  expect(again?.overlap).toEqual({ train: 0, valid: 0, test: 0, seenAt: known?.createdAt });
});

test('a listing reads what was counted when the folders were stored; what was seen stays seen', async () => {
  const { app, storeFolder } = await coreWithMany();
  const { database } = app.context;
  for (const n of [0, 1, 2]) storeFolder(`f${n}`, ofFolder(n * 20_000, 100_000));
  const listed = () => app.call('evaluation.list', { runId: 'r' });
  const before = (await listed()).evaluations;
  expect(before.map(({ overlap }) => overlap?.train)).toEqual([0, 9000, 29_000]);
  const costs: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const from = process.cpuUsage();
    await listed();
    const { user, system } = process.cpuUsage(from);
    costs.push((user + system) / 1000);
  }
  console.log(`a listing of three folders of 100,000 photos: ${costs.map((ms) => ms.toFixed(1)).join(', ')} ms`);
  expect(costs.toSorted((a, b) => a - b)[2]).toBeLessThan(20);

  await app.call('evaluation.remove', { id: 'f0' });
  expect((await listed()).evaluations).toEqual(before.slice(0, 2));
  // as an older version left them: counted when they are asked for, and stored then
  database.exec('UPDATE evaluations SET overlap = NULL');
  const { evaluations } = await listed();
  expect(evaluations.map(({ overlap }) => overlap)).toEqual([
    { ...before[0]?.overlap, seenAt: before[1]?.createdAt },
    { ...before[1]?.overlap, seenAt: before[1]?.createdAt },
  ]);
  expect(database.prepare('SELECT count(overlap) AS n FROM evaluations').get()).toEqual({ n: 2 });
});

test('photos that could not be scored are not seen, and other evaluations have no such thing', async () => {
  const { app, storeFolder } = await coreWithMany();
  const broken = ofFolder(0, 2).map((each, i) =>
    i === 0 ? { ...each, score: null, error: { code: 'TRUNCATED' as const, message: 'half' } } : each,
  );
  storeFolder('folder', broken);
  const { evaluation } = await app.call('evaluation.get', { id: 'folder' });
  expect(evaluation.overlap).toMatchObject({ train: 1 });
  const { evaluations } = await app.call('evaluation.list', {});
  expect(
    evaluations.filter(({ source }) => source.kind !== 'folder').every(({ overlap }) => overlap === undefined),
  ).toBe(true);
});
