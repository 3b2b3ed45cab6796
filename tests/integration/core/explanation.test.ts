import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../../electron/core/app.ts';
import { insertEvaluation } from '../../../electron/core/database/evaluations.ts';
import { applyRecalibration, fitRecalibration } from '../../../electron/shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { recommendedPreset } from '../../../electron/shared/presets.ts';
import type { Evaluation, EvaluationScores } from '../../../electron/shared/schemas/evaluation.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { blot, jpeg, noise } from '../../support/photos.ts';
import { importFrom } from './importing.ts';
import { failureOf, openApp, temporaryFolder } from './support.ts';

/** Blots of which the malignant ones are bluish, but for every fourth, and every fourth naevus too: no score parts them all. */
async function writeBlots(dir: string): Promise<void> {
  const counts = { train: 24, valid: 24, test: 6 };
  let seed = 1;
  for (const [split, count] of Object.entries(counts)) {
    for (const [className, blueness] of Object.entries({ nevus: [40, 0, 0, 0], melanoma: [0, 40, 40, 40] })) {
      mkdirSync(join(dir, split, className), { recursive: true });
      for (let i = 0; i < count / 2; i += 1, seed += 1) {
        const pixels = blot(80, 60, seed);
        for (let at = 2; at < pixels.rgb.length; at += 3)
          pixels.rgb[at] = Math.min(255, (pixels.rgb[at] ?? 0) + (blueness[i % 4] ?? 0));
        writeFileSync(join(dir, split, className, `${seed}.jpg`), await jpeg(pixels));
      }
    }
  }
}

const config: TrainConfig = {
  ...recommendedPreset,
  preset: 'custom',
  backboneId: 'tiny',
  views: 'flips',
  optimizer: 'adam',
  learningRate: 0.02,
  classWeights: 'balanced',
  l2: 0.01,
  epochs: 15,
};

interface Trained {
  app: App;
  dataDir: string;
  photos: string;
  runId: string;
  evaluation: Evaluation;
  scores: EvaluationScores;
}

async function openTrained(): Promise<Trained> {
  const photos = temporaryFolder();
  await writeBlots(photos);
  const { app, dataDir } = await openApp();
  writeTinyBackbone(join(app.context.paths.userBackbonesDir, 'tiny'));
  const { detail } = await importFrom(app, { source: photos });
  const { jobId, runId } = await app.call('run.start', { datasetId: detail.dataset.id, name: 'tiny', config });
  await app.context.jobs.finished(jobId);
  const [evaluation] = (await app.call('evaluation.list', { runId })).evaluations;
  if (evaluation === undefined) throw new Error('training leaves an evaluation');
  return { app, dataDir, photos, runId, ...(await app.call('evaluation.get', { id: evaluation.id })) };
}

let trained: Trained;
beforeEach(async () => {
  trained = await openTrained();
});
const rowId = (index = 0): string => trained.scores.rowIds[index] ?? '';
const explainRow = (index = 0) => trained.app.call('explanation.get', { kind: 'evaluationRow', id: rowId(index) });

/** The same data folder, as after a restart of the program. */
async function reopen(): Promise<void> {
  await trained.app.close();
  trained.app = (await openApp({ dataDir: trained.dataDir })).app;
}

describe('an explanation', () => {
  test('has the stored score, a map that sums to it, labelled neighbours, and how unlike the photo is', async () => {
    const { app, scores, runId } = trained;
    for (const [index, score] of scores.scores.entries()) {
      if (index % 6 !== 0) continue;
      const explained = await explainRow(index);
      expect(explained.path).toBe(scores.paths[index]);
      expect(Math.abs(explained.score - score)).toBeLessThan(1e-5);
      const { map, similar, unlike } = explained;
      const mean = (map?.values ?? []).reduce((sum, value) => sum + value, 0) / (map?.values.length ?? 0);
      expect(mean + (map?.bias ?? NaN)).toBeCloseTo(explained.logit, 4);
      expect(similar).toHaveLength(5);
      for (const { pictureId, label, className, path } of similar) {
        expect(className).toBe(label === 1 ? 'melanoma' : 'nevus');
        expect(path).toContain(join('train', className));
        const picture = await app.call('media.resolve', { kind: 'runPhoto', id: pictureId, sizePx: 64 });
        const { photos } = await app.call('photo.list', {
          datasetId: (await app.call('run.get', { id: runId })).run.datasetId,
          offset: 0,
          limit: 1000,
        });
        expect(picture.path).toContain(photos.find((photo) => photo.path === path)?.sha256 ?? 'no such photo');
      }
      expect(unlike?.trainCount).toBe(24);
      expect(unlike?.picture).not.toBeNull();
      expect(explained.quality.map(({ code }) => code)).not.toContain('TOO_SMALL');
    }
  });

  test('is calibrated by the validation scores of the same model, by Platt after class weights', async () => {
    const { labels, scores } = trained.scores;
    const expected = fitRecalibration(createScoreTable({ labels, scores }), 'platt');
    if (expected === null) throw new Error('the validation photos are not parted by their scores');
    const { calibrated, score } = await explainRow(2);
    expect(calibrated?.recalibration).toEqual(expected);
    expect(calibrated?.value).toBeCloseTo(applyRecalibration(score, expected), 12);
    trained.app.context.database.exec('DELETE FROM evaluations');
    const prediction = await trained.app.call('prediction.create', {
      runId: trained.runId,
      path: trained.scores.paths[2] ?? '',
    });
    const without = await trained.app.call('explanation.get', { kind: 'prediction', id: prediction.id });
    expect(without.calibrated).toBeNull();
    expect(without.score).toBeCloseTo(score, 5);
  });

  test('calls noise unlike, and a training photo never its own neighbour', async () => {
    const { app, photos, runId } = trained;
    const strange = join(photos, 'noise.jpg');
    writeFileSync(strange, await jpeg(noise(80, 60, 3)));
    const explain = async (path: string) => {
      const { id } = await app.call('prediction.create', { runId, path });
      return app.call('explanation.get', { kind: 'prediction', id });
    };
    expect((await explain(strange)).unlike).toMatchObject({ isUnlike: true });
    const [name] = readdirSync(join(photos, 'train', 'nevus'));
    const own = join(photos, 'train', 'nevus', name ?? '');
    copyFileSync(own, join(photos, 'copy.jpg'));
    const { similar } = await explain(join(photos, 'copy.jpg'));
    expect(similar.map(({ path }) => path)).not.toContain(own);
    expect(similar).toHaveLength(5);
  });

  test('is answered while a batch runs', async () => {
    const { app, runId } = trained;
    await explainRow();
    const inputs = [temporaryFolder()];
    for (let i = 0; i < 300; i += 1)
      writeFileSync(join(inputs[0] ?? '', `${i}.jpg`), await jpeg(noise(60, 60, 1000 + i)));
    const { jobId } = await app.call('batch.start', { runId, inputs, threshold: null, out: null, resume: false });
    const explained = await explainRow(1);
    const { jobs } = await app.call('job.list', {});
    expect(jobs.find(({ id }) => id === jobId)?.state).toBe('running');
    await app.context.jobs.finished(jobId);
    expect(explained.score).toBeCloseTo(trained.scores.scores[1] ?? NaN, 5);
  });

  test('makes evicted features again from the photos, and goes without neighbours when those are gone too', async () => {
    const before = await explainRow();
    const forget = async () => {
      await trained.app.close();
      rmSync(join(trained.dataDir, 'features'), { recursive: true });
      trained.app = (await openApp({ dataDir: trained.dataDir })).app;
    };
    await forget();
    expect(await explainRow()).toEqual(before);
    await forget();
    const [lost] = before.similar;
    rmSync(lost?.path ?? '');
    const fewer = await explainRow();
    expect(fewer.unlike?.trainCount).toBe(23);
    expect(fewer.similar.map(({ path }) => path)).toEqual(
      expect.arrayContaining(before.similar.slice(1).map(({ path }) => path)),
    );
    await forget();
    renameSync(join(trained.photos, 'train'), join(trained.photos, 'elsewhere'));
    expect(await explainRow()).toMatchObject({ similar: [], unlike: null, score: before.score });
  });
});

describe('there is no explanation', () => {
  test('of a photo that is gone or another one now: where it was, and what to do', async () => {
    const path = trained.scores.paths[1] ?? '';
    writeFileSync(path, await jpeg(noise(30, 30, 1)));
    expect(await failureOf(explainRow(1))).toMatchObject({ code: 'NOT_FOUND', details: { path, reason: 'CHANGED' } });
    rmSync(path);
    const missing = await failureOf(explainRow(1));
    expect(missing).toMatchObject({ code: 'NOT_FOUND', details: { path, reason: 'PHOTO_MISSING' } });
    expect(missing.details['remedy']).toBeTypeOf('string');
  });

  test('of what has no score, no row or no run', async () => {
    const { app, runId, photos } = trained;
    const text = join(photos, 'text.jpg');
    writeFileSync(text, 'not a photo');
    const { id } = await app.call('prediction.create', { runId, path: text });
    const unscored = app.call('explanation.get', { kind: 'prediction', id });
    expect(await failureOf(unscored)).toMatchObject({ code: 'BAD_INPUT', details: { path: text, reason: 'NO_SCORE' } });
    const unknown = app.call('explanation.get', { kind: 'evaluationRow', id: '999999' });
    expect(await failureOf(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    await app.call('run.remove', { id: runId });
    expect(await failureOf(explainRow())).toMatchObject({ code: 'NOT_FOUND' });
    const picture = app.call('media.resolve', { kind: 'runPhoto', id: `${runId}/0`, sizePx: 64 });
    expect(await failureOf(picture)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('of a score from a file', async () => {
    const { app, scores } = trained;
    insertEvaluation(
      app.context.database,
      {
        id: 'reader',
        runId: null,
        name: 'Reader',
        origin: { kind: 'scores', path: 'x.csv', sha256: 'a'.repeat(64), scoreColumn: 'score', scale: 'probability' },
        source: { kind: 'scores', path: 'x.csv' },
        createdAt: new Date().toISOString(),
        modelHash: null,
        threshold: { value: 0.5, source: 'default', target: null, setAt: null, lockedAt: null },
        groupColumn: null,
      },
      [
        {
          path: scores.paths[0] ?? '',
          sha256: null,
          label: 0,
          className: 'nevus',
          score: 0.2,
          error: null,
          group: null,
          metadata: {},
        },
      ],
    );
    const { scores: read } = await app.call('evaluation.get', { id: 'reader' });
    const asked = app.call('explanation.get', { kind: 'evaluationRow', id: read.rowIds[0] ?? '' });
    expect(await failureOf(asked)).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'NO_RUN' } });
  });

  test('by another network or head than those that gave the score', async () => {
    const { app } = trained;
    const dir = join(app.context.paths.userBackbonesDir, 'tiny');
    await reopen();
    writeTinyBackbone(dir, 2);
    expect(await failureOf(explainRow())).toMatchObject({ code: 'BACKBONE_MISSING' });
  });

  test('of a test split that is not open', async () => {
    const { app, runId } = trained;
    const { jobId, evaluationId } = await app.call('evaluation.start', {
      runId,
      source: { kind: 'split', split: 'test' },
    });
    await app.context.jobs.finished(jobId);
    const { scores } = await app.call('evaluation.get', { id: evaluationId });
    const ask = () => app.call('explanation.get', { kind: 'evaluationRow', id: scores.rowIds[0] ?? '' });
    await app.call('evaluation.openTest', { id: evaluationId });
    expect((await ask()).score).toBeCloseTo(scores.scores[0] ?? NaN, 5);
    await app.call('run.lockThreshold', { id: runId, locked: false });
    expect(await failureOf(ask())).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'TEST_CLOSED' } });
  });
});
