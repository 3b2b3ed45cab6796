import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { TestOpening } from '../../../electron/shared/schemas/run.ts';
import { cliJson, runCli } from '../../support/runCli.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lesionlab-demo-'));
}, 300_000);
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const Demo = z.object({
  datasetId: z.string(),
  runId: z.string(),
  evaluationId: z.string(),
  seconds: z.number(),
  evaluation: EvaluationSummary,
  notice: z.literal(NOTICE),
});

it('shows a newcomer the whole of it in under two minutes, and makes no second copy when asked again', async () => {
  const first = Demo.parse(await cliJson(['demo', '--data-dir', dataDir]));
  expect(first.seconds).toBeLessThan(120);
  expect(first.evaluation.n).toBe(60);
  // The photos are drawn by a rule that the network can learn.
  expect(first.evaluation.auc.low).toBeGreaterThan(0.6);

  const again = Demo.parse(await cliJson(['demo', '--data-dir', dataDir]));
  const { seconds: _first, ...same } = first;
  expect(again).toMatchObject(same);
  // the validation photos: the test split is opened by a person, not by the sample
  const { testOpenings, evaluationId, optimistic } = z
    .object({ testOpenings: z.array(TestOpening), evaluationId: z.string(), optimistic: z.boolean() })
    .parse(await cliJson(['evaluate', '--run', first.runId, '--split', 'test', '--data-dir', dataDir]));
  expect(evaluationId).not.toBe(first.evaluationId);
  expect(testOpenings).toMatchObject([{ by: 'command', evaluationId, threshold: 0.5 }]);
  expect(optimistic).toBe(false);
  const words = await runCli(['demo', '--data-dir', dataDir]);
  expect(words.code).toBe(0);
  expect(words.stdout).toContain(NOTICE);
});

it('draws the sample again where it is gone', async () => {
  await rm(join(dataDir, 'sample'), { recursive: true });
  await rm(join(dataDir, 'features'), { recursive: true });
  const { datasetId } = Demo.parse(await cliJson(['demo', '--data-dir', dataDir]));
  const { datasets } = z
    .object({ datasets: z.array(z.looseObject({ id: z.string() })) })
    .parse(await cliJson(['datasets', '--data-dir', dataDir]));
  expect(datasets.map(({ id }) => id)).toEqual([datasetId]);
  const out = join(dataDir, 'rows.csv');
  const { code, stderr } = await runCli([
    ...['score', join(dataDir, 'sample', 'test'), '--run', 'Sample (drawn)', '--out', out, '--data-dir', dataDir],
  ]);
  expect(code, stderr).toBe(0);
});
