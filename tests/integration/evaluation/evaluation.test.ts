import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../electron/core/app.ts';
import { createApp } from '../../../electron/core/app.ts';
import { optimismOf } from '../../../electron/core/evaluation/optimism.ts';
import { defaultRuntimeDir } from '../../../electron/core/paths.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { GREEN, RED, tile, writeTiles } from '../../support/tiles.ts';
import { importFrom } from '../core/importing.ts';

const config: TrainConfig = { ...recommendedPreset, preset: 'custom', views: 'one', epochs: 10 };
let root: string;
let photos: string;
let app: App;
let datasetId: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-evaluation-'));
  photos = join(root, 'photos');
  await writeTiles(photos, {
    train: { melanoma: { colour: RED, count: 6 }, naevus: { colour: GREEN, count: 6 } },
    valid: { melanoma: { colour: RED, count: 3 }, naevus: { colour: GREEN, count: 3 } },
    test: { melanoma: { colour: RED, count: 2 }, naevus: { colour: GREEN, count: 3 } },
  });
  app = await createApp({
    dataDir: join(root, 'data'),
    runtimeDir: defaultRuntimeDir(process.env),
    holder: 'command',
    emit: () => undefined,
  });
  const { detail } = await importFrom(app, {
    source: photos,
    name: 'tiles',
    mapping: { melanoma: 'malignant', naevus: 'benign' },
  });
  datasetId = detail.dataset.id;
}, 300_000);
afterAll(async () => {
  await app.close();
  await rm(root, { recursive: true, force: true });
});

async function train(name: string): Promise<string> {
  const { jobId, runId } = await app.call('run.start', { datasetId, name, config });
  await app.context.jobs.finished(jobId);
  return runId;
}

it('leaves out photos that are gone or changed since the import, and lists them with the run', async () => {
  const gone = join(photos, 'train/melanoma/2.jpg');
  const changed = join(photos, 'valid/naevus/1.jpg');
  await rm(gone);
  await writeFile(changed, await tile(GREEN, 4711));

  const before = await app.call('run.estimate', { datasetId, config });
  expect(before).toMatchObject({ trainCount: 12, validCount: 6, toExtract: 18 });
  expect(before.secondsExtract).toBeGreaterThan(0);

  const runId = await train('with gaps');
  const { run, unreadable } = await app.call('run.get', { id: runId });
  expect(run).toMatchObject({ state: 'finished', trainCount: 11, validCount: 5 });
  expect(unreadable.map(({ path, code }) => [path, code])).toEqual([
    [gone, 'NOT_FOUND'],
    [changed, 'CHANGED'],
  ]);
  const { evaluations } = await app.call('evaluation.list', { runId });
  expect(evaluations).toHaveLength(1);
  expect(evaluations[0]).toMatchObject({ n: 5, source: { kind: 'split', split: 'valid' } });
  expect(evaluations[0]?.unreadable).toMatchObject([{ path: changed, code: 'CHANGED' }]);

  const after = await app.call('run.estimate', { datasetId, config });
  expect(after.toExtract).toBe(2);
});

it('knows photos of its own splits in a folder: those of the test split are an opening, which is counted', async () => {
  const runId = await train('by folder');
  const judge = async (split: string) => {
    const { jobId, evaluationId } = await app.call('evaluation.start', {
      runId,
      source: { kind: 'folder', path: join(photos, split), mapping: { melanoma: 'malignant', naevus: 'benign' } },
    });
    await app.context.jobs.finished(jobId);
    return (await app.call('evaluation.get', { id: evaluationId })).evaluation;
  };
  const openings = async () =>
    (await app.call('run.testOpenings', { id: runId })).openings.filter((opening) => opening.runId === runId);
  const learned = await judge('train');
  expect(learned.overlap).toMatchObject({ train: 11, valid: 0, test: 0, seenAt: learned.createdAt });
  expect(await openings()).toEqual([]);
  expect((await app.call('run.get', { id: runId })).run.threshold.lockedAt).toBeNull();

  const first = await judge('test');
  expect(first.overlap).toMatchObject({ train: 0, valid: 0, test: 5, seenAt: first.createdAt });
  expect(first.threshold.lockedAt).not.toBeNull();
  expect(await openings()).toMatchObject([{ evaluationId: first.id, threshold: 0.5 }]);
  // again under the same decision: the same opening; by its split too
  expect((await judge('test')).overlap?.seenAt).toBe(first.createdAt);
  expect(await openings()).toHaveLength(1);
  const moved = { id: runId, value: 0.4, source: 'manual', target: null } as const;
  await expect(app.call('run.setThreshold', moved)).rejects.toMatchObject({ details: { reason: 'THRESHOLD_LOCKED' } });
  await app.call('run.setThreshold', { ...moved, unlock: true });
  const third = await judge('test');
  expect(await openings()).toMatchObject([{ threshold: 0.5 }, { threshold: 0.4, evaluationId: third.id }]);
  expect(optimismOf(third, await openings())).toBe('BY_HAND');
  expect(optimismOf(learned, await openings())).toBe('FITTED');
  await app.call('run.remove', { id: runId });
});

it('evaluates the photos that the run began with, though the data set is gone since', async () => {
  const runId = await train('frozen');
  await app.call('dataset.remove', { id: datasetId });
  const { jobId, evaluationId } = await app.call('evaluation.start', {
    runId,
    source: { kind: 'split', split: 'test' },
  });
  await app.context.jobs.finished(jobId);
  const detail = await app.call('evaluation.get', { id: evaluationId });
  const { evaluation, scores } = detail;
  expect(evaluation).toMatchObject({ n: 5, opened: true });
  const { openings } = await app.call('run.testOpenings', { id: runId });
  expect(openings.filter((opening) => opening.runId === runId)).toMatchObject([
    { runId, datasetId, evaluationId, threshold: 0.5, by: 'command' },
  ]);
  expect(scores.labels.filter((label) => label === 1)).toHaveLength(2);
  expect(scores.paths.every((path) => path.includes('/test/'))).toBe(true);
  expect(scores.rowIds).toHaveLength(5);

  // What is stored opens when the photos are gone too.
  await rm(photos, { recursive: true });
  expect(await app.call('evaluation.get', { id: evaluationId })).toEqual(detail);
});

it('refuses a split without photos, and a run that is not there', async () => {
  const { runs } = await app.call('run.list', {});
  const runId = z.string().parse(runs[0]?.id);
  await expect(
    app
      .call('evaluation.start', { runId, source: { kind: 'folder', path: join(root, 'none'), mapping: {} } })
      .then(({ jobId }) => app.context.jobs.finished(jobId)),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(
    app.call('evaluation.start', { runId: 'none', source: { kind: 'split', split: 'valid' } }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('keeps run names apart, and removes a run with its scores and files', async () => {
  const { runs } = await app.call('run.list', {});
  const [first, second] = runs.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('two runs were made');
  await expect(app.call('run.rename', { id: first, name: 'with gaps' })).rejects.toMatchObject({
    code: 'ALREADY_EXISTS',
  });
  expect((await app.call('run.rename', { id: first, name: 'renamed' })).name).toBe('renamed');
  const threshold = { value: 0.25, source: 'manual', target: null } as const;
  // its test split was opened above, which locked the threshold
  await expect(app.call('run.setThreshold', { id: first, ...threshold })).rejects.toMatchObject({
    details: { reason: 'THRESHOLD_LOCKED' },
  });
  const { threshold: moved } = await app.call('run.setThreshold', { id: first, ...threshold, unlock: true });
  expect(moved).toMatchObject(threshold);
  await app.call('run.remove', { id: first });
  await expect(app.call('run.get', { id: first })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await app.call('evaluation.list', { runId: first })).evaluations).toEqual([]);
  expect((await app.call('run.list', {})).runs.map(({ id }) => id)).toEqual([second]);
});
