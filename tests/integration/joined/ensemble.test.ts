import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBundle } from '../../../electron/core/export/openBundle.ts';
import { scorePhotos } from '../../../electron/core/scoring/scorePhotos.ts';
import { logit } from '../../../electron/shared/metrics/logisticFit.ts';
import type { EvaluationDetail } from '../../../electron/shared/schemas/evaluation.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { failureOf } from '../../support/engine.ts';
import { openStudy, quickHead, quickTuning, writeStudy } from '../../support/smallStudy.ts';
import type { Study } from '../../support/smallStudy.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';

let root: string;
let study: Study;
const runs: Record<'head' | 'other' | 'tuned', string> = { head: '', other: '', tuned: '' };

async function train(name: string, config: TrainConfig): Promise<string> {
  const { app, datasetId } = study;
  const { jobId, runId } = await app.call('run.start', { datasetId, name, config });
  await app.context.jobs.finished(jobId);
  return runId;
}

async function average(name: string, runIds: string[]): Promise<string> {
  const { jobId, runId } = await study.app.call('run.ensemble', { runIds, name });
  await study.app.context.jobs.finished(jobId);
  return runId;
}

async function ofValid(runId: string): Promise<EvaluationDetail> {
  const { app } = study;
  const { evaluations } = await app.call('evaluation.list', { runId });
  const own = evaluations.find(({ source }) => source.kind === 'split' && source.split === 'valid');
  return app.call('evaluation.get', { id: own?.id ?? '' });
}

const scoresOf = async (runId: string): Promise<number[]> => [...(await ofValid(runId)).scores.scores];

function expectMean(scores: readonly number[], parts: readonly (readonly number[])[]): void {
  expect(scores.length).toBeGreaterThan(6);
  scores.forEach((score, place) => {
    const odds = parts.map((own) => logit(own[place] ?? Number.NaN));
    const mean = odds.reduce((sum, value) => sum + value, 0) / odds.length;
    expect(Math.abs(logit(score) - mean)).toBeLessThan(1e-6);
  });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-ensemble-'));
  study = await openStudy(join(root, 'data'), await writeStudy(join(root, 'photos')));
  writeTinyBackbone(join(study.dataDir, 'backbones/twin'), 2, { id: 'twin' });
  runs.head = await train('head', { ...quickHead, views: 'flips' });
  runs.other = await train('other', { ...quickHead, backboneId: 'twin', views: 'flips', seed: 8 });
  const { tuning } = quickTuning;
  runs.tuned = await train('tuned', { ...quickTuning, epochs: 2, tuning: { ...tuning, members: 2 } });
}, 120_000);
afterAll(async () => {
  await study.app.close();
  await rm(root, { recursive: true, force: true });
});

it('scores by the mean of the log-odds, every run counting the same whatever its members', async () => {
  const { app } = study;
  const id = await average('all three', [runs.head, runs.tuned, runs.other]);
  const { run, notes = [], classes, layers } = await app.call('run.get', { id });
  expect(run).toMatchObject({ state: 'finished', bestEpoch: null, error: null, config: { views: 'flips' } });
  expect(run.config.ensemble?.map(({ name }) => name)).toEqual(['head', 'tuned', 'other']);
  expect(classes).toBeUndefined();
  expect(layers.length).toBeGreaterThan(6);
  expect(notes.map(({ code }) => code)).toEqual(['ENSEMBLE', 'TEST_VIEWS']);
  const parts = await Promise.all([runs.head, runs.tuned, runs.other].map(scoresOf));
  expectMean(await scoresOf(id), parts);
  const hashes = new Set((await app.call('run.list', {})).runs.map(({ modelHash }) => modelHash));
  expect(hashes.size).toBe((await app.call('run.list', {})).runs.length);
});

it('is the same model when it is made again, and needs none of its parts afterwards', async () => {
  const { app } = study;
  const gone = await train('short-lived', { ...quickHead, seed: 21 });
  const parts = [gone, await train('stays', { ...quickHead, seed: 22 })];
  const [first, second] = [await average('first', parts), await average('second', parts)];
  const hashOf = async (id: string) => (await app.call('run.get', { id })).run.modelHash;
  expect(await hashOf(second)).toBe(await hashOf(first));
  const expected = await Promise.all(parts.map(scoresOf));
  expectMean(await scoresOf(first), expected);
  await app.call('run.remove', { id: gone });
  const { jobId, evaluationId } = await app.call('evaluation.start', {
    runId: first,
    source: { kind: 'split', split: 'valid' },
  });
  await app.context.jobs.finished(jobId);
  const again = await app.call('evaluation.get', { id: evaluationId });
  expectMean([...again.scores.scores], expected);
  for (const format of ['bundle', 'savedmodel'] as const) {
    const to = { kind: 'exactly', path: join(root, format) } as const;
    const exported = await app.call('run.export', { id: first, format, to });
    await app.context.jobs.finished(exported.jobId);
  }
  const { model } = await openBundle(join(root, 'bundle'));
  const paths = again.scores.paths.map((path) => ({ path, sha256: null }));
  const bundled = await scorePhotos(app.context.engines.compute, model, paths, {
    signal: new AbortController().signal,
  });
  bundled.forEach((photo, place) => {
    const score = photo.status === 'ok' ? photo.score : Number.NaN;
    expect(Math.abs(score - (again.scores.scores[place] ?? 0))).toBeLessThan(1e-12);
  });
});

async function cardOf(runId: string): Promise<string> {
  const path = join(root, `${runId}.md`);
  const { jobId } = await study.app.call('report.start', {
    evaluationId: (await ofValid(runId)).evaluation.id,
    path,
    format: 'modelCardMarkdown',
    language: 'en',
    prevalence: null,
    author: '',
    compareWith: [],
  });
  await study.app.context.jobs.finished(jobId);
  return readFile(path, 'utf8');
}

it('says in a report that it is an average, and nothing of a training that there was not', async () => {
  const card = await cardOf(await average('reported', [runs.head, runs.other]));
  expect(card).toContain('head, other: the log-odds are the mean of those of these runs');
  expect(card).toContain('Average of head, other'); // the network's name
  const ofPart = await cardOf(runs.head);
  for (const word of ['Optimiser', 'Chosen checkpoint', 'Early stopping']) {
    expect([ofPart.includes(word), card.includes(word)]).toEqual([true, false]);
  }
});

it('averages runs of equal classes class by class', async () => {
  const other = await train('tuned again', { ...quickTuning, epochs: 1, seed: 5 });
  const id = await average('classes', [runs.tuned, other]);
  const { classes = [] } = await study.app.call('run.get', { id });
  expect(classes.map(({ name }) => name)).toEqual(['keratosis', 'naevus', 'melanoma']);
  const parts = await Promise.all([runs.tuned, other].map(scoresOf));
  expectMean(await scoresOf(id), parts);
  expect((await ofValid(id)).fine?.classes).toHaveLength(3);
});

it('refuses what would flatter or mislead', async () => {
  const { app, datasetId } = study;
  const refused = async (runIds: string[], name = 'refused') =>
    (await failureOf(app.call('run.ensemble', { runIds, name }))).details['reason'] ?? null;
  const nested = await average('inner', [runs.head, runs.other]);
  expect(await refused([nested, runs.tuned])).toBe('ENSEMBLE');
  expect(await refused([runs.head, runs.head])).toBeNull();
  expect((await failureOf(app.call('run.ensemble', { runIds: [runs.head, runs.other], name: 'inner' }))).code).toBe(
    'ALREADY_EXISTS',
  );
  const { run } = await app.call('run.get', { id: nested });
  const trained = await failureOf(app.call('run.start', { datasetId, name: 'again', config: run.config }));
  expect(trained.details['reason']).toBe('ENSEMBLE');
  const { photos } = await app.call('photo.list', { datasetId, offset: 0, limit: 1 });
  app.context.database
    .prepare("UPDATE run_photos SET split = 'valid' WHERE run_id = ? AND path = ?")
    .run(runs.other, photos[0]?.path ?? '');
  expect(await refused([runs.head, runs.other])).toBe('OTHER_PHOTOS');
});
