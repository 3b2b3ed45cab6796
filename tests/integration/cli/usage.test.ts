import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../support/runCli.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lesionlab-usage-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const Failure = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(1),
    remedy: z.string(),
    details: z.looseObject({}),
  }),
});

describe('a wrong call', () => {
  it.each([
    [[]],
    [['unknown']],
    [['train']],
    [['train', '--dataset', 'd']],
    [['train', '--dataset', 'd', '--name', 'n', '--epochs', '0']],
    [['train', '--dataset', 'd', '--name', 'n', '--preset', 'fastest']],
    [['train', '--dataset', 'd', '--name', 'n', '--learning-rate', '11']],
    [['train', '--dataset', 'd', '--name', ' ']],
    [['import', '/tmp', '--name', '']],
    [['import', '/tmp']],
    [['import', '/tmp', '--name', 'n', '--map', 'nevus=good']],
    [['import', '/tmp', '--name', 'n', '--ratios', '1,1,1']],
    [['threshold', '--run', 'r']],
    [['threshold', '--run', 'r', '--value', '0.5', '--target-sensitivity', '0.9']],
    [['threshold', '--run', 'r', '--value', '1.5']],
    [['threshold', '--run', 'r', '--target-sensitivity', '0']],
    [['evaluate', '--run', 'r']],
    [['evaluate', '--run', 'r', '--split', 'valid', '--data', '/tmp']],
    [['evaluate', '--run', 'r', '--split', 'everything']],
    [['evaluate', '--run', 'r', '--split', 'valid', '--report', 'r.txt']],
    [['metrics']],
    [['score', '/tmp', '--run', 'r']],
    [['score', '/tmp', '--run', 'r', '--out', 'rows.txt']],
    [['score', '-', '--run', 'r', '--out', 'rows.csv']],
    [['score', '-', '/tmp', '--run', 'r']],
    [['export', '--run', 'r']],
    [['export', '--run', 'r', '--to', 'x', '--format', 'word']],
    [['backbones', 'install', 'x']],
    [['runs', '--colour', 'red']],
  ])('ends with 2 and the usage line: %j', async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: lesionlab');
  });

  it('shows the usage of the command that was called, not of one that a value names', async () => {
    const { stderr } = await runCli([
      '--data-dir',
      'runs',
      'evaluate',
      '--run',
      'r',
      '--split',
      'train',
      '--report',
      'r.txt',
    ]);
    expect(stderr).toContain('Usage: lesionlab evaluate');
  });

  it('answers with one JSON document when --json is there, also before the command', async () => {
    const { code, stdout } = await runCli(['--json', 'train', '--dataset', 'd']);
    expect(code).toBe(2);
    expect(Failure.parse(JSON.parse(stdout)).error.code).toBe('BAD_INPUT');
  });
});

describe('an empty data folder', () => {
  it('lists nothing, with --data-dir before or after the command', async () => {
    const before = await runCli(['--data-dir', dataDir, 'datasets', '--json']);
    expect([before.code, before.stdout.replace(/\s/g, '')]).toEqual([0, '{"datasets":[]}']);
    const after = await runCli(['runs', '--json', '--data-dir', dataDir]);
    expect([after.code, after.stdout.replace(/\s/g, '')]).toEqual([0, '{"runs":[]}']);
  });

  it('knows no run and no data set of that name: exit 1, what there is, and JSON', async () => {
    for (const args of [
      ['train', '--dataset', 'none', '--name', 'r'],
      ['evaluate', '--run', 'none', '--split', 'valid'],
      ['threshold', '--run', 'none', '--value', '0.5'],
      ['score', '/tmp', '--run', 'none', '--out', join(dataDir, 'rows.csv')],
      ['score', '-', '--run', 'none'],
    ]) {
      const { code, stdout, stderr } = await runCli([...args, '--data-dir', dataDir, '--json']);
      expect(code, args.join(' ')).toBe(1);
      expect(Failure.parse(JSON.parse(stdout)).error.code).toBe('NOT_FOUND');
      expect(stderr).toContain('There is no');
    }
  });
});

it('prints help and version on stdout with exit 0', async () => {
  const help = await runCli(['train', '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('--learning-rate');
  const version = await runCli(['--version']);
  expect(version.code).toBe(0);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
