import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../electron/core/app.ts';
import { ImportResult } from '../../../electron/shared/schemas/dataset.ts';
import { DoctorCheck } from '../../../electron/shared/schemas/doctor.ts';
import { cut } from '../../support/photos.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, tile, writeRedAndGreen } from '../../support/tiles.ts';
import { Trained, Evaluated, errorOf } from './answers.ts';
import { scoreCases } from './scoreCases.ts';
import type { Work } from './scoreCases.ts';

/** One data folder, worked on from import to scores in the order a user does it. */
const work: Work = {
  root: '',
  dataDir: '',
  photos: '',
  inData: (...args) => [...args, '--data-dir', work.dataDir],
};

beforeAll(async () => {
  work.root = await mkdtemp(join(tmpdir(), 'lesionlab 皮肤 '));
  work.dataDir = join(work.root, 'data');
  work.photos = join(work.root, 'photos');
  await writeRedAndGreen(work.photos);
  // What real folders hold besides: a half photo, system files, an exact copy, a text that calls itself a photo.
  await writeFile(join(work.photos, 'train/naevus/half.jpg'), cut(await tile(GREEN, 900), 0.6));
  await writeFile(join(work.photos, 'train/naevus/.DS_Store'), 'x');
  await writeFile(join(work.photos, 'train/melanoma/._1.jpg'), 'x');
  await copyFile(join(work.photos, 'train/melanoma/1.jpg'), join(work.photos, 'valid/melanoma/copy.jpg'));
}, 300_000);
afterAll(() => rm(work.root, { recursive: true, force: true }));

describe('import', () => {
  it('refuses a class that is neither known nor mapped, and says how to map it', async () => {
    const source = join(work.root, 'unknown');
    for (const [name, colour] of [
      ['akiec', RED],
      ['nv', GREEN],
    ] as const) {
      await mkdir(join(source, name), { recursive: true });
      await writeFile(join(source, name, 'a.jpg'), await tile(colour, 70));
    }
    const { code, stdout, stderr } = await runCli(work.inData('import', source, '--name', 'unknown', '--json'));
    expect(code).toBe(1);
    expect(errorOf(stdout)).toMatchObject({ code: 'UNMAPPED_CLASS', details: { classes: ['akiec'] } });
    expect(stderr).toContain("--map 'akiec=");
  });

  it('reports counts, unreadable work.photos, junk and exact copies, and takes known terms openly', async () => {
    const { code, stdout, stderr } = await runCli(work.inData('import', work.photos, '--name', 'tiles', '--json'));
    expect(code, stderr).toBe(0);
    const result = ImportResult.extend({ mapping: z.record(z.string(), z.string()) }).parse(JSON.parse(stdout));
    expect(result.counts).toEqual({
      train: { benign: 8, malignant: 8 },
      valid: { benign: 4, malignant: 5 },
    });
    expect(result.mapping).toEqual({ melanoma: 'malignant', naevus: 'benign' });
    expect(stderr).toContain('melanoma=malignant (known term)');
    expect(result.junkCount).toBe(2);
    expect(result.unreadable.map(({ path, code: reason }) => [path.split('/').at(-1), reason])).toEqual([
      ['half.jpg', 'TRUNCATED'],
    ]);
    expect(result.duplicates).toHaveLength(1);
    expect(result.duplicates[0]).toMatchObject({ leak: true, conflict: false });
  });

  it('refuses a name that is taken, an empty folder and a folder that is not there', async () => {
    const again = await runCli(work.inData('import', work.photos, '--name', 'tiles', '--json'));
    expect([again.code, errorOf(again.stdout).code]).toEqual([1, 'ALREADY_EXISTS']);
    const empty = join(work.root, 'empty');
    await mkdir(empty);
    const nothing = await runCli(work.inData('import', empty, '--name', 'empty', '--json'));
    expect([nothing.code, errorOf(nothing.stdout).code]).toEqual([1, 'NO_PHOTOS']);
    const missing = await runCli(work.inData('import', join(work.root, 'none'), '--name', 'none', '--json'));
    expect([missing.code, errorOf(missing.stdout).code]).toEqual([1, 'NOT_FOUND']);
  });

  it('splits class folders at random by seed, the same way each time, and refuses too few photos', async () => {
    const source = join(work.photos, 'train');
    const split = ['--split', 'random', '--ratios', '0.5,0.25,0.25', '--seed', '3'];
    const first = ImportResult.parse(await cliJson(work.inData('import', source, '--name', 'random 1', ...split)));
    expect(first.counts).toEqual({
      train: { benign: 4, malignant: 4 },
      valid: { benign: 2, malignant: 2 },
      test: { benign: 2, malignant: 2 },
    });
    const second = ImportResult.parse(await cliJson(work.inData('import', source, '--name', 'random 2', ...split)));
    expect(second.counts).toEqual(first.counts);

    const few = join(work.root, 'few');
    for (const name of ['melanoma', 'nevus']) {
      await mkdir(join(few, name), { recursive: true });
      await copyFile(join(work.photos, 'train/melanoma/1.jpg'), join(few, name, `${name}.jpg`));
    }
    const refused = await runCli(work.inData('import', few, '--name', 'few', '--split', 'random', '--json'));
    expect([refused.code, errorOf(refused.stdout).code]).toEqual([1, 'TOO_FEW_PHOTOS']);
  });
});

describe('train', () => {
  let first: z.infer<typeof Trained>;

  it('trains with the recommended preset and tells every epoch', async () => {
    first = Trained.parse(
      await cliJson(work.inData('train', '--dataset', 'tiles', '--name', 'red', '--epochs', '12', '--seed', '5')),
    );
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(first.epochs.every(({ loss, valLoss }) => Number.isFinite(loss) && Number.isFinite(valLoss))).toBe(true);
    const losses = first.epochs.map(({ valLoss }) => valLoss);
    expect(first.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(first.trainCount).toBe(16);
  });

  it('makes the same model of the same seed, and another of another', async () => {
    const train = (name: string, seed: string) =>
      cliJson(work.inData('train', '--dataset', 'tiles', '--name', name, '--epochs', '12', '--seed', seed));
    const same = Trained.parse(await train('red again', '5'));
    expect(same.modelHash).toBe(first.modelHash);
    expect(same.epochs.map(({ seconds: _seconds, ...figures }) => figures)).toEqual(
      first.epochs.map(({ seconds: _seconds, ...figures }) => figures),
    );
    expect(Trained.parse(await train('red otherwise', '6')).modelHash).not.toBe(first.modelHash);
  });

  it('counts the parameters of the tutorial: 2,049 trained, 21,802,784 frozen', async () => {
    const tutorial = Trained.parse(
      await cliJson(
        work.inData('train', '--dataset', 'tiles', '--name', 'tutorial', '--preset', 'tutorial', '--epochs', '2'),
      ),
    );
    expect(tutorial.trainableParameters).toBe(2049);
    expect(tutorial.frozenParameters).toBe(21_802_784);
    expect(tutorial.epochs).toHaveLength(2);
  });

  it('refuses a taken name, one class, no validation split and a backbone that is not there', async () => {
    const refusal = async (...args: string[]) => {
      const { code, stdout } = await runCli(work.inData('train', ...args, '--json'));
      return [code, errorOf(stdout).code];
    };
    expect(await refusal('--dataset', 'tiles', '--name', 'red')).toEqual([1, 'ALREADY_EXISTS']);
    expect(await refusal('--dataset', 'tiles', '--name', 'b', '--backbone', 'none')).toEqual([1, 'BACKBONE_MISSING']);

    const oneClass = join(work.root, 'one class');
    await mkdir(join(oneClass, 'train'), { recursive: true });
    await mkdir(join(oneClass, 'valid'));
    await rename(join(work.photos, 'train/melanoma'), join(oneClass, 'train/melanoma'));
    await rename(join(work.photos, 'valid/melanoma'), join(oneClass, 'valid/melanoma'));
    await cliJson(work.inData('import', oneClass, '--name', 'one class'));
    await rename(join(oneClass, 'train/melanoma'), join(work.photos, 'train/melanoma'));
    await rename(join(oneClass, 'valid/melanoma'), join(work.photos, 'valid/melanoma'));
    expect(await refusal('--dataset', 'one class', '--name', 'c')).toEqual([1, 'ONE_CLASS']);

    await cliJson(
      work.inData(
        'import',
        join(work.photos, 'train'),
        '--name',
        'all train',
        '--split',
        'random',
        '--ratios',
        '1,0,0',
      ),
    );
    const noValid = await runCli(work.inData('train', '--dataset', 'all train', '--name', 'd', '--json'));
    expect(noValid.code).toBe(1);
    expect(noValid.stderr).toContain('validation split');
  });
});

describe('threshold and evaluate', () => {
  it('chooses the highest threshold on valid that reaches the sensitivity', async () => {
    const { threshold, sensitivity, source } = z
      .object({ threshold: z.number(), sensitivity: z.object({ value: z.number() }), source: z.string() })
      .parse(await cliJson(work.inData('threshold', '--run', 'red', '--target-sensitivity', '0.8')));
    expect(source).toBe('targetSensitivity');
    expect(sensitivity.value).toBeGreaterThanOrEqual(0.8);

    const summary = Evaluated.parse(await cliJson(work.inData('evaluate', '--run', 'red', '--split', 'valid')));
    expect(summary).toMatchObject({ threshold, split: 'valid', n: 9, positives: 5 });
    expect(summary.confusion.tp).toBeGreaterThanOrEqual(4);
    expect(summary.auc.value).toBe(1);
  });

  it('takes a threshold of 0 as 0: everything is called malignant', async () => {
    await cliJson(work.inData('threshold', '--run', 'red', '--value', '0'));
    const summary = Evaluated.parse(await cliJson(work.inData('evaluate', '--run', 'red', '--split', 'valid')));
    expect(summary.confusion).toEqual({ tp: 5, fp: 4, fn: 0, tn: 0 });
    await cliJson(work.inData('threshold', '--run', 'red', '--value', '0.5'));
  });

  it('evaluates a labelled folder with a mapping, lists what it cannot read, and minds no unused entry', async () => {
    const folder = join(work.root, 'labelled');
    await mkdir(join(folder, 'suspicious'), { recursive: true });
    await mkdir(join(folder, 'harmless'));
    await copyFile(join(work.photos, 'valid/melanoma/1.jpg'), join(folder, 'suspicious/1.jpg'));
    await copyFile(join(work.photos, 'valid/naevus/1.jpg'), join(folder, 'harmless/1.jpg'));
    await writeFile(join(folder, 'harmless/empty.jpg'), '');
    const map = 'suspicious=malignant,harmless=benign,other=exclude';
    const summary = Evaluated.parse(
      await cliJson(work.inData('evaluate', '--run', 'red', '--data', folder, '--map', map)),
    );
    expect(summary).toMatchObject({ n: 2, confusion: { tp: 1, fp: 0, fn: 0, tn: 1 }, source: folder });
    expect(summary.unreadable).toMatchObject([{ code: 'EMPTY_FILE' }]);
  });

  it('reads stored scores without the work.photos and without any backbone', async () => {
    const before = await cliJson(work.inData('evaluate', '--run', 'red', '--split', 'valid'));
    await rename(work.photos, `${work.photos} elsewhere`);
    try {
      const env = { LESIONLAB_RUNTIME_DIR: join(work.root, 'no runtime') };
      expect(await cliJson(work.inData('evaluate', '--run', 'red', '--split', 'valid'), { env })).toEqual(before);
    } finally {
      await rename(`${work.photos} elsewhere`, work.photos);
    }
  });
});

scoreCases(work);

describe('what there is', () => {
  it('lists runs, data sets and backbones', async () => {
    const { runs } = z
      .object({ runs: z.array(z.looseObject({ name: z.string() })) })
      .parse(await cliJson(work.inData('runs')));
    expect(runs.map(({ name }) => name)).toContain('red');
    const { datasets } = z
      .object({ datasets: z.array(z.looseObject({ name: z.string() })) })
      .parse(await cliJson(work.inData('datasets')));
    expect(datasets.map(({ name }) => name)).toContain('tiles');
    const { backbones } = z
      .object({ backbones: z.array(z.looseObject({ id: z.string() })) })
      .parse(await cliJson(work.inData('backbones')));
    expect(backbones.map(({ id }) => id)).toEqual(expect.arrayContaining(['efficientNetLite0', 'inceptionV3']));
    for (const command of ['runs', 'datasets', 'backbones']) expect((await runCli(work.inData(command))).code).toBe(0);
  });

  it('finds this installation fit for work, with its backbones checked by hash', async () => {
    const { checks } = z.object({ checks: z.array(DoctorCheck) }).parse(await cliJson(work.inData('doctor')));
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    const byName = new Map(checks.map((check) => [check.name, check]));
    expect(byName.get('TensorFlow')?.value).toContain('2.15');
    expect(byName.get('backbone inceptionV3')).toMatchObject({ status: 'ok' });
    expect(byName.get('data folder')?.value).toContain(work.dataDir);
  });

  it('says in doctor what is missing, with exit 1', async () => {
    const env = { LESIONLAB_RUNTIME_DIR: join(work.root, 'no runtime') };
    const { code, stdout } = await runCli(work.inData('doctor', '--json'), { env });
    expect(code).toBe(1);
    const { checks } = z.object({ checks: z.array(DoctorCheck) }).parse(JSON.parse(stdout));
    expect(checks.find(({ name }) => name === 'backbone inceptionV3')).toMatchObject({ status: 'failed' });
  });
});

it('refuses a data folder that a window holds, says who holds it, and harms nothing', async () => {
  const app = await createApp({
    dataDir: work.dataDir,
    runtimeDir: join(work.root, 'no runtime'),
    holder: 'window',
    emit: () => undefined,
  });
  try {
    const { code, stdout, stderr } = await runCli(work.inData('runs', '--json'));
    expect(code).toBe(1);
    expect(errorOf(stdout)).toMatchObject({ code: 'LOCKED', details: { kind: 'window', pid: process.pid } });
    expect(stderr).toContain('window');
    const doctor = await runCli(work.inData('doctor', '--json'));
    expect(doctor.stdout).toContain('holds this data folder');
    expect((await app.call('run.list', {})).runs.length).toBeGreaterThan(0);
  } finally {
    await app.close();
  }
  expect((await runCli(work.inData('runs'))).code).toBe(0);
});
