import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { scoresTable } from '../../../electron/core/evaluation/scoresTable.ts';
import { openBundle } from '../../../electron/core/export/openBundle.ts';
import { scorePhotos } from '../../../electron/core/scoring/scorePhotos.ts';
import type { EvaluationDetail } from '../../../electron/shared/schemas/evaluation.ts';
import type { RunDetail, TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { importFrom } from '../core/importing.ts';
import { openStudy, quickHead, quickTuning, writeStudy } from '../../support/smallStudy.ts';
import type { Study } from '../../support/smallStudy.ts';
import { exportTo } from '../../support/smallRun.ts';

let root: string;
let photos: { source: string; labelsCsv: string };
let study: Study;
let run: RunDetail;
let valid: EvaluationDetail;

async function train({ app, datasetId }: Study, name: string, config: TrainConfig): Promise<RunDetail> {
  const { jobId, runId } = await app.call('run.start', { datasetId, name, config });
  await app.context.jobs.finished(jobId);
  return app.call('run.get', { id: runId });
}

async function evaluate({ app }: Study, runId: string): Promise<EvaluationDetail> {
  const { evaluations } = await app.call('evaluation.list', { runId });
  return app.call('evaluation.get', { id: evaluations[0]?.id ?? '' });
}

const manifestOf = ({ dataDir }: Study, runId: string): string => join(dataDir, 'runs', runId, 'manifest.json');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-tuned-'));
  photos = await writeStudy(join(root, 'photos'));
  study = await openStudy(join(root, 'data'), photos);
  run = await train(study, 'tuned', quickTuning);
  valid = await evaluate(study, run.run.id);
}, 120_000);
afterAll(async () => {
  await study.app.close();
  await rm(root, { recursive: true, force: true });
});

it('tells the classes apart that it was trained on, benign ones first, and says which layers learnt', () => {
  expect(run.classes).toEqual([
    { name: 'keratosis', malignant: false },
    { name: 'naevus', malignant: false },
    { name: 'melanoma', malignant: true },
  ]);
  expect(run.epochs).toHaveLength(4);
  expect(run.run.bestEpoch).toBe(4);
  const trained = run.layers.filter(({ trainable }) => trainable);
  expect(trained.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(run.run.trainableParameters);
  expect(run.layers.at(-1)).toMatchObject({ type: 'Dense (softmax)', outputShape: [3] });
  expect(run.notes?.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['PRESET_CUSTOM', 'UPPER_STAGES', 'CLASSES', 'KEEP_LAST']),
  );
});

it('counts the photos of each class by the class that they are taken for', () => {
  const { evaluation, fine, scores } = valid;
  expect(evaluation.epochFixed).toBe(run.run.config.tuning?.keep === 'last' ? true : undefined);
  expect(fine?.classes).toEqual(run.classes);
  const rows = fine?.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const own = run.classes?.map(({ name }) => scores.classNames.filter((className) => className === name).length);
  expect(rows).toEqual(own);
  expect(fine?.others).toBe(0);
});

it('gives a photo one score, as validation, prediction, test split, bundle and explanation', async () => {
  const { app } = study;
  const [path = '', score = -1] = [valid.scores.paths[0], valid.scores.scores[0]];
  const predicted = await app.call('prediction.create', { runId: run.run.id, path });
  expect(Math.abs((predicted.row.score ?? 0) - score)).toBeLessThan(1e-5);
  const explained = await app.call('explanation.get', { kind: 'prediction', id: predicted.id });
  expect(Math.abs(explained.score - score)).toBeLessThan(1e-5);
  const bundle = join(root, 'bundle');
  await exportTo(app, run.run.id, bundle);
  const { model, manifest } = await openBundle(bundle);
  expect(manifest.modelHash).toBe(run.run.modelHash);
  expect(manifest.backbone.name).toContain('fine-tuned');
  // The bundle holds all it needs: the run's own network is out of the way meanwhile.
  const own = join(study.dataDir, 'runs', run.run.id, 'network/saved_model.pb');
  await copyFile(own, join(root, 'kept.pb'));
  await rm(own);
  const [elsewhere] = await scorePhotos(app.context.engines.compute, model, [{ path, sha256: null }]);
  expect(elsewhere).toMatchObject({ status: 'ok' });
  expect(Math.abs((elsewhere?.status === 'ok' ? elsewhere.score : 0) - score)).toBeLessThan(1e-5);
  await expect(app.call('prediction.create', { runId: run.run.id, path })).rejects.toMatchObject({
    code: 'BACKBONE_MISSING',
  });
  await copyFile(join(root, 'kept.pb'), own);
  await exportTo(app, run.run.id, join(root, 'saved'), 'savedmodel');
  expect(existsSync(join(root, 'saved/saved_model.pb'))).toBe(true);
});

it('keeps the classes in a file for another computer, and writes each photo with its probabilities', async () => {
  const { app } = study;
  const path = join(root, 'tuned.lesionlab');
  await app.call('evaluation.savePackage', { id: valid.evaluation.id, path });
  const { evaluationId } = await app.call('evaluation.openPackage', { path });
  expect((await app.call('evaluation.get', { id: evaluationId })).fine).toEqual(valid.fine);
  const { header, rows } = scoresTable(app.context.database, valid.evaluation.id);
  expect(header.slice(0, 3)).toEqual(['id', 'label', 'score']);
  const named = header.indexOf('named class');
  expect(header[named + 3]).toBe('p melanoma (malignant)');
  expect(rows).toHaveLength(valid.scores.scores.length);
  for (const row of rows) {
    const probabilities = [1, 2, 3].map((step) => Number(row[named + step]));
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
    expect(probabilities[2]).toBeCloseTo(Number(row[2]), 5);
    const best = probabilities.indexOf(Math.max(...probabilities));
    expect(row[named]).toBe(run.classes?.[best]?.name);
  }
});

it('gives another head nothing of itself: a frozen run beside it uses the installed network', async () => {
  const frozen = await train(study, 'frozen', quickHead);
  const evaluation = await evaluate(study, frozen.run.id);
  expect(evaluation.fine ?? null).toBeNull();
  expect(frozen.run.modelHash).not.toBe(run.run.modelHash);
  const dir = join(study.dataDir, 'runs', frozen.run.id);
  expect(existsSync(join(dir, 'head.bin'))).toBe(true);
  expect(existsSync(join(dir, 'network'))).toBe(false);
});

it('goes on after the engine was killed while it learnt, to the same model', async () => {
  const killed = await openStudy(join(root, 'killed'), photos);
  onTestFinished(() => killed.app.close());
  let kills = 0;
  killed.onEvent((event) => {
    const { pid } = killed.app.context.engines.compute;
    if (event !== 'run.epoch' || kills > 0 || pid === null) return;
    kills += 1;
    process.kill(pid, 'SIGKILL');
  });
  const { datasetId } = killed;
  const request = { datasetId, name: 'killed', config: quickTuning };
  const { jobId, runId } = await killed.app.call('run.start', request);
  await expect(killed.app.context.jobs.finished(jobId)).rejects.toMatchObject({ code: 'ENGINE_CRASHED' });
  const again = await killed.app.call('job.resume', { id: jobId });
  await killed.app.context.jobs.finished(again.jobId);
  const resumed = await killed.app.call('run.get', { id: runId });
  expect(resumed.run.modelHash).toBe(run.run.modelHash);
  expect(resumed.epochs).toHaveLength(4);
});

it.each(['tuned', 'frozen'])('is trained again from the manifest of %s to the same bytes', async (name) => {
  const { app } = study;
  const { runs } = await app.call('run.list', {});
  const original = runs.find((other) => other.name === name);
  const path = manifestOf(study, original?.id ?? '');
  const text = await readFile(path, 'utf8');
  expect(text).not.toContain(photos.source);
  const started = await app.call('run.reproduce', { path, name: `${name} again` });
  await app.context.jobs.finished(started.jobId);
  const again = await app.call('run.get', { id: started.runId });
  expect(started.differs).toEqual([]);
  expect(started.expectedModelHash).toBe(original?.modelHash);
  expect(again.run.modelHash).toBe(original?.modelHash);
});

it('belongs, trained again, to the data set that calls its photos what they were, not to the newest that has them', async () => {
  const { app, datasetId } = study;
  const request = { ...photos, groupColumn: 'lesion', split: { kind: 'folder' as const } };
  const otherwise = { melanoma: 'malignant', naevus: 'benign', keratosis: 'malignant' } as const;
  const others = [
    await importFrom(app, { ...request, name: 'other labels', mapping: otherwise }),
    await importFrom(app, {
      ...request,
      name: 'other splits',
      mapping: { ...otherwise, keratosis: 'benign' },
      split: { kind: 'random', ratios: { train: 0.6, valid: 0.2, test: 0.2 }, seed: 1 },
    }),
    await importFrom(app, { ...request, name: 'same', mapping: { ...otherwise, keratosis: 'benign' } }),
  ];
  const started = await app.call('run.reproduce', { path: manifestOf(study, run.run.id), name: 'at home' });
  await app.context.jobs.finished(started.jobId);
  expect((await app.call('run.get', { id: started.runId })).run.datasetId).toBe(datasetId);
  await app.call('run.remove', { id: started.runId });
  for (const { detail } of others) await app.call('dataset.remove', { id: detail.dataset.id });
});

it('refuses a manifest whose photos, network or versions are not here, and a file that is none', async () => {
  const { app } = study;
  const text = await readFile(manifestOf(study, run.run.id), 'utf8');
  const changed = async (from: string | RegExp, to: string): Promise<string> => {
    const path = join(root, 'changed.json');
    expect(text.replace(from, to)).not.toBe(text);
    await writeFile(path, text.replace(from, to));
    return path;
  };
  const reproduce = (path: string) => app.call('run.reproduce', { path, name: 'never' });
  const { sha256 = '' } =
    (await app.call('photo.list', { datasetId: study.datasetId, offset: 0, limit: 1 })).photos[0] ?? {};
  await expect(reproduce(await changed(sha256, '0'.repeat(64)))).rejects.toMatchObject({
    code: 'NO_PHOTOS',
    details: { missing: 1 },
  });
  const kept = await readFile(join(photos.source, 'naevus/1.jpg'));
  await copyFile(join(photos.source, 'naevus/2.jpg'), join(photos.source, 'naevus/1.jpg'));
  await expect(reproduce(manifestOf(study, run.run.id))).rejects.toMatchObject({
    code: 'NO_PHOTOS',
    details: { missing: 1, first: [join(photos.source, 'naevus/1.jpg')] },
  });
  // The same bytes under another time are the same photo: see below, where other reasons are found.
  await writeFile(join(photos.source, 'naevus/1.jpg'), kept);
  await expect(
    reproduce(await changed(/"graphSha256": "\w+"/, `"graphSha256": "${'1'.repeat(64)}"`)),
  ).rejects.toMatchObject({ code: 'BACKBONE_MISSING' });
  await expect(reproduce(await changed(/"vips": "[^"]+"/, '"vips": "1.2.3"'))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'OTHER_VERSIONS', differences: [expect.stringContaining('vips 1.2.3')] },
  });
  await expect(reproduce(join(photos.source, 'labels.csv'))).rejects.toMatchObject({
    code: 'BAD_INPUT',
    details: { reason: 'NO_RUN_MANIFEST' },
  });
  const { runs } = await app.call('run.list', {});
  expect(runs.map(({ name }) => name)).not.toContain('never');
});

it('is cross-validated with its classes, the maps shared by the folds and the models gone after', async () => {
  const { app, datasetId } = study;
  const started = await app.call('crossValidation.start', {
    datasetId,
    name: 'tuned folds',
    config: quickTuning,
    folds: 3,
  });
  await app.context.jobs.finished(started.jobId);
  const { crossValidation, folds, auc } = await app.call('crossValidation.get', { id: started.crossValidationId });
  // The last epoch is kept, so that nothing is chosen on what is held out, and all other photos are learnt from.
  expect(folds.map(({ validCount, bestEpoch }) => [validCount, bestEpoch])).toEqual([
    [0, 4],
    [0, 4],
    [0, 4],
  ]);
  for (const { trainCount, heldOutCount } of folds) expect(trainCount + heldOutCount).toBe(crossValidation.photoCount);
  const { scores, fine } = await app.call('evaluation.get', { id: crossValidation.evaluationId ?? '' });
  expect(fine?.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(scores.scores.length);
  expect(auc.value).not.toBeNull();
  expect(existsSync(join(study.dataDir, 'runs', crossValidation.id))).toBe(false);
});

it('says what a fine-tuning will cost, and fits one to a time', async () => {
  const { app, datasetId } = study;
  const estimate = await app.call('run.estimate', { datasetId, config: quickTuning });
  expect(estimate.secondsTrain).toBeGreaterThan(0);
  expect(estimate.diskBytes).toBeGreaterThan(0);
  const plenty = await app.call('run.plan', { datasetId, config: quickTuning, minutes: 600 });
  expect(plenty.config.tuning?.members).toBe(5);
  const little = await app.call('run.plan', { datasetId, config: quickTuning, minutes: 0.001 });
  expect(little.config.tuning).toBeNull();
  expect(little.notes.map(({ code }) => code)).toContain('TOO_LITTLE_TIME');
  const fixed = await app.call('run.plan', { datasetId, config: quickTuning, minutes: 0.001, fixed: ['members'] });
  expect(fixed.config.tuning?.members).toBe(1);
  expect(fixed.config.epochs).toBeLessThan(quickTuning.epochs);
  expect(fixed.notes.map(({ code }) => code)).toContain('OVER_TIME');
});
