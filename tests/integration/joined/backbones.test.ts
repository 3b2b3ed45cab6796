import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPhotos } from '../../../electron/core/database/runs.ts';
import type { BackboneInfo } from '../../../electron/shared/schemas/backbone.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { at } from '../../../electron/shared/arrays.ts';
import { failureOf } from '../../support/engine.ts';
import { openStudy, quickHead, quickTuning, writeStudy } from '../../support/smallStudy.ts';
import type { Study } from '../../support/smallStudy.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';

let root: string;
let study: Study;
let joined: BackboneInfo;

async function train(name: string, config: TrainConfig): Promise<string> {
  const { app, datasetId } = study;
  const { jobId, runId } = await app.call('run.start', { datasetId, name, config });
  await app.context.jobs.finished(jobId);
  return runId;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-joined-'));
  study = await openStudy(join(root, 'data'), await writeStudy(join(root, 'photos')));
  writeTinyBackbone(join(study.dataDir, 'backbones/small'), 2, { id: 'small', imageSizePx: 24 });
  joined = await study.app.call('backbone.join', {
    parts: [{ id: 'tiny' }, { id: 'small' }, { id: 'tiny', layer: 'conv' }],
  });
}, 60_000);
afterAll(async () => {
  await study.app.close();
  await rm(root, { recursive: true, force: true });
});

it('is listed like any other, and says what it is made of', async () => {
  expect(joined).toMatchObject({ id: 'tiny-small-tiny-conv', imageSizePx: 32, featureCount: 72, license: 'MIT' });
  expect(joined.parts?.map(({ name, layer }) => [name, layer])).toEqual([
    ['Tiny', null],
    ['Small', null],
    ['Tiny', 'conv'],
  ]);
  expect(joined.caveat).toContain('Small sees the photo of 32 px made smaller to 24 px');
  // 3 x 3 x 3 x 24 + 24 of each: the one of two parts is there once.
  expect(joined.parameterCount).toBe(2 * 672);
  const { backbones, damaged } = await study.app.call('backbone.list', {});
  expect([backbones.map(({ id }) => id).sort(), damaged]).toEqual([['small', 'tiny', joined.id], []]);
});

it('trains a head that scores, explains and exports as one on any backbone', async () => {
  const { app, dataDir } = study;
  const runId = await train('on joined', { ...quickHead, backboneId: joined.id, views: 'flips' });
  const { run, layers } = await app.call('run.get', { id: runId });
  expect(run).toMatchObject({ state: 'finished', trainableParameters: 73 });
  expect(layers.map(({ name }) => name)).toContain('small/relu');
  const photo = at(runPhotos(app.context.database, runId, 'test'), 0);
  const { id } = await app.call('prediction.create', { runId, path: photo.path });
  const { map, logit } = await app.call('explanation.get', { kind: 'prediction', id });
  const { values = [], bias = Number.NaN } = map ?? {};
  const odds = values.reduce((sum, value) => sum + value, 0) / values.length + bias;
  expect(odds).toBeCloseTo(logit, 4);
  const to = join(dataDir, 'exported');
  const { jobId } = await app.call('run.export', { id: runId, format: 'bundle', to: { kind: 'exactly', path: to } });
  await app.context.jobs.finished(jobId);
  expect(existsSync(join(to, 'backbone/saved_model.pb'))).toBe(true);
}, 60_000);

it('refuses a fine-tuning of it, in words, before anything is written', async () => {
  const { app, datasetId } = study;
  const config = { ...quickTuning, backboneId: joined.id };
  const before = (await app.call('run.list', {})).runs.length;
  for (const channel of ['run.start', 'crossValidation.start'] as const) {
    const refused = await failureOf(app.call(channel, { datasetId, name: 'tuned', config }));
    expect([refused.code, refused.details['reason']]).toEqual(['BAD_INPUT', 'JOINED_BACKBONE']);
    expect(refused.message).toContain('cannot be fine-tuned');
  }
  expect((await app.call('run.list', {})).runs).toHaveLength(before);
});

it('refuses a layer that there is not, with those that there are, and an id that is taken', async () => {
  const { app, dataDir } = study;
  const parts = [{ id: 'tiny', layer: 'nowhere' }, { id: 'small' }];
  const unknown = await failureOf(app.call('backbone.join', { parts, id: 'new' }));
  expect(unknown).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'NO_SUCH_LAYER', layers: ['conv', 'relu'] } });
  const again = await failureOf(app.call('backbone.join', { parts: [{ id: 'tiny' }, { id: 'small' }], id: 'tiny' }));
  expect(again.code).toBe('ALREADY_EXISTS');
  const alone = await failureOf(app.call('backbone.join', { parts: [{ id: 'tiny' }] }));
  expect(alone.code).toBe('BAD_INPUT');
  const within = await failureOf(
    app.call('backbone.join', { parts: [{ id: joined.id, layer: 'tiny/conv' }], id: 'w' }),
  );
  expect(within.details['remedy']).toContain('name its parts instead');
  expect(readdirSync(join(dataDir, 'backbones')).sort()).toEqual(['small', 'tiny', joined.id]);
});
