import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pairedDelong } from '../../../electron/shared/metrics/delong.ts';
import { predictiveValueIntervals } from '../../../electron/shared/metrics/intervals.ts';
import { mcnemar } from '../../../electron/shared/metrics/mcnemar.ts';
import { mcclishAuc, partialAucAboveTpr } from '../../../electron/shared/metrics/partialAuc.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import {
  thresholdForSensitivity,
  thresholdForSpecificity,
  youdenThreshold,
} from '../../../electron/shared/metrics/thresholds.ts';

// tests/support/references/randomSets.py derives them with scikit-learn, statsmodels and scipy: ties, single classes, scores of 1e-14.
const RandomSet = z.object({
  labels: z.array(z.union([z.literal(0), z.literal(1)])),
  scores: z.array(z.number()),
  other: z.array(z.number()),
  threshold: z.number(),
  prevalence: z.number(),
  expected: z.record(z.string(), z.number().nullable()),
});
type RandomSet = z.infer<typeof RandomSet>;
const sets = readFileSync(new URL('randomSets.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => RandomSet.parse(JSON.parse(line)));

/** LesionLab's figures of a set under the names of the script. */
function figuresOf({ labels, scores, other, threshold, prevalence }: RandomSet): Record<string, number | null> {
  const table = createScoreTable({ labels, scores });
  const summary = summarize({ labels, scores, threshold });
  const paired = pairedDelong({ labels, scoresA: scores, scoresB: other });
  const { ppv } = predictiveValueIntervals(summary.confusion, prevalence);
  const at90 = thresholdForSensitivity(table, 0.9);
  const youden = youdenThreshold(table);
  const calls = { callsA: scores.map((score) => score >= threshold), callsB: other.map((score) => score >= 0.5) };
  const rates = (['sensitivity', 'specificity', 'ppv', 'npv'] as const).flatMap((name) => [
    [name, summary[name].value] as const,
    [`${name}Low`, summary[name].low] as const,
    [`${name}High`, summary[name].high] as const,
  ]);
  return {
    ...Object.fromEntries(rates),
    ...summary.confusion,
    accuracy: summary.accuracy,
    balancedAccuracy: summary.balancedAccuracy,
    f1: summary.f1,
    mcc: summary.mcc,
    kappa: summary.kappa,
    likelihoodPositive: summary.likelihoodRatios.positive,
    likelihoodNegative: summary.likelihoodRatios.negative,
    netBenefit: summary.netBenefit,
    auc: summary.auc.value,
    delongLow: summary.auc.low,
    delongHigh: summary.auc.high,
    pairedZ: paired.z,
    pairedP: paired.p,
    averagePrecision: summary.averagePrecision,
    brier: summary.brier,
    logLoss: summary.logLoss,
    ece: summary.ece,
    ...summary.calibration,
    mcclish: mcclishAuc(table, 0.1),
    partialAuc: partialAucAboveTpr(table, 0.8),
    specificityAt90: at90?.specificity ?? null,
    thresholdAt90: at90?.threshold ?? null,
    sensitivityAt90: thresholdForSpecificity(table, 0.9)?.sensitivity ?? null,
    youden: youden === null ? null : youden.sensitivity + youden.specificity - 1,
    mercaldoPpv: ppv.value,
    mercaldoLow: ppv.low,
    mercaldoHigh: ppv.high,
    mcnemarP: mcnemar({ ...calls, labels, among: 'all' }).pValue,
  };
}

test('there are sets of every kind', () => {
  expect(sets).toHaveLength(60);
  expect(sets.filter(({ labels }) => new Set(labels).size === 1)).toHaveLength(3);
  expect(sets.filter(({ scores }) => new Set(scores).size < scores.length).length).toBeGreaterThan(30);
  expect(sets.filter(({ scores }) => Math.min(...scores) < 1e-12).length).toBeGreaterThan(3);
  expect(sets.filter(({ scores, threshold }) => scores.includes(threshold)).length).toBeGreaterThan(30);
});

test.each(sets.map((set, number) => [number, set] as const))('every figure of random set %i', (_, set) => {
  const ours = figuresOf(set);
  for (const [name, value] of Object.entries(set.expected)) {
    const own = ours[name];
    if (value === null || own == null) expect(own, name).toBe(value);
    // scikit-learn and statsmodels stop their own iterations at some 1e-10
    else
      expect(Math.abs(own - value) / Math.max(1, Math.abs(value)), `${name}: ${own}, not ${value}`).toBeLessThan(1e-8);
  }
});
