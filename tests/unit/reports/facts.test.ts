import { resamplesFor } from '../../../electron/shared/metrics/resamplePlan.ts';
import { expect, test } from 'vitest';
import { at } from '../../../electron/shared/arrays.ts';
import { alignScores } from '../../../electron/shared/metrics/alignScores.ts';
import { compareReadings } from '../../../electron/shared/metrics/compare.ts';
import { comparisonsOf } from '../../../electron/core/reports/facts/comparisons.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { rankingSteps, thresholdSteps } from '../../../renderer/src/features/results/resampling.ts';
import { aModel, aProvenance, aReportInput, vectorScores } from './cases.ts';

test('the facts hold what evaluate prints, key by key, and the reference figures of the vector', async () => {
  const { facts } = await aModel();
  const { labels, scores } = vectorScores();
  expect(facts).toMatchObject(summarize({ labels, scores, threshold: 0.23 }));
  expect(facts).toMatchObject({
    confusion: { tp: 104, fn: 13, fp: 251, tn: 232 },
    runId: 'run1',
    evaluationId: 'e1',
    split: 'test',
    source: null,
    mapping: null,
    modelHash: 'a'.repeat(64),
    notice: 'Research use only. Not a medical device. Not for diagnosis.',
  });
  expect(facts.auc.value).toBeCloseTo(0.788244766506, 12);
  expect(facts.partialAuc.value).toBeCloseTo(0.08576171, 8);
  const at90 = at(facts.specificityAtSensitivity, 1);
  expect([at90.target, at90.value, at90.threshold]).toEqual([0.9, expect.closeTo(0.438923, 6), 0.196]);
  expect(facts.exact.sensitivity.method).toBe('Clopper-Pearson');
});

test('every wrong call is listed, worst first: 13 missed by rising score, 251 false alarms by falling score', async () => {
  const { facts } = await aModel();
  expect([facts.falseNegatives.length, facts.falsePositives.length]).toEqual([13, 251]);
  const missed = facts.falseNegatives.map(({ score }) => score);
  expect(missed).toEqual(missed.toSorted((a, b) => a - b));
  expect(missed.every((score) => score < 0.23)).toBe(true);
  const alarms = facts.falsePositives.map(({ score }) => score);
  expect(alarms).toEqual(alarms.toSorted((a, b) => b - a));
  expect(facts.falsePositives.every(({ calibrated, score }) => calibrated !== null && score >= 0.23)).toBe(true);
});

test('intervals that are resampled are those of the window, groups drawn whole', async () => {
  const input = aReportInput();
  const { facts } = await aModel();
  const { labels, scores } = vectorScores();
  const data = {
    labels: Uint8Array.from(labels),
    scores: Float64Array.from(scores),
    calibrated: null,
    groups: [...input.columns.groups],
  };
  const steps = [...rankingSteps(data), ...thresholdSteps(data, 0.23)];
  for (const name of ['averagePrecision', 'mcclish', 'kappa', 'brier', 'slope'] as const) {
    const step = steps.find(({ figure }) => figure === name);
    const { value, low, high, method } = step?.run() ?? {};
    expect(facts.resampled[name]).toEqual({ value, low, high, method });
    expect(method).toBe('bootstrap (by group, percentile)');
  }
  expect(facts.resamples).toBe(resamplesFor(600));
  expect(facts.byGroup?.groups).toBe(180);
});

test('subgroups: classes, values with unknown apart, ages in bands, names not grouped; blank under ten of a class', async () => {
  const { facts } = await aModel();
  expect(facts.subgroups.map(({ column, tooMany }) => [column, tooMany])).toEqual([
    [null, false],
    ['sex', false],
    ['age', false],
    ['note', true],
  ]);
  const [classes, sex, age] = facts.subgroups;
  expect(classes?.rows.find(({ name }) => name === 'melanoma')).toMatchObject({
    sensitivity: { count: 104, total: 117 },
    specificity: null,
    auc: null,
  });
  expect(sex?.rows.at(-1)).toMatchObject({ kind: 'unknown', n: 200 });
  expect(sex?.rows.reduce((sum, { n }) => sum + n, 0)).toBe(600);
  expect(age?.rows.map(({ name }) => name)).toEqual(['<30', '30–39', '40–49', '50–59', '60–69', '70–79', '80+']);
});

test('a threshold chosen on validation photos rests on their malignant ones: 27 of 30 is 74 to 97 %', async () => {
  const { restsOn } = (await aModel()).facts.thresholdChoice;
  expect(restsOn?.positives).toBe(30);
  expect(restsOn?.example).toMatchObject({ count: 27, total: 30 });
  expect(restsOn?.example.low).toBeCloseTo(0.7438, 3);
  expect(restsOn?.example.high).toBeCloseTo(0.9654, 3);
  const input = aReportInput();
  const byDefault = { ...input.detail.evaluation.threshold, source: 'default' as const, target: null };
  const detail = { ...input.detail, evaluation: { ...input.detail.evaluation, threshold: byDefault } };
  expect((await aModel({ detail })).facts.thresholdChoice.restsOn).toBeNull();
});

test('139 malignant photos are needed for +-5 points at 90 %, and it is said how many there are', async () => {
  const { facts } = await aModel();
  expect(facts.sampleSizes[0]).toMatchObject({ rate: 'sensitivity', assumed: 0.9, needed: 139, have: 117 });
});

test('predictive values at 2 %, and a thousand patients in whole numbers', async () => {
  const { atPrevalence } = (await aModel()).facts;
  expect(atPrevalence?.ppv.value).toBeCloseTo((0.02 * (104 / 117)) / (0.02 * (104 / 117) + 0.98 * (251 / 483)), 12);
  const of = atPrevalence?.ofThousand;
  expect(of && of.found + of.missed + of.needless + of.spared).toBe(1000);
  expect((await aModel({ options: { prevalence: null, author: '' } })).facts.atPrevalence).toBeNull();
});

test('another evaluation is compared on the photos that both have, itself without any difference', async () => {
  const input = aReportInput();
  const { scores } = input.detail;
  const fewer = {
    ...input.detail,
    evaluation: { ...input.detail.evaluation, id: 'e2', name: 'Half' },
    scores: {
      ...scores,
      rowIds: scores.rowIds.slice(0, 300),
      labels: scores.labels.slice(0, 300),
      scores: scores.scores.slice(0, 300).map((score) => score ** 2),
      paths: scores.paths.slice(0, 300),
      classNames: scores.classNames.slice(0, 300),
    },
  };
  const { facts, compared } = await aModel({ others: [fewer] });
  const [comparison] = facts.comparisons;
  expect(comparison).toMatchObject({
    name: 'Half',
    n: 300,
    positives: 117,
    onlyHere: 300,
    onlyThere: 0,
    labelConflicts: 0,
    difference: { value: 0 },
  });
  expect(comparison?.mcnemar.map(({ among }) => among)).toEqual(['all', 'malignant', 'benign']);
  // squared scores are called malignant less often: more missed, fewer false alarms
  expect(comparison?.mcnemar[1]?.onlyThereRight).toBe(0);
  expect(comparison?.mcnemar[2]?.onlyHereRight).toBe(0);
  expect(compared[0]?.scores).toHaveLength(300);
});

test('comparisons are corrected for their number, each question by itself; one alone is not', () => {
  const input = aReportInput();
  const other = (id: string, change: (score: number, i: number) => number) => ({
    ...input.detail,
    evaluation: { ...input.detail.evaluation, id, name: id },
    scores: { ...input.detail.scores, scores: input.detail.scores.scores.map(change) },
  });
  const blurred = other('blurred', (score, i) => (i % 3 === 0 ? 1 - score : score));
  const coarse = other('coarse', (score) => Math.round(score * 8) / 8);
  const facts = comparisonsOf(input.detail, [blurred, coarse]);
  const questions = [
    facts.comparisons.map(({ pValue, adjustedP }) => ({ pValue, adjustedP })),
    ...[0, 1, 2].map((question) => facts.comparisons.map(({ mcnemar }) => at(mcnemar, question))),
  ];
  for (const question of questions) {
    const [least, most] = question.toSorted((a, b) => (a.pValue ?? 0) - (b.pValue ?? 0));
    const first = Math.min(1, 2 * (least?.pValue ?? NaN));
    expect(least?.adjustedP).toBe(first);
    expect(most?.adjustedP).toBe(Math.max(first, most?.pValue ?? NaN));
  }
  expect(at(facts.comparisons, 0).pValue).toBeLessThan(0.001);
  // the window corrects over the pair of the others too: never less
  const readings = [input.detail, blurred, coarse].map(({ scores: { paths, labels, scores } }) => ({
    keys: paths,
    labels,
    scores,
  }));
  const window = compareReadings(alignScores(readings), [0.23, 0.23, 0.23]);
  for (const [index, comparison] of facts.comparisons.entries()) {
    const pair = at(window, index);
    expect([pair.a, pair.delong?.p, pair.mcnemar.all.pValue]).toEqual([
      0,
      comparison.pValue,
      comparison.mcnemar[0]?.pValue,
    ]);
    expect(pair.delongHolm).toBeGreaterThanOrEqual(comparison.adjustedP ?? NaN);
    expect(pair.mcnemarHolm).toBeGreaterThanOrEqual(comparison.mcnemar[0]?.adjustedP ?? NaN);
  }
  const [alone] = comparisonsOf(input.detail, [blurred]).comparisons;
  expect(alone?.adjustedP).toBe(alone?.pValue);
  expect(alone?.mcnemar.every(({ pValue, adjustedP }) => pValue === adjustedP)).toBe(true);
});

test('a file of scores knows neither run nor data set; one class leaves figures undefined and nothing fails', async () => {
  const input = aReportInput();
  const { scores } = input.detail;
  const benign = scores.labels.flatMap((label, i) => (label === 0 ? [i] : []));
  const only = <T>(values: readonly T[]): T[] => benign.map((i) => at(values, i));
  const { facts } = await aModel({
    detail: {
      evaluation: {
        ...input.detail.evaluation,
        runId: null,
        origin: { kind: 'scores', path: '/a.csv', sha256: 'c'.repeat(64), scoreColumn: 'p', scale: 'percent' },
        source: { kind: 'scores', path: '/a.csv' },
      },
      scores: {
        rowIds: only(scores.rowIds),
        labels: only(scores.labels),
        scores: only(scores.scores),
        paths: only(scores.paths),
        classNames: only(scores.classNames),
      },
    },
    columns: { photoIds: [], groups: [], groupColumn: null, metadata: [] },
    provenance: { ...aProvenance(), run: null, dataset: null, openings: [], recalibration: null, backbone: null },
  });
  expect(facts).toMatchObject({ run: null, dataset: null, recalibrated: null, byGroup: null, source: '/a.csv' });
  expect(facts.sensitivity).toMatchObject({ value: null, count: 0, total: 0, method: 'not estimable' });
  expect(facts.auc.value).toBeNull();
  expect(facts.atPrevalence?.ofThousand).toBeNull();
});
