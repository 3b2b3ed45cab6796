import { expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import { openTest } from '../../../electron/core/evaluation/openings.ts';
import { listTestOpenings } from '../../../electron/core/database/testOpenings.ts';
import { transaction } from '../../../electron/core/database/rows.ts';
import { failureOf } from '../core/support.ts';
import { coreWithRun, fourRows, store } from './stored.ts';

const opened = async (app: App) => (await app.call('evaluation.list', {})).evaluations[0]?.opened;
const count = async (app: App) => (await app.call('run.testOpenings', { id: 'r' })).openings.length;
const manual = { id: 'r', source: 'manual', target: null } as const;

test('a test evaluation locks the threshold and counts who opened it, with the decision that stood', async () => {
  const app = await coreWithRun({ holder: 'window' });
  await app.call('run.setThreshold', { ...manual, value: 0.23 });
  store(app, 't', 'test', fourRows());
  const { evaluation } = await app.call('evaluation.get', { id: 't' });
  expect(evaluation).toMatchObject({ opened: true, threshold: { value: 0.23 } });
  expect(evaluation.threshold.lockedAt).not.toBeNull();
  expect(await app.call('run.testOpenings', { id: 'r' })).toMatchObject({
    openings: [{ runId: 'r', runName: 'First', datasetId: 'd', evaluationId: 't', threshold: 0.23, by: 'window' }],
  });
});

test('the same decision shown again is the same opening, and so is another evaluation under it', async () => {
  const app = await coreWithRun();
  store(app, 't', 'test', fourRows());
  const first = (await app.call('run.testOpenings', { id: 'r' })).openings[0];
  expect(await app.call('evaluation.openTest', { id: 't' })).toEqual(first);
  store(app, 'u', 'test', fourRows());
  expect(await count(app)).toBe(1);
  expect(first?.by).toBe('command');
});

test('a locked threshold is moved only by unlocking, which closes the test split until it is opened and counted again', async () => {
  const app = await coreWithRun();
  store(app, 't', 'test', fourRows());
  const refused = await failureOf(app.call('run.setThreshold', { ...manual, value: 0.4 }));
  expect(refused).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'THRESHOLD_LOCKED' } });
  await app.call('run.setThreshold', { ...manual, value: 0.4, unlock: true });
  expect(await opened(app)).toBe(false);
  for (const closed of [
    app.call('evaluation.get', { id: 't' }),
    app.call('evaluation.savePackage', { id: 't', path: '/nowhere/t.lesionlab' }),
    app.call('evaluation.exportErrors', { id: 't', folder: '/nowhere', copyPhotos: false }),
  ]) {
    expect(await failureOf(closed)).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'TEST_CLOSED' } });
  }
  const { openedAt, ...again } = await app.call('evaluation.openTest', { id: 't' });
  expect(again).toMatchObject({ threshold: 0.4, evaluationId: 't' });
  expect(openedAt).toMatch(/^2026-/);
  expect(await opened(app)).toBe(true);
  expect(await count(app)).toBe(2);

  // locked anew at the same value: what was seen in between may have mattered
  await app.call('run.lockThreshold', { id: 'r', locked: false });
  await app.call('run.lockThreshold', { id: 'r', locked: true });
  expect(await opened(app)).toBe(false);
  await app.call('evaluation.openTest', { id: 't' });
  expect(await count(app)).toBe(3);
});

test('only test splits of runs are opened; other evaluations are open', async () => {
  const app = await coreWithRun();
  store(app, 'v', 'valid', fourRows());
  expect(await opened(app)).toBe(true);
  expect(await failureOf(app.call('evaluation.openTest', { id: 'v' }))).toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'NOT_A_TEST' },
  });
  expect((await app.call('run.get', { id: 'r' })).run.threshold.lockedAt).toBeNull();
});

test('openings outlive evaluation, run and data set', async () => {
  const app = await coreWithRun();
  store(app, 't', 'test', fourRows());
  await app.call('evaluation.remove', { id: 't' });
  expect(await count(app)).toBe(1);
  await app.call('run.remove', { id: 'r' });
  await app.call('dataset.remove', { id: 'd' });
  expect(listTestOpenings(app.context.database, 'd')).toMatchObject([{ runName: 'First' }]);
});

test('a transaction that fails keeps neither lock nor opening', async () => {
  const app = await coreWithRun();
  store(app, 't', 'test', fourRows());
  await app.call('run.lockThreshold', { id: 'r', locked: false });
  expect(() =>
    transaction(app.context.database, () => {
      openTest(app.context, 't');
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect(await count(app)).toBe(1);
  expect((await app.call('run.get', { id: 'r' })).run.threshold.lockedAt).toBeNull();
});
