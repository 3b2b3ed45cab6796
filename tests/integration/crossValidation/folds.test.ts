import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { crossValidationPhotos } from '../../../electron/core/database/crossValidationPhotos.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import type { CrossValidationDetail } from '../../../electron/shared/schemas/crossValidation.ts';
import type { EvaluationDetail } from '../../../electron/shared/schemas/evaluation.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { openStudy, quickHead, writeStudy } from '../../support/smallStudy.ts';
import type { Study } from '../../support/smallStudy.ts';

let root: string;
let photos: { source: string; labelsCsv: string };
let study: Study;
let detail: CrossValidationDetail;
let evaluation: EvaluationDetail;

async function validate({ app, datasetId }: Study, name: string, config: TrainConfig = quickHead, seed = 7) {
  const request = { datasetId, name, config, folds: 4, seed };
  const { jobId, crossValidationId } = await app.call('crossValidation.start', request);
  await app.context.jobs.finished(jobId);
  return app.call('crossValidation.get', { id: crossValidationId });
}

async function evaluationOf({ app }: Study, { crossValidation }: CrossValidationDetail): Promise<EvaluationDetail> {
  return app.call('evaluation.get', { id: crossValidation.evaluationId ?? '' });
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-folds-'));
  photos = await writeStudy(join(root, 'photos'));
  study = await openStudy(join(root, 'data'), photos);
  detail = await validate(study, 'plain');
  evaluation = await evaluationOf(study, detail);
}, 120_000);
afterAll(async () => {
  await study.app.close();
  await rm(root, { recursive: true, force: true });
});

it('scores every photo of train and valid once, and none of the test split', async () => {
  const { photos: all } = await study.app.call('photo.list', { datasetId: study.datasetId, offset: 0, limit: 1000 });
  const wanted = all.filter(({ split }) => split !== 'test').map(({ path }) => path);
  expect(all.some(({ split }) => split === 'test')).toBe(true);
  expect(evaluation.scores.paths).toEqual(wanted);
  expect(new Set(evaluation.scores.scores).size).toBeGreaterThan(wanted.length / 2);
  expect(detail.crossValidation).toMatchObject({ state: 'finished', doneFolds: 4, groupColumn: 'lesion', error: null });
  expect(detail.folds.map(({ heldOutCount }) => heldOutCount).reduce((a, b) => a + b)).toBe(wanted.length);
});

it('divides neither a lesion nor a copy, and lets no held-out photo choose the epoch', () => {
  const rows = crossValidationPhotos(study.app.context.database, detail.crossValidation.id);
  const foldsOf = (keyOf: (row: (typeof rows)[number]) => string | null) => {
    const found = new Map<string, Set<number>>();
    for (const row of rows) {
      const key = keyOf(row);
      if (key !== null) found.set(key, (found.get(key) ?? new Set()).add(row.fold));
    }
    return [...found.values()].map(({ size }) => size);
  };
  expect(Math.max(...foldsOf(({ group }) => group))).toBe(1);
  expect(Math.max(...foldsOf(({ sha256 }) => sha256))).toBe(1);
  expect(rows.length).toBeGreaterThan(new Set(rows.map(({ group }) => group)).size);
  expect(rows.length).toBe(new Set(rows.map(({ sha256 }) => sha256)).size + 1);
  for (const { validCount, trainCount, heldOutCount } of detail.folds) {
    expect(validCount).toBeGreaterThan(0);
    expect(trainCount + validCount + heldOutCount).toBe(rows.length);
  }
});

it('gives an evaluation like any other: its AUC is that of its scores, with groups, photos and a threshold of its own', async () => {
  const { labels, scores } = evaluation.scores;
  expect(detail.auc.value).toBe(auc(createScoreTable({ labels, scores })));
  expect(detail.auc.value).toBeGreaterThan(0.6);
  expect(detail.auc.low).toBeLessThan(detail.auc.value ?? 0);
  expect(evaluation.evaluation).toMatchObject({
    runId: null,
    name: 'plain',
    source: { kind: 'outOfFold', datasetId: study.datasetId, folds: 4 },
    origin: { kind: 'crossValidation', crossValidationId: detail.crossValidation.id },
    opened: true,
  });
  const { id } = evaluation.evaluation;
  const columns = await study.app.call('evaluation.columns', { id });
  expect(columns.groupColumn).toBe('lesion');
  expect(columns.photoIds.every((photo) => photo !== null)).toBe(true);
  const chosen = await study.app.call('evaluation.setThreshold', { id, value: 0.3, source: 'manual', target: null });
  expect(chosen.threshold.value).toBe(0.3);
  const provenance = await study.app.call('evaluation.provenance', { id });
  expect(provenance.dataset?.name).toBe('study');
  const path = join(root, 'plain.json');
  const report = { evaluationId: id, path, format: 'metricsJson', language: 'en', prevalence: null } as const;
  const { jobId } = await study.app.call('report.start', { ...report, author: '', compareWith: [] });
  await study.app.context.jobs.finished(jobId);
  const facts: unknown = JSON.parse(await readFile(path, 'utf8'));
  expect(facts).toMatchObject({ origin: 'crossValidation', outOfFold: { folds: 4 }, n: labels.length });
});

it('leaves no model behind', () => {
  expect(existsSync(join(study.dataDir, 'runs', detail.crossValidation.id))).toBe(false);
});

it('gives the same models and scores again, and others for other folds', async () => {
  const again = await validate(study, 'again');
  expect(again.folds.map(({ modelHash }) => modelHash)).toEqual(detail.folds.map(({ modelHash }) => modelHash));
  expect((await evaluationOf(study, again)).scores.scores).toEqual(evaluation.scores.scores);
  expect(again.crossValidation.division).toBe(detail.crossValidation.division);
  const other = await validate(study, 'other folds', quickHead, 8);
  expect(other.crossValidation.division).not.toBe(detail.crossValidation.division);
  expect((await evaluationOf(study, other)).scores.scores).not.toEqual(evaluation.scores.scores);
});

it('goes on after the engine was killed in two folds, to the same scores', async () => {
  const killed = await openStudy(join(root, 'killed'), photos);
  onTestFinished(() => killed.app.close());
  const config = { ...quickHead, epochs: 120 };
  const whole = await validate(study, 'long', config);
  const killedAt = new Set<number>();
  killed.onEvent((event, payload) => {
    if (event !== 'job.changed' || !('progress' in payload)) return;
    const fold = payload.progress?.parts?.find(({ name }) => name === 'fold')?.at ?? 0;
    const { pid } = killed.app.context.engines.compute;
    if (payload.progress?.phase !== 'epochs' || payload.progress.done < 40 || fold % 2 === 1 || pid === null) return;
    if (killedAt.has(fold)) return;
    killedAt.add(fold);
    process.kill(pid, 'SIGKILL');
  });
  const request = { datasetId: killed.datasetId, name: 'long', config, folds: 4 };
  const started = await killed.app.call('crossValidation.start', request);
  const id = started.crossValidationId;
  const { jobs } = killed.app.context;
  await expect(jobs.finished(started.jobId)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  const stopped = await killed.app.call('crossValidation.get', { id });
  expect(stopped.crossValidation).toMatchObject({ state: 'failed', doneFolds: 1, evaluationId: null });
  const second = await killed.app.call('job.resume', { id: started.jobId });
  await expect(jobs.finished(second.jobId)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  const third = await killed.app.call('job.resume', { id: second.jobId });
  await jobs.finished(third.jobId);
  const resumed = await killed.app.call('crossValidation.get', { id });
  expect([...killedAt]).toEqual([2, 4]);
  expect(resumed.folds.map(({ modelHash }) => modelHash)).toEqual(whole.folds.map(({ modelHash }) => modelHash));
  expect((await evaluationOf(killed, resumed)).scores.scores).toEqual((await evaluationOf(study, whole)).scores.scores);
}, 300_000);

it('is removed with its evaluation, and the recipe stays counted', async () => {
  const { app, datasetId } = study;
  const tried = await validate(study, 'to be removed', { ...quickHead, l2: 0.01 });
  const before = await app.call('crossValidation.compare', { datasetId });
  await app.call('crossValidation.remove', { id: tried.crossValidation.id });
  const after = await app.call('crossValidation.compare', { datasetId });
  expect(after.recipesTried).toBe(before.recipesTried);
  const names = ({ divisions }: typeof after) => divisions.flatMap(({ recipes }) => recipes.map(({ name }) => name));
  expect(names(before)).toContain('to be removed');
  expect(names(after)).not.toContain('to be removed');
  await expect(app.call('evaluation.get', { id: tried.crossValidation.evaluationId ?? '' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('refuses a taken name and more folds than the rarer label has photos', async () => {
  const { app, datasetId } = study;
  const start = (name: string, folds: number) =>
    app.call('crossValidation.start', { datasetId, name, config: quickHead, folds });
  await expect(start('plain', 4)).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await expect(start('many', 20)).rejects.toMatchObject({ code: 'TOO_FEW_PHOTOS' });
});
