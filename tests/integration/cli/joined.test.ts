import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { cliJson, runCli } from '../../support/runCli.ts';
import { openStudy, writeStudy } from '../../support/smallStudy.ts';
import { writeTinyBackbone } from '../../support/tinyBackbone.ts';
import { errorOf } from './answers.ts';

let root: string;
let dataDir: string;
const inData = (...args: string[]): string[] => [...args, '--data-dir', dataDir];
const quick = (command: string, name: string, backbone: string, ...args: string[]): string[] =>
  inData(command, '--dataset', 'study', '--name', name, '--backbone', backbone, '--epochs', '20', ...args);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-joined-cli-'));
  dataDir = join(root, 'data');
  const { app } = await openStudy(dataDir, await writeStudy(join(root, 'photos')));
  await app.close();
  writeTinyBackbone(join(dataDir, 'backbones/small'), 2, { id: 'small', imageSizePx: 24 });
}, 60_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('joins backbones, trains on the joined one, and averages the run with another', async () => {
  const joined = await runCli(inData('backbones', 'join', 'tiny', 'small@conv', '--id', 'both'));
  expect([joined.code, joined.stderr]).toEqual([0, '']);
  expect(joined.stdout).toContain('both: 48 features of Tiny + Small up to conv; photos of 32 px.');
  expect(joined.stdout).toContain('Train on it with --backbone both.');
  const { stdout } = await runCli(inData('backbones'));
  expect(stdout).toContain('both');
  await cliJson(quick('train', 'on both', 'both', '--test-views', 'one'));
  await cliJson(quick('train', 'on tiny, flips', 'tiny', '--test-views', 'flips'));
  const args = inData('ensemble', '--runs', 'on both', '--runs', 'on tiny, flips', '--name', 'average');
  const told = await runCli(args);
  expect(told.code, told.stderr).toBe(0);
  expect(told.stdout).toContain('Run "average"');
  expect(told.stdout).toContain('Research use only. Not a medical device. Not for diagnosis.');
  expect(told.stderr).toContain('The average of 2 runs (on both, on tiny, flips)');
  expect(told.stderr).toContain('All of them score a photo in 4 views here');
  const evaluated = z
    .looseObject({ auc: z.looseObject({ value: z.number() }), modelHash: z.string() })
    .parse(await cliJson(inData('evaluate', '--run', 'average', '--split', 'valid')));
  expect(evaluated.auc.value).toBeGreaterThan(0);
}, 120_000);

it('averages recipes out of fold without training, and compares them', async () => {
  await cliJson(quick('cross-validate', 'a', 'tiny', '--folds', '3', '--test-views', 'one'));
  await cliJson(quick('cross-validate', 'b', 'small', '--folds', '3', '--test-views', 'one'));
  const { code, stdout, stderr } = await runCli(inData('cross-validate', '--ensemble', 'a,b', '--name', 'a and b'));
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('average of');
  expect(stdout).toContain('that of its parts');
  const compared = await runCli(inData('compare-recipes', '--dataset', 'study'));
  expect(compared.stdout).toContain('a and b');
  expect(compared.stdout).toContain('3 recipes tried');
}, 120_000);

it('says what is wrong', async () => {
  const layer = await runCli(inData('backbones', 'join', 'tiny@deep', 'small', '--json'));
  expect([layer.code, errorOf(layer.stdout).details['layers']]).toEqual([1, ['conv', 'relu']]);
  const words = await runCli(inData('backbones', 'join', 'tiny@deep', 'small'));
  expect(words.stderr).toContain('It can be taken at: conv, relu.');
  for (const [args, text] of [
    [['backbones', 'join', 'tiny@', 'small'], 'names no layer after the @'],
    [['ensemble', '--runs', 'one', '--name', 'n'], 'takes two names or more'],
    [['cross-validate', '--name', 'n'], "equired option '--dataset <dataset>'"],
    [['cross-validate', '--ensemble', 'a,b', '--name', 'n', '--fold-seed', '3'], 'leave out --fold-seed'],
  ] as const) {
    const { code, stderr } = await runCli(inData(...args));
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  }
  const tuned = await runCli(
    inData('train', '--dataset', 'study', '--name', 't', '--preset', 'best', '--backbone', 'both', '--json'),
  );
  expect([tuned.code, errorOf(tuned.stdout).details['reason']]).toEqual([1, 'JOINED_BACKBONE']);
}, 60_000);
