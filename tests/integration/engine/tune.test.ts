import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../../electron/engine/graph/session.ts';
import { scoringNodes } from '../../../electron/engine/graph/scoringGraph.ts';
import { preparePhoto } from '../../../electron/engine/training/tunePhotos.ts';
import { pixelsInFlight } from '../../../electron/engine/images/decode.ts';
import { createGate } from '../../../electron/engine/images/gate.ts';
import { BackboneManifest } from '../../../electron/shared/schemas/backbone.ts';
import { at } from '../../../electron/shared/arrays.ts';
import { failureOf, forkEngine } from '../../support/engine.ts';
import { explain } from './explainWork.ts';
import { classes, type Job, makeMaps, toyConfig, toySetting, trainedSha, tune, tunedFeatures } from './tuneWork.ts';
import { refs, score } from './work.ts';

const engine = forkEngine();
let dir = '';
let setting: Awaited<ReturnType<typeof toySetting>>;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-tune-'));
  setting = await toySetting(dir);
});
afterAll(async () => {
  await engine.close();
  await rm(dir, { recursive: true, force: true });
});

const jobOf = (name: string, ...changes: Parameters<typeof toyConfig>): Job => ({
  ...setting,
  mapsDir: join(dir, 'maps'),
  runDir: join(dir, name),
  config: toyConfig(...changes),
});

const okOf = (scores: Awaited<ReturnType<typeof score>>['scores']) =>
  scores.map((photo) => {
    if (photo.status !== 'ok') throw new Error(photo.code);
    return photo;
  });

describe.each([
  ['upper stages, three classes', {}, {}],
  ['upper stages, three members, all views', { views: 'turns' }, { members: 3 }],
  ['all stages, malignancy', { optimizer: 'sgd' }, { stages: 'all', target: 'malignancy' }],
  [
    'all stages, two members without augmentation',
    { optimizer: 'rmsprop', classWeights: 'balanced' },
    {
      stages: 'all',
      members: 2,
      sampling: 'balanced',
      augmentation: { turnsAndMirrors: false, smallestCrop: 1, gain: 0, channelGain: 0, offset: 0, cutOut: 0 },
    },
  ],
] as const)('fine-tuning %s', (name, changes, tuning) => {
  const job = () => jobOf(name, { epochs: 12, ...changes }, tuning);
  const { target, members } = toyConfig({}, tuning).tuning;
  beforeAll(async () => {
    const made = await makeMaps(engine, job());
    expect(made.failures).toEqual([]);
    const { result, epochs, steps } = await tune(engine, job());
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(result).toMatchObject({ bestEpoch: 12, epochsRun: 12, stoppedEarly: false });
    expect(epochs.at(-1)?.valAuc).toBeGreaterThan(0.9);
    expect(steps[0]).toMatchObject({ kind: 'step', member: 1, members, epoch: 1, epochs: 12, done: 8, total: 36 });
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(epochs.at(-1)));
  }, 60_000);

  it('scores by the network that was trained, the same whatever the batch', async () => {
    const { runDir, config, valid } = job();
    const features = tunedFeatures(runDir, config.views);
    const [eight, one] = await Promise.all(
      [8, 1].map(async (batchSize) =>
        okOf((await score(engine, { photos: refs(valid), features, runDir, batchSize })).scores),
      ),
    );
    eight?.forEach((photo, i) => {
      expect(Math.abs(photo.logit - (one?.[i]?.logit ?? NaN))).toBeLessThan(1e-5);
      if (target !== 'classes') return expect(photo.classes).toBeUndefined();
      expect(photo.classes).toHaveLength(3);
      expect(Math.abs(at(photo.classes ?? [], 2) - photo.score)).toBeLessThan(1e-12);
    });
    // What the trainer itself measured by one view of each photo.
    if (members > 1 || config.views !== 'one') return;
    const { valLoss, valAccuracy } = JSON.parse(readFileSync(join(dir, `${name}.json`), 'utf8')) as Record<
      string,
      number
    >;
    const losses = valid.map(({ label, classIndex }, i) => {
      const photo = eight?.[i];
      const p = photo?.classes?.[classIndex] ?? (label === 1 ? photo?.score : 1 - (photo?.score ?? NaN));
      return -Math.log(p ?? NaN);
    });
    expect(losses.reduce((a, b) => a + b) / valid.length).toBeCloseTo(valLoss ?? NaN, 4);
    const right = valid.filter(({ label }, i) => ((eight?.[i]?.score ?? NaN) >= 0.5 ? 1 : 0) === label).length;
    expect(right / valid.length).toBeCloseTo(valAccuracy ?? NaN, 12);
  });

  it('explains and exports the same scores', async () => {
    const { runDir, config, valid, train } = job();
    const { views } = config;
    const features = tunedFeatures(runDir, views, join(dir, `${name} cache`));
    const scores = okOf((await score(engine, { photos: refs(valid), features, runDir, batchSize: 4 })).scores);
    await engine.call('extract', { photos: refs(train), features, batchSize: 8 });
    const setting = { engine, features, runDir, train, thumbnailDir: join(dir, 'thumbnails') };
    for (const i of [0, 1, 5]) {
      const { map, logit, likeness } = await explain(setting, at(valid, i));
      expect(Math.abs(logit - at(scores, i).logit)).toBeLessThan(1e-5);
      const mean = map.values.reduce((a, b) => a + b, 0) / map.values.length;
      expect(Math.abs(mean + map.bias - logit)).toBeLessThan(1e-4);
      expect(likeness?.similar).toHaveLength(5);
    }
    const outPath = join(runDir, 'exported', 'saved_model.pb');
    await rm(join(runDir, 'exported'), { recursive: true, force: true });
    await mkdir(join(runDir, 'exported'));
    const exported = await engine.call('exportGraph', { backboneDir: features.backboneDir, runDir, views, outPath });
    const manifest = BackboneManifest.parse(JSON.parse(readFileSync(join(runDir, 'network', 'backbone.json'), 'utf8')));
    const gate = createGate(pixelsInFlight);
    const pixels = await Promise.all(valid.map((photo) => preparePhoto(photo, [12], manifest, gate)));
    const session = openSession(join(runDir, 'exported'));
    const shape = [valid.length, 12, 12, 3];
    const [logits] = session.run({ node: scoringNodes.photo, data: Buffer.concat(pixels.flat()), shape }, [
      scoringNodes.logit,
    ]);
    session.dispose();
    scores.forEach(({ logit }, i) => expect(Math.abs((logits?.data[i] ?? NaN) - logit)).toBeLessThan(1e-5));
    expect(exported.modelHash).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest).toMatchObject({ id: 'toy', name: 'Toy, fine-tuned', featureCount: 10 * members });
  });

  it('gives equal bytes from equal seeds, and others from another', async () => {
    const again = { ...job(), runDir: join(dir, `${name} again`) };
    const other = { ...job(), runDir: join(dir, `${name} other`), config: { ...job().config, seed: 8 } };
    await makeMaps(engine, other);
    for (let i = 0; i < 2; i += 1) {
      await tune(engine, again);
      expect(trainedSha(again.runDir)).toBe(trainedSha(job().runDir));
    }
    await tune(engine, other);
    expect(trainedSha(other.runDir)).not.toBe(trainedSha(job().runDir));
  }, 60_000);
});

describe('fine-tuning that is interrupted', () => {
  it('goes on to equal bytes after five kills in the middle of epochs and members', async () => {
    const settings = [{ epochs: 40 }, { members: 2 }] as const;
    const whole = jobOf('whole', ...settings);
    await makeMaps(engine, whole);
    const curves = join(dir, 'curves');
    const alone = await tune(engine, whole, { tensorBoardDir: curves });
    expect(readdirSync(curves).toSorted()).toEqual(['member2', 'train', 'validation']);
    expect(readdirSync(join(curves, 'member2')).toSorted()).toEqual(['train', 'validation']);
    const killed = jobOf('killed', ...settings);
    const seen: string[] = [];
    // Epochs are told one by one, and the first step of each member; other steps at most four times a second, by when a toy may be done.
    const moments: { epoch?: number; member?: number }[] = [
      { epoch: 3 },
      { epoch: 12 },
      { member: 1 },
      { member: 2 },
      { member: 2 },
    ];
    for (const moment of moments) {
      const own = forkEngine();
      const kill = (where: string): void => {
        if (own.pid === null || seen.length > moments.indexOf(moment)) return;
        seen.push(where);
        process.kill(own.pid, 'SIGKILL');
      };
      const failure = failureOf(
        tune(own, killed, {
          resume: true,
          onStep({ member, epoch, done, total }) {
            if (member === moment.member) kill(`${member}.${epoch}: ${done} of ${total}`);
          },
          onEpoch(epoch) {
            if (epoch === moment.epoch) kill(`after epoch ${epoch}`);
          },
        }),
      );
      expect((await failure).code).toBe('ENGINE_CRASHED');
      await own.close();
    }
    expect(seen).toHaveLength(5);
    const resumed = await tune(engine, killed, { resume: true });
    const figures = ({ epochs }: typeof alone) => epochs.map(({ seconds: _seconds, ...rest }) => rest);
    expect(figures(resumed)).toEqual(figures(alone));
    expect(trainedSha(killed.runDir)).toBe(trainedSha(whole.runDir));
  }, 120_000);

  it('a cancel ends it after a step, leaves what was best so far, and lets it go on', async () => {
    const job = jobOf('cancelled', { epochs: 30 });
    await makeMaps(engine, job);
    const cancel = new AbortController();
    const onEpoch = (epoch: number) => {
      if (epoch === 2) cancel.abort();
    };
    expect((await failureOf(tune(engine, job, { onEpoch, signal: cancel.signal }))).code).toBe('CANCELLED');
    const features = tunedFeatures(job.runDir, 'one');
    const { scores } = await score(engine, { photos: refs(job.valid), features, runDir: job.runDir, batchSize: 8 });
    expect(okOf(scores)).toHaveLength(15);
    const { epochs } = await tune(engine, job, { resume: true });
    expect(epochs).toHaveLength(30);
    const whole = jobOf('not cancelled', { epochs: 30 });
    await tune(engine, whole);
    expect(trainedSha(job.runDir)).toBe(trainedSha(whole.runDir));
    const other = { ...job, config: { ...job.config, learningRate: 0.01 } };
    expect((await failureOf(tune(engine, other, { resume: true }))).code).toBe('NOT_RESUMABLE');
  }, 60_000);

  it('a loss that is no number ends it with words', async () => {
    const job = jobOf('diverging', { learningRate: 10 }, { schedule: { name: 'constant' } });
    await makeMaps(engine, job);
    const wild = { ...job, config: { ...job.config, optimizer: 'sgd' as const } };
    const failure = await failureOf(tune(engine, { ...wild, config: { ...wild.config, l2: 10 } }));
    expect(failure).toMatchObject({ code: 'NAN_LOSS' });
    expect(failure.message).toContain('lower the learning rate');
  });
});

describe('maps of frozen layers', () => {
  const own = (name: string, ...changes: Parameters<typeof toyConfig>): Job => ({
    ...jobOf(name, ...changes),
    mapsDir: join(dir, `maps of ${name}`),
  });
  const files = (folder: string) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.maps'))
      .toSorted();

  it('are the same whatever other photos there are, and are made once', async () => {
    const [all, some] = [own('all photos'), own('some photos')];
    expect(await makeMaps(engine, all)).toMatchObject({ computed: 51, cached: 0, cachedViews: 10 });
    expect(await makeMaps(engine, all)).toMatchObject({ computed: 15, cached: 36 });
    await makeMaps(engine, { ...some, train: some.train.slice(20, 25).toReversed() });
    expect(files(some.mapsDir)).toHaveLength(5);
    for (const path of files(some.mapsDir)) {
      expect(readFileSync(join(some.mapsDir, path)).equals(readFileSync(join(all.mapsDir, path)))).toBe(true);
    }
  });

  it('that are damaged or gone are missed, and then made again', async () => {
    const job = own('damaged');
    await makeMaps(engine, job);
    const path = join(job.mapsDir, at(files(job.mapsDir), 3));
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes).fill(7, 1000));
    expect((await failureOf(tune(engine, job))).code).toBe('CACHE_MISS');
    expect(await makeMaps(engine, job)).toMatchObject({ computed: 16, cached: 35 });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    await tune(engine, job);
  });

  it('that would not fit are halved or refused before any is made', async () => {
    const job = own('too large');
    const { mapBytes } = await makeMaps(engine, own('measured'));
    const halved = await makeMaps(engine, job, { mapsLimitBytes: 0.6 * mapBytes });
    expect(halved.cachedViews).toBe(5);
    expect(halved.mapBytes).toBeLessThan(0.6 * mapBytes);
    await tune(engine, { ...job, config: toyConfig({}, { cachedViews: 5 }) });
    expect((await failureOf(tune(engine, job))).code).toBe('CACHE_MISS');
    const refused = own('refused');
    const failure = await failureOf(makeMaps(engine, refused, { mapsLimitBytes: 0.1 * mapBytes }));
    expect(failure).toMatchObject({ code: 'NO_SPACE', details: { availableBytes: 0.1 * mapBytes, cachedViews: 5 } });
    expect(failure.message).toContain('fewer views');
    expect(files(refused.mapsDir)).toEqual([]);
  });

  it('of other settings make room, those that were used least lately first', async () => {
    const job = own('room');
    const { mapBytes } = await makeMaps(engine, job);
    const folders = () => new Set(files(job.mapsDir).map((path) => at(path.split('/'), 0)));
    const [first] = folders();
    await makeMaps(engine, job, { seed: 2 });
    await makeMaps(engine, job);
    await makeMaps(engine, job, { seed: 3, mapsLimitBytes: 2.5 * mapBytes });
    expect(folders().size).toBe(2);
    expect(folders().has(first ?? '')).toBe(true);
  });

  it('of photos that cannot be used are listed', async () => {
    const job = own('unusable');
    const [a, b, ...others] = job.train;
    if (a === undefined || b === undefined) throw new Error('there are photos');
    const broken = { ...b, path: join(dir, 'broken.jpg') };
    writeFileSync(broken.path, readFileSync(b.path).subarray(0, 300));
    const gone = { ...at(job.valid, 0), path: join(dir, 'gone.jpg') };
    for (const stages of ['upper', 'all'] as const) {
      const list = { ...job, train: [a, broken, ...others], valid: [...job.valid.slice(1), gone] };
      const { failures } = await makeMaps(engine, { ...list, config: toyConfig({}, { stages }) });
      expect(failures).toMatchObject([
        { index: 1, code: 'CHANGED' },
        { index: 50, code: 'NOT_FOUND' },
      ]);
    }
  });
});

it('refuses what cannot be trained', async () => {
  const job = jobOf('refused', {}, { stages: 'all' });
  const codeOf = async (changes: Parameters<typeof tune>[2]) => (await failureOf(tune(engine, job, changes))).code;
  expect(await codeOf({ train: [] })).toBe('NO_PHOTOS');
  expect(await codeOf({ valid: [] })).toBe('NO_PHOTOS');
  expect(await codeOf({ train: job.train.filter(({ label }) => label === 0) })).toBe('ONE_CLASS');
  expect(await codeOf({ classes: classes.map((own) => ({ ...own, malignant: false })) })).toBe('BAD_INPUT');
  expect(await codeOf({ train: job.train.map((photo) => ({ ...photo, classIndex: 0 })) })).toBe('BAD_INPUT');
  expect(await codeOf({ config: { ...job.config, tuning: null } })).toBe('BAD_INPUT');
});
