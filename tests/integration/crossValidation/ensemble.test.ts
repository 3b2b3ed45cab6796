import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crossValidationPhotos } from '../../../electron/core/database/crossValidationPhotos.ts';
import { logit } from '../../../electron/shared/metrics/logisticFit.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { failureOf } from '../../support/engine.ts';
import { openStudy, quickHead, writeStudy } from '../../support/smallStudy.ts';
import type { Study } from '../../support/smallStudy.ts';

let root: string;
let study: Study;
let parts: string[];

async function validate(name: string, config: TrainConfig, seed = 7): Promise<string> {
  const { app, datasetId } = study;
  const request = { datasetId, name, config, folds: 3, seed };
  const { jobId, crossValidationId } = await app.call('crossValidation.start', request);
  await app.context.jobs.finished(jobId);
  return crossValidationId;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-average-'));
  study = await openStudy(join(root, 'data'), await writeStudy(join(root, 'photos')));
  parts = [await validate('one view', quickHead), await validate('flips', { ...quickHead, views: 'flips' })];
}, 120_000);
afterAll(async () => {
  await study.app.close();
  await rm(root, { recursive: true, force: true });
});

it('averages the log-odds of held-out photos, and stands among the recipes above its parts', async () => {
  const { app, datasetId } = study;
  const { crossValidationId: id } = await app.call('crossValidation.ensemble', { ids: parts, name: 'both' });
  const { crossValidation, folds, auc } = await app.call('crossValidation.get', { id });
  expect(crossValidation).toMatchObject({ state: 'finished', doneFolds: 3, jobId: null, error: null });
  expect(folds.map(({ heldOutCount }) => heldOutCount).every((count) => count > 0)).toBe(true);
  expect(auc.value).not.toBeNull();
  const [own, ...others] = [id, ...parts].map((one) => crossValidationPhotos(app.context.database, one));
  own?.forEach(({ score, path }, place) => {
    const odds = others.map((photos) => photos[place]).map((photo) => logit(photo?.score ?? Number.NaN));
    expect(others.map((photos) => photos[place]?.path)).toEqual([path, path]);
    expect(Math.abs(logit(score ?? Number.NaN) - (odds[0] ?? 0) / 2 - (odds[1] ?? 0) / 2)).toBeLessThan(1e-9);
  });
  const evaluation = await app.call('evaluation.get', { id: crossValidation.evaluationId ?? '' });
  expect(evaluation.scores.scores).toEqual(own?.map(({ score }) => score));
  const { divisions, recipesTried } = await app.call('crossValidation.compare', { datasetId });
  expect([divisions.length, recipesTried]).toEqual([1, 3]);
  const complexity = new Map(divisions[0]?.recipes.map((recipe) => [recipe.name, recipe.complexity]));
  expect(complexity.get('both')).toBeGreaterThan(
    Math.max(complexity.get('flips') ?? 0, complexity.get('one view') ?? 0),
  );
  const seconds = await Promise.all(
    parts.map(async (part) => (await app.call('crossValidation.get', { id: part })).crossValidation.seconds),
  );
  expect(crossValidation.seconds).toBeCloseTo(
    seconds.reduce((a, b) => a + b, 0),
    9,
  );
});

it('counts as one recipe however often and in whatever order it is averaged', async () => {
  const { app, datasetId } = study;
  const tried = async () => (await app.call('crossValidation.compare', { datasetId })).recipesTried;
  const before = await tried();
  await app.call('crossValidation.ensemble', { ids: parts.toReversed(), name: 'both again' });
  expect(await tried()).toBe(before);
});

it('refuses another division, a taken name, and an average of averages', async () => {
  const { app } = study;
  const elsewhere = await validate('elsewhere', quickHead, 8);
  const refused = async (ids: string[], name = 'refused') =>
    failureOf(app.call('crossValidation.ensemble', { ids, name }));
  const [first = ''] = parts;
  expect((await refused([first, elsewhere])).details['reason']).toBe('OTHER_DIVISION');
  expect((await refused([first, first])).code).toBe('BAD_INPUT');
  expect((await refused(parts, 'flips')).code).toBe('ALREADY_EXISTS');
  const { crossValidationId } = await app.call('crossValidation.ensemble', { ids: parts, name: 'once more' });
  expect((await refused([first, crossValidationId])).details['reason']).toBe('ENSEMBLE');
});
