import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../electron/core/app.ts';
import { cliJson, runCli } from '../../support/runCli.ts';
import { GREEN, RED, writeTiles } from '../../support/tiles.ts';
import { errorOf, Trained } from './answers.ts';

/** What `--compare` of `evaluate --report` takes, on real runs of small photos. */
let root: string;
let readerId: string;
const inData = (...args: string[]): string[] => [...args, '--data-dir', join(root, 'data')];
const Report = z.object({
  comparisons: z.array(
    z.object({ evaluationId: z.string(), name: z.string(), n: z.int(), pValue: z.number().nullable() }),
  ),
});
const evaluate = (...more: string[]): string[] => inData('evaluate', '--run', 'one', ...more);

async function compared(...more: string[]): Promise<z.output<typeof Report>['comparisons']> {
  const path = join(root, 'report.json');
  await rm(path, { force: true });
  await cliJson(evaluate(...more, '--report', path));
  return Report.parse(JSON.parse(await readFile(path, 'utf8'))).comparisons;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-compare-'));
  const photos = join(root, 'photos');
  await writeTiles(photos, {
    train: { melanoma: { colour: RED, count: 5 }, naevus: { colour: GREEN, count: 5 } },
    valid: { melanoma: { colour: RED, count: 3 }, naevus: { colour: GREEN, count: 3 } },
    test: { melanoma: { colour: RED, count: 2 }, naevus: { colour: GREEN, count: 2 } },
  });
  for (const name of ['tiles', 'others']) await cliJson(inData('import', photos, '--name', name));
  for (const [dataset, name] of [
    ['tiles', 'one'],
    ['tiles', 'two'],
    ['others', 'elsewhere'],
  ] as const) {
    Trained.parse(await cliJson(inData('train', '--dataset', dataset, '--name', name, '--epochs', '2')));
  }
  const { runs } = z
    .object({ runs: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
    .parse(await cliJson(inData('runs')));
  const runId = runs.find(({ name }) => name === 'one')?.id ?? '';
  // A reader of the same photos, as the window imports one.
  const app = await createApp({
    dataDir: join(root, 'data'),
    runtimeDir: join(root, 'no runtime'),
    holder: 'window',
    emit: () => undefined,
  });
  try {
    const { evaluations } = await app.call('evaluation.list', { runId });
    const own = evaluations.find(({ source }) => source.kind === 'split' && source.split === 'valid');
    const { scores } = await app.call('evaluation.get', { id: own?.id ?? '' });
    const path = join(root, 'reader.csv');
    const rows = scores.paths.map((photo, row) => `${photo},${scores.labels[row]},${row % 2 === 0 ? 0.2 : 0.9}`);
    await writeFile(path, ['id,label,reader', ...rows, ''].join('\n'));
    const { evaluationIds } = await app.call('evaluation.importScores', {
      path,
      idColumn: 'id',
      labelColumn: 'label',
      mapping: { 0: 'benign', 1: 'malignant' },
      readers: [{ column: 'reader', name: 'Dr. Reader', scale: 'probability' }],
      groupColumn: null,
    });
    readerId = evaluationIds[0] ?? '';
  } finally {
    await app.close();
  }
}, 300_000);
afterAll(() => rm(root, { recursive: true, force: true }));

it('compares with a run by name and an evaluation by name or id, each once, on the photos of the split', async () => {
  const found = await compared('--split', 'valid', '--compare', 'two', 'Dr. Reader', readerId, 'two');
  expect(found.map(({ name, n }) => [name, n])).toEqual([
    ['Dr. Reader', 6],
    ['two', 6],
  ]);
  expect(found[0]?.evaluationId).toBe(readerId);
  expect(await compared('--split', 'valid')).toEqual([]);
});

it('scores a labelled folder with every run that is compared', async () => {
  const folder = join(root, 'photos/test');
  const found = await compared('--data', folder, '--compare', 'two', 'elsewhere');
  expect(found.map(({ name, n }) => [name, n])).toEqual([
    ['two', 4],
    ['elsewhere', 4],
  ]);
});

it('counts the opening of the other run’s test split too', async () => {
  const path = join(root, 'test.json');
  const { code, stderr } = await runCli(evaluate('--split', 'test', '--report', path, '--compare', 'two', '--json'));
  expect(code, stderr).toBe(0);
  expect(stderr).toMatch(/^ {2}\S+ \S+ UTC {2}two, threshold/m);
});

it('refuses what cannot be compared, and says why, before anything is opened', async () => {
  const refused = async (...more: string[]): Promise<[number | null, string]> => {
    const { code, stdout, stderr } = await runCli(evaluate('--split', 'valid', ...more, '--json'));
    expect(errorOf(stdout).code).toBe(code === 2 ? 'BAD_INPUT' : 'NOT_FOUND');
    return [code, stderr];
  };
  const report = ['--report', join(root, 'refused.json')];
  expect(await refused('--compare', 'two')).toEqual([2, expect.stringContaining('give --report')]);
  expect(await refused(...report, '--compare', 'one')).toEqual([
    2,
    expect.stringContaining('the run that is evaluated'),
  ]);
  expect(await refused(...report, '--compare', 'elsewhere')).toEqual([
    2,
    expect.stringContaining('data set, "others"'),
  ]);
  expect(await refused(...report, '--compare', 'nobody')).toEqual([1, expect.stringContaining('Dr. Reader')]);
  await expect(readFile(join(root, 'refused.json'))).rejects.toThrow('ENOENT');
});
