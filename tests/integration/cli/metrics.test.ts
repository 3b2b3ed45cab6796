import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EvaluationSummary } from '../../../electron/shared/schemas/evaluationSummary.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { cliJson, runCli } from '../../support/runCli.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lesionlab-metrics-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function csvOf(rows: [number, number][]): Promise<string> {
  const path = join(dir, `scores-${rows.length}-${Math.abs(rows[0]?.[1] ?? 0)}.csv`);
  await writeFile(
    path,
    `id,label,score\n${rows.map(([label, score], index) => `p${index},${label},${score}\n`).join('')}`,
  );
  return path;
}

/** The vector of the reference numbers: anyone can generate it. */
function vector(): [number, number][] {
  return Array.from({ length: 600 }, (_, i): [number, number] => {
    const m = (i * 7919) % 1000;
    const q = Math.floor((m * m) / 1000);
    const label = i < 117 ? 1 : 0;
    return [label, Math.min(999, Math.max(1, label === 1 ? 1000 - q : q)) / 1000];
  });
}

const summaryOf = async (path: string, ...args: string[]) =>
  EvaluationSummary.parse(await cliJson(['metrics', path, ...args]));

describe('metrics on the vector of the reference numbers', () => {
  it('has the sum of scores that the reference names', () => {
    expect(Math.round(vector().reduce((sum, [, score]) => sum + score * 1000, 0))).toBe(239173);
  });

  it('gives the reference figures to 1e-6 at both thresholds', async () => {
    const path = await csvOf(vector());
    const at50 = await summaryOf(path);
    const near = (value: number | null, expected: number) => expect(value).toBeCloseTo(expected, 6);
    near(at50.auc.value, 0.788244766506);
    near(at50.auc.low, 0.744334139957);
    near(at50.auc.high, 0.832155393055);
    expect(at50.auc.method).toBe('DeLong');
    near(at50.averagePrecision, 0.525325677823);
    near(at50.brier, 0.199628408333);
    near(at50.logLoss, 0.606745919827);
    near(at50.ece, 0.203621667);
    near(at50.calibration.intercept, -1.432257);
    near(at50.calibration.slope, 0.515999);
    near(at50.calibration.inTheLarge, -1.771418);
    expect(at50.confusion).toEqual({ tp: 83, fn: 34, fp: 142, tn: 341 });
    near(at50.f1, 0.48538);
    near(at50.mcc, 0.339963);
    near(at50.kappa, 0.307768);

    const at23 = await summaryOf(path, '--threshold', '0.23');
    expect(at23.confusion).toEqual({ tp: 104, fn: 13, fp: 251, tn: 232 });
    near(at23.sensitivity.value, 0.888889);
    near(at23.sensitivity.low, 0.819146);
    near(at23.sensitivity.high, 0.933907);
    near(at23.specificity.value, 0.480331);
    near(at23.specificity.low, 0.436106);
    near(at23.specificity.high, 0.524867);
  });
});

it('shows an AUC below 0.5 as it is and says that labels may be swapped', async () => {
  const summary = await summaryOf(
    await csvOf([
      [1, 0.1],
      [1, 0.2],
      [0, 0.8],
      [0, 0.9],
    ]),
  );
  expect(summary.auc.value).toBe(0);
  expect(summary.warnings).toContain('LABELS_MAY_BE_SWAPPED');
});

it('leaves undefined what one class cannot tell', async () => {
  const path = await csvOf([
    [1, 0.2],
    [1, 0.7],
    [1, 0.9],
  ]);
  const summary = await summaryOf(path);
  expect(summary.sensitivity.value).toBeCloseTo(2 / 3, 12);
  expect(summary.ppv.value).toBe(1);
  expect(summary.npv.value).toBe(0);
  expect(summary.specificity.value).toBeNull();
  expect(summary.auc.value).toBeNull();
  expect(summary.balancedAccuracy).toBeNull();

  const { stdout } = await runCli(['metrics', path]);
  expect(stdout).toContain('0 of 0, undefined');
  expect(stdout).toContain(NOTICE);
});

it('gives one positive an AUC without an interval', async () => {
  const summary = await summaryOf(
    await csvOf([
      [1, 0.9],
      [0, 0.1],
      [0, 0.4],
      [0, 0.95],
    ]),
  );
  expect(summary.auc.value).toBeCloseTo(2 / 3, 12);
  expect(summary.auc).toMatchObject({ low: null, high: null, method: 'not estimable' });
});

it('names line, column and remedy of a CSV that is wrong, and ends with 1', async () => {
  const path = join(dir, 'wrong.csv');
  await writeFile(path, 'id,label,score\na,1,0.5\nb,2,0.5\n');
  const { code, stdout, stderr } = await runCli(['metrics', path, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'BAD_CSV', details: { line: 3 } } });
  expect(stderr).toContain('line 3');
});

it('reads the columns that are named, per cent, and any word for malignant', async () => {
  const path = join(dir, 'other.csv');
  await writeFile(path, 'case;truth;reader\na;MEL;90,5 %\nb;NV;10 %\nc;BKL;70 %\nd;MEL;50 %\n');
  const summary = await summaryOf(
    path,
    ...['--id-column', 'case', '--label-column', 'truth', '--score-column', 'reader', '--percent', '--positive', 'MEL'],
  );
  expect(summary).toMatchObject({ n: 4, positives: 2, threshold: 0.5, confusion: { tp: 2, fp: 1, fn: 0, tn: 1 } });
  expect(summary.auc.value).toBe(0.75);

  const misspelt = await runCli([
    ...['metrics', path, '--id-column', 'case', '--label-column', 'truth', '--score-column', 'reader'],
    ...['--percent', '--positive', 'mel'],
  ]);
  expect([misspelt.code, misspelt.stderr]).toEqual([1, expect.stringContaining('"mel"')]);
  const unnamed = await runCli(['metrics', path]);
  expect([unnamed.code, unnamed.stderr]).toEqual([1, expect.stringContaining('other.csv: line 1')]);
});

it('gives the figures of the ISIC scorer by its own rules beside its own, never in their place', async () => {
  const path = await csvOf(vector());
  const Both = EvaluationSummary.extend({ isic: z.record(z.string(), z.number().nullable()).nullable() });
  const both = Both.parse(await cliJson(['metrics', path, '--isic', '--threshold', '0.23']));
  expect(both.confusion.tp).toBe(104);
  expect(both.isic?.['auc_sens_80']).toBeCloseTo(0.576693387, 9);
  expect(both.isic?.['ap']).toBeCloseTo(0.525325677823, 12);
  expect(both.isic?.['sensitivity']).toBeCloseTo(83 / 117, 12);
  expect(Both.parse(await cliJson(['metrics', path])).isic).toBeNull();

  // of no malignant call it says 1 where LesionLab says undefined
  const none = join(dir, 'none called.csv');
  await writeFile(none, 'id,label,score\na.jpg,0,0.5\nb,0,0.1\n');
  const { stdout } = await runCli(['metrics', none, '--isic', '--threshold', '0.9']);
  expect(stdout).toMatch(/ppv +1\.000/);
  expect(stdout).toContain('0 of 0, undefined');

  const twice = join(dir, 'twice.csv');
  await writeFile(twice, 'id,label,score\na.jpg,0,0.5\na,1,0.7\n');
  expect((await runCli(['metrics', twice])).code).toBe(0);
  const refused = await runCli(['metrics', twice, '--isic']);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('"a" stands twice')]);
});

it('names the exact interval of an AUC of 1, which has none of DeLong', async () => {
  const path = join(dir, 'perfect.csv');
  await writeFile(path, `id,label,score\n${[1, 2, 3, 4].map((i) => `${i},${i > 2 ? 1 : 0},0.${i}`).join('\n')}\n`);
  const Exact = EvaluationSummary.extend({ aucExact: z.object({ low: z.number(), method: z.string() }) });
  const { auc, aucExact } = Exact.parse(await cliJson(['metrics', path]));
  expect(auc).toMatchObject({ value: 1, low: null, method: 'not estimable' });
  expect(aucExact.method).toBe('exact (pairs)');
  expect(aucExact.low).toBeCloseTo(Math.sqrt(0.025), 12);
});

it('says that a file is missing, and ends with 1', async () => {
  const { code, stderr } = await runCli(['metrics', join(dir, 'none.csv')]);
  expect(code).toBe(1);
  expect(stderr).toContain('none.csv');
});
