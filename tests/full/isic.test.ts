import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ImportResult } from '../../electron/shared/schemas/dataset.ts';
import { EvaluationSummary } from '../../electron/shared/schemas/evaluationSummary.ts';
import { EpochMetrics } from '../../electron/shared/schemas/run.ts';
import { watchMemory } from '../support/memory.ts';
import { runCli } from '../support/runCli.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';

/** The main job on 2,150 real photos, from the command line: figures are printed, promises are checked. */
const GB = 1e9;
const figures: { what: string; seconds: number; memoryGb: number; note: string }[] = [];
let root: string;
let dataDir: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lesionlab-isic-'));
  dataDir = join(root, 'data');
});
afterAll(async () => {
  console.table(figures);
  await rm(root, { recursive: true, force: true });
});

interface Measured {
  answer: unknown;
  code: number | null;
  seconds: number;
  /** From the start of the process to the first epoch; null when there was none. */
  firstEpochSeconds: number | null;
}

/** A command with its time and the most memory that all its processes had together. */
async function measured(what: string, args: string[]): Promise<Measured> {
  const started = performance.now();
  let firstEpochSeconds: number | null = null;
  let memory = { stop: (): number => 0 };
  const { code, stdout, stderr } = await runCli([...args, '--data-dir', dataDir, '--json'], {
    onStart(child) {
      child.stdin?.end();
      memory = watchMemory(child.pid ?? 0);
      child.stderr?.on('data', (text: string) => {
        if (firstEpochSeconds === null && text.includes('epoch 1:')) {
          firstEpochSeconds = (performance.now() - started) / 1000;
        }
      });
    },
  });
  const bytes = memory.stop();
  const seconds = (performance.now() - started) / 1000;
  const note = firstEpochSeconds === null ? '' : `first epoch after ${Number(firstEpochSeconds).toFixed(1)} s`;
  figures.push({ what, seconds: Number(seconds.toFixed(1)), memoryGb: Number((bytes / GB).toFixed(2)), note });
  expect(code, stderr).toBe(0);
  expect(bytes / GB, `memory of ${what}`).toBeLessThan(3);
  return { answer: JSON.parse(stdout), code, seconds, firstEpochSeconds };
}

const Trained = z.object({
  runId: z.string(),
  modelHash: z.string(),
  epochs: z.array(EpochMetrics),
  bestEpoch: z.int(),
  trainCount: z.int(),
  validCount: z.int(),
  trainableParameters: z.int(),
  frozenParameters: z.int(),
});
const withoutClock = (epochs: EpochMetrics[]) => epochs.map(({ seconds: _seconds, ...rest }) => rest);

describe.runIf(hasIsic)('ISIC 2017 from the command line', () => {
  const runs = new Map<string, z.infer<typeof Trained>>();

  it('imports 2,000 and 150 photos', async () => {
    const { answer } = await measured('import', ['import', isicDir, '--name', 'isic']);
    const result = ImportResult.parse(answer);
    expect(result.counts).toEqual({
      train: { benign: 1626, malignant: 374 },
      valid: { benign: 120, malignant: 30 },
    });
    expect(result.unreadable).toEqual([]);
  });

  it.each(['tutorial', 'recommended'])('trains with the %s preset, under 0.2 s an epoch', async (preset) => {
    const { answer } = await measured(`train ${preset}`, [
      ...['train', '--dataset', 'isic', '--name', preset, '--preset', preset],
    ]);
    const trained = Trained.parse(answer);
    runs.set(preset, trained);
    expect(trained).toMatchObject({ trainCount: 2000, validCount: 150 });
    const slowest = Math.max(...trained.epochs.map(({ seconds }) => seconds));
    const row = figures.at(-1);
    if (row !== undefined) row.note = `slowest of ${trained.epochs.length} epochs ${slowest.toFixed(3)} s`;
    expect(slowest).toBeLessThan(0.2);
  });

  it('has the parameters of the tutorial', () => {
    expect(runs.get('tutorial')).toMatchObject({ trainableParameters: 2049, frozenParameters: 21_802_784 });
  });

  it.each(['tutorial', 'recommended'])(
    'makes the same %s model of the same seed; first epoch within 3 s',
    async (preset) => {
      const { answer, firstEpochSeconds } = await measured(`train ${preset} again`, [
        ...['train', '--dataset', 'isic', '--name', `${preset} again`, '--preset', preset],
      ]);
      const again = Trained.parse(answer);
      expect(again.modelHash).toBe(runs.get(preset)?.modelHash);
      expect(withoutClock(again.epochs)).toEqual(withoutClock(runs.get(preset)?.epochs ?? []));
      expect(firstEpochSeconds).toBeLessThan(3);
    },
  );

  it.each(['tutorial', 'recommended'])('evaluates %s at a sensitivity of 0.9', async (preset) => {
    await measured(`threshold ${preset}`, ['threshold', '--run', preset, '--target-sensitivity', '0.9']);
    const { answer } = await measured(`evaluate ${preset}`, ['evaluate', '--run', preset, '--split', 'valid']);
    const summary = EvaluationSummary.parse(answer);
    expect(summary.n).toBe(150);
    expect(summary.sensitivity.count).toBeGreaterThanOrEqual(27);
    const { auc } = summary;
    const interval = `${auc.low?.toFixed(3)}-${auc.high?.toFixed(3)}`;
    const row = figures.at(-1);
    if (row !== undefined) {
      row.note = `valid AUC ${auc.value?.toFixed(3)} (${interval}), specificity ${summary.specificity.value?.toFixed(3)}`;
    }
    // Far from chance on any backbone; how far is noted, not fixed.
    expect(auc.low).toBeGreaterThan(0.5);
  });

  it('scores a folder to the rows that the evaluation has', async () => {
    const out = join(root, 'valid.csv');
    const { answer } = await measured('score valid', [
      ...['score', join(isicDir, 'valid'), '--run', 'recommended', '--out', out],
    ]);
    expect(answer).toMatchObject({ total: 150, scored: 150, failed: 0 });
    const rows = z
      .array(z.object({ path: z.string(), score: z.coerce.number(), threshold: z.coerce.number() }))
      .parse(parse(await readFile(out, 'utf8'), { columns: true }));
    const scores = join(root, 'scores.csv');
    const lines = rows.map(({ path, score }) => `${path},${path.includes('/melanoma/') ? 1 : 0},${score}`);
    await writeFile(scores, ['id,label,score', ...lines].join('\n'));
    const metrics = await runCli(['metrics', scores, '--threshold', String(rows[0]?.threshold), '--json']);
    const evaluated = await runCli([
      ...['evaluate', '--run', 'recommended', '--split', 'valid', '--data-dir', dataDir, '--json'],
    ]);
    const recounted = EvaluationSummary.parse(JSON.parse(metrics.stdout));
    const stored = EvaluationSummary.parse(JSON.parse(evaluated.stdout));
    expect(recounted.confusion).toEqual(stored.confusion);
    expect(recounted.auc.value).toBeCloseTo(stored.auc.value ?? NaN, 5);
  });

  it('scores 2,000 photos that are new to it within the memory', async () => {
    const out = join(root, 'train.jsonl');
    await rm(join(dataDir, 'features'), { recursive: true, force: true });
    const { answer } = await measured('score train without cached features', [
      ...['score', join(isicDir, 'train'), '--run', 'tutorial', '--out', out],
    ]);
    expect(answer).toMatchObject({ total: 2000, scored: 2000, failed: 0 });
  });
});
