import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { updateRun } from '../../../electron/core/database/runs.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { MOST_UNPACKED_BYTES } from '../../../electron/core/evaluation/package/readPackage.ts';
import { failureOf, openApp, temporaryFolder } from '../core/support.ts';
import { coreWithRun, fourRows, row, store } from './stored.ts';

const savedFrom = async () => {
  const app = await coreWithRun({ now: () => new Date('2026-05-06T07:08:09Z') });
  await app.call('run.setThreshold', { id: 'r', value: 0.23, source: 'tutorial', target: null });
  store(app, 't', 'test', fourRows());
  const path = join(temporaryFolder(), 'mine.lesionlab');
  const saved = await app.call('evaluation.savePackage', { id: 't', path });
  return { app, path, saved };
};
const textOf = (path: string): string => gunzipSync(readFileSync(path)).toString('utf8');
const reasonOf = async (path: string) => {
  const { app } = await openApp();
  const failure = await failureOf(app.call('evaluation.openPackage', { path }));
  expect((await app.call('evaluation.list', {})).evaluations).toEqual([]);
  return { reason: failure.details['reason'], message: failure.message, remedy: failure.details['remedy'] };
};

test('it opens on another computer with the same scores, labels, metadata, decision and provenance', async () => {
  const { app, path, saved } = await savedFrom();
  expect(saved.sizeBytes).toBe(statSync(path).size);
  const here = await app.call('evaluation.get', { id: 't' });
  const { app: other } = await openApp();
  const { evaluationId } = await other.call('evaluation.openPackage', { path });
  const there = await other.call('evaluation.get', { id: evaluationId });
  expect(there.evaluation).toMatchObject({
    runId: null,
    name: 'First',
    opened: true,
    n: 4,
    source: { kind: 'split', split: 'test' },
    modelHash: here.evaluation.modelHash,
    createdAt: here.evaluation.createdAt,
    threshold: here.evaluation.threshold,
    unreadable: [{ path: '4.jpg', code: 'TRUNCATED', message: 'half: 4.jpg' }],
  });
  for (const column of ['labels', 'scores', 'classNames'] as const) {
    expect(there.scores[column]).toEqual(here.scores[column]);
  }
  expect(there.scores.paths).toEqual(['1.jpg', '2.jpg', '3.jpg', '5.jpg']);
  const columns = await other.call('evaluation.columns', { id: evaluationId });
  // the same rows belong together, under no name
  expect(columns.groups).toEqual(['1', '2', '1', null]);
  expect(columns.groupColumn).toBe('patient');
  expect(columns.metadata).toEqual((await app.call('evaluation.columns', { id: 't' })).metadata);
  const provenance = await other.call('evaluation.provenance', { id: evaluationId });
  expect(provenance.run?.run).toMatchObject({ id: 'r', name: 'First', threshold: { value: 0.23 } });
  expect(provenance.openings).toEqual((await app.call('run.testOpenings', { id: 'r' })).openings);
  expect(provenance.dataset).toMatchObject({ name: 'Moles' });
});

test('it names no folder and no patient, and carries the notice', async () => {
  const app = await coreWithRun();
  const warning = { code: 'CONFLICTING_ROWS', details: { count: 1, first: ['Mrs Brown/1.jpg'] } };
  app.context.database
    .prepare("UPDATE datasets SET report = json_set(report, '$.warnings', json(?)) WHERE id = 'd'")
    .run(JSON.stringify([warning]));
  updateRun(app.context.database, 'r', {
    unreadable: [{ path: '/elsewhere/6.jpg', code: 'TRUNCATED', message: 'half: /elsewhere/6.jpg' }],
  });
  store(app, 'v', 'valid', fourRows());
  const path = join(temporaryFolder(), 'v.lesionlab');
  await app.call('evaluation.savePackage', { id: 'v', path });
  const text = textOf(path);
  expect(text).toContain(NOTICE);
  expect(text).toContain('CONFLICTING_ROWS');
  for (const private_ of ['/photos', '/elsewhere', 'Mrs Brown', 'patient 1', 'patient 2'])
    expect(text).not.toContain(private_);
});

test('the same evaluation at the same time is the same file, byte for byte', async () => {
  const { app, path } = await savedFrom();
  const again = join(temporaryFolder(), 'again.lesionlab');
  await app.call('evaluation.savePackage', { id: 't', path: again });
  expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
});

test('opened twice it is one evaluation, as it was left here; saved from here it opens again', async () => {
  const { path } = await savedFrom();
  const { app } = await openApp();
  const { evaluationId: id } = await app.call('evaluation.openPackage', { path });
  await app.call('evaluation.rename', { id, name: 'Theirs' });
  await app.call('evaluation.setThreshold', { id, value: 0.7, source: 'manual', target: null });
  expect(await app.call('evaluation.openPackage', { path })).toEqual({ evaluationId: id });
  expect((await app.call('evaluation.list', {})).evaluations).toMatchObject([{ id, name: 'Theirs' }]);

  const onward = join(temporaryFolder(), 'onward.lesionlab');
  await app.call('evaluation.savePackage', { id, path: onward });
  const { app: third } = await openApp();
  const { evaluationId } = await third.call('evaluation.openPackage', { path: onward });
  const { evaluation, scores } = await third.call('evaluation.get', { id: evaluationId });
  expect(evaluation).toMatchObject({ name: 'Theirs', threshold: { value: 0.7, source: 'manual' } });
  expect(scores.scores).toEqual([0.9, 0.7, 0.2, 0.1]);
  expect((await third.call('evaluation.provenance', { id: evaluationId })).run?.run.id).toBe('r');
});

test('where it was saved it opens beside the original, under another name', async () => {
  const { app, path } = await savedFrom();
  const { evaluationId } = await app.call('evaluation.openPackage', { path });
  expect(evaluationId).not.toBe('t');
  expect((await app.call('evaluation.get', { id: evaluationId })).evaluation.name).toBe('First 2');
});

test('photos of one name in two folders stay apart', async () => {
  const app = await coreWithRun();
  store(app, 'v', 'valid', [row('/a/1.jpg', 1, 0.5), row('C:\\b\\1.jpg', 0, 0.4), row('/c/1 (2).jpg', 0, 0.3)]);
  const path = join(temporaryFolder(), 'v.lesionlab');
  await app.call('evaluation.savePackage', { id: 'v', path });
  const { evaluationId } = await (await openApp()).app.call('evaluation.openPackage', { path });
  expect(evaluationId).not.toBe('');
  const document: unknown = JSON.parse(textOf(path));
  expect(document).toMatchObject({ rows: { paths: ['1.jpg', '1 (3).jpg', '1 (2).jpg'] } });
});

test('a cut file, a changed one, another format, a newer version and a bomb are refused in words', async () => {
  const { path } = await savedFrom();
  const folder = temporaryFolder();
  const altered = (name: string, bytes: Uint8Array): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const text = textOf(path);
  const cut = altered('cut.lesionlab', readFileSync(path));
  truncateSync(cut, statSync(cut).size - 20);
  expect(await reasonOf(cut)).toMatchObject({
    reason: 'PACKAGE_DAMAGED',
    message: '"cut.lesionlab" is damaged: it was cut short or changed since it was saved.',
  });
  const changed = text.replace('"scores":[0.9', '"scores":[0.8');
  expect(changed).not.toBe(text);
  expect(await reasonOf(altered('changed.lesionlab', gzipSync(changed)))).toMatchObject({ reason: 'PACKAGE_DAMAGED' });
  expect(await reasonOf(altered('half.lesionlab', gzipSync(text.slice(0, 500))))).toMatchObject({
    reason: 'PACKAGE_DAMAGED',
  });
  const newer = text.replace('"version":1', '"version":2');
  expect(await reasonOf(altered('newer.lesionlab', gzipSync(newer)))).toMatchObject({ reason: 'PACKAGE_NEWER' });
  for (const other of [Buffer.from('id,label,score\n'), gzipSync('{"format":"other","version":1}'), Buffer.alloc(0)]) {
    expect(await reasonOf(altered('other.lesionlab', other))).toMatchObject({
      reason: 'NOT_A_PACKAGE',
      remedy: 'Choose a .lesionlab file; a CSV of scores is imported instead.',
    });
  }
  expect(await reasonOf(folder)).toMatchObject({ reason: 'NOT_A_PACKAGE' });
  const bomb = gzipSync(Buffer.alloc(MOST_UNPACKED_BYTES + 1), { level: 1 });
  expect(await reasonOf(altered('bomb.lesionlab', bomb))).toMatchObject({ reason: 'PACKAGE_TOO_LARGE' });
}, 60_000);

test('100,000 rows are saved and opened in seconds', async () => {
  const app = await coreWithRun();
  const metadata = { sex: 'female', site: 'back' };
  const rows = Array.from({ length: 100_000 }, (_, n) =>
    row(`/photos/${n}.jpg`, n % 5 === 0 ? 1 : 0, ((n * 7919) % 100_003) / 100_003, { group: `p${n % 999}`, metadata }),
  );
  store(app, 'v', 'valid', rows);
  const path = join(temporaryFolder(), 'large.lesionlab');
  const started = performance.now();
  const { sizeBytes } = await app.call('evaluation.savePackage', { id: 'v', path });
  const { app: other } = await openApp();
  const { evaluationId } = await other.call('evaluation.openPackage', { path });
  const ms = Math.round(performance.now() - started);
  console.log(`100,000 rows: ${(sizeBytes / 1e6).toFixed(1)} MB, saved and opened in ${ms} ms`);
  expect(ms).toBeLessThan(20_000);
  const { scores } = await other.call('evaluation.get', { id: evaluationId });
  expect(scores.scores[99_999]).toBe(rows[99_999]?.score);
}, 60_000);
