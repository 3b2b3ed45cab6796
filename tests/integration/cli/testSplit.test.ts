import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../electron/core/app.ts';
import { VERSION } from '../../../electron/core/version.ts';
import { Overlap } from '../../../electron/shared/schemas/evaluation.ts';
import { TestOpening } from '../../../electron/shared/schemas/run.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, writeTiles } from '../../support/tiles.ts';
import { Evaluated } from './answers.ts';

let root: string;
const inData = (...args: string[]): string[] => [...args, '--data-dir', join(root, 'data')];
const Judged = Evaluated.extend({
  thresholdChoice: z.object({ source: z.string(), target: z.number().nullable(), lockedAt: z.string().nullable() }),
  optimistic: z.boolean(),
  optimisticReason: z.object({ code: z.string(), message: z.string() }).nullable(),
  testOpenings: z.array(TestOpening),
  savedTo: z.string().nullable(),
});
const evaluate = async (split: string, ...more: string[]) =>
  Judged.parse(await cliJson(inData('evaluate', '--run', 'red', '--split', split, ...more)));
const Chosen = z.object({
  threshold: z.number(),
  source: z.string(),
  target: z.number().nullable(),
  lockedAt: z.null(),
});
const choose = async (...more: string[]) => Chosen.parse(await cliJson(inData('threshold', '--run', 'red', ...more)));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-test-split-'));
  const photos = join(root, 'photos');
  await writeTiles(photos, {
    train: { melanoma: { colour: RED, count: 5 }, naevus: { colour: GREEN, count: 5 } },
    valid: { melanoma: { colour: RED, count: 3 }, naevus: { colour: GREEN, count: 3 } },
    test: { melanoma: { colour: RED, count: 2 }, naevus: { colour: GREEN, count: 2 } },
  });
  await cliJson(inData('import', photos, '--name', 'tiles'));
  await cliJson(inData('train', '--dataset', 'tiles', '--name', 'red', '--epochs', '5'));
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('chooses a threshold by every rule on the validation split, and by one at a time', async () => {
  expect(await choose('--youden')).toMatchObject({ source: 'youden', target: null });
  expect(await choose('--cost-ratio', '20')).toMatchObject({ source: 'cost', target: 20 });
  expect(await choose('--target-specificity', '0.9')).toMatchObject({ source: 'targetSpecificity', target: 0.9 });
  for (const wrong of [[], ['--youden', '--value', '0.5'], ['--cost-ratio', '0'], ['--target-specificity', '1.5']]) {
    expect((await runCli(inData('threshold', '--run', 'red', ...wrong))).code).toBe(2);
  }
});

it('calls figures optimistic where the threshold was chosen on the photos that it is judged on', async () => {
  await choose('--youden');
  const valid = await evaluate('valid');
  expect(valid).toMatchObject({ optimistic: true, optimisticReason: { code: 'CHOSEN_HERE' }, testOpenings: [] });
  expect((await evaluate('train')).optimisticReason?.code).toBe('FITTED');
});

it('locks the threshold when the test split is opened, and counts the opening once', async () => {
  const { threshold } = await choose('--target-sensitivity', '0.9');
  const first = await runCli(inData('evaluate', '--run', 'red', '--split', 'test', '--json'));
  expect(first.code, first.stderr).toBe(0);
  const judged = Judged.parse(JSON.parse(first.stdout));
  expect(judged).toMatchObject({
    threshold,
    thresholdChoice: { source: 'targetSensitivity', target: 0.9 },
    optimistic: false,
    optimisticReason: null,
    testOpenings: [{ runName: 'red', threshold, by: 'command' }],
  });
  expect(judged.thresholdChoice.lockedAt).not.toBeNull();
  expect(first.stderr).toContain('was opened 1 time');
  expect(first.stderr).toContain(judged.testOpenings[0]?.openedAt.slice(0, 10));
  expect((await evaluate('test')).testOpenings).toEqual(judged.testOpenings);
  expect((await evaluate('valid')).testOpenings).toEqual(judged.testOpenings);
});

it('keeps a lock that is asked for again, and says what unlocking costs, with exit 0', async () => {
  const same = await runCli(inData('threshold', '--run', 'red', '--target-sensitivity', '0.9'));
  expect([same.code, same.stderr]).toEqual([0, expect.stringContaining('stays so')]);
  expect((await evaluate('test')).testOpenings).toHaveLength(1);

  const moved = await runCli(inData('threshold', '--run', 'red', '--value', '0.3', '--json'));
  expect(moved.code).toBe(0);
  expect(moved.stderr).toContain("run's test split was opened 1 time");
  expect(moved.stderr).toContain('`evaluate --split test` is counted');
  expect(Chosen.parse(JSON.parse(moved.stdout)).threshold).toBe(0.3);
  const again = await evaluate('test');
  expect(again).toMatchObject({ threshold: 0.3, optimistic: true, optimisticReason: { code: 'BY_HAND' } });
  expect(again.testOpenings.map(({ threshold }) => threshold === 0.3)).toEqual([false, true]);
});

it('knows its own photos in a folder: training photos flatter, test photos are an opening under a new decision', async () => {
  const ofFolder = async (split: string) => {
    const { code, stdout, stderr } = await runCli(
      inData('evaluate', '--run', 'red', '--data', join(root, 'photos', split), '--json'),
    );
    expect(code, stderr).toBe(0);
    return { judged: Judged.extend({ overlap: Overlap }).parse(JSON.parse(stdout)), stderr };
  };
  const learned = await ofFolder('train');
  expect(learned.stderr).toContain('10 photos of the folder are known to "red": it was trained on.');
  expect(learned.judged).toMatchObject({ overlap: { train: 10, test: 0 }, optimisticReason: { code: 'FITTED' } });
  const openings = learned.judged.testOpenings.length;

  const same = await ofFolder('test');
  expect(same.stderr).toContain('4 photos of the folder are known to "red": of its test split');
  expect(same.judged.testOpenings).toHaveLength(openings);
  await choose('--youden');
  const moved = await ofFolder('test');
  expect(moved.stderr).toContain(`was opened ${openings + 1} times`);
  expect(moved.judged).toMatchObject({ overlap: { test: 4 }, optimisticReason: { code: 'BY_HAND' } });
  expect(moved.judged.thresholdChoice.source).toBe('youden');
  expect(moved.judged.thresholdChoice.lockedAt).not.toBeNull();
  expect((await evaluate('test')).testOpenings).toHaveLength(openings + 1);
});

it('saves an evaluation that opens in another data folder, without photos or model', async () => {
  const file = join(root, 'red.lesionlab');
  const saved = await evaluate('test', '--save', file);
  expect(saved.savedTo).toBe(file);
  const app = await createApp({
    dataDir: join(root, 'other'),
    runtimeDir: join(root, 'no runtime'),
    holder: 'window',
    emit: () => undefined,
  });
  try {
    const { evaluationId } = await app.call('evaluation.openPackage', { path: file });
    const { evaluation, scores } = await app.call('evaluation.get', { id: evaluationId });
    expect(evaluation).toMatchObject({ name: 'red', n: saved.n, modelHash: saved.modelHash });
    expect(scores.labels.filter((label) => label === 1)).toHaveLength(saved.positives);
    const { run, openings, backbone, dataset } = await app.call('evaluation.provenance', { id: evaluationId });
    expect(run?.environment).toMatchObject({
      lesionlab: VERSION,
      oneDnn: true,
    });
    expect(run?.environment?.tensorflow).toMatch(/^2\./);
    expect(run?.environment?.cores).toBeGreaterThan(0);
    expect(openings).toEqual(saved.testOpenings);
    expect(backbone?.id).toBe('efficientNetLite0');
    expect(dataset?.name).toBe('tiles');
  } finally {
    await app.close();
  }
  const wrong = await runCli(inData('evaluate', '--run', 'red', '--split', 'test', '--save', join(root, 'red.zip')));
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('.lesionlab')]);
});
