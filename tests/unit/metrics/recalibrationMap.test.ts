import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logLoss, reliabilityBins } from '../../../electron/shared/metrics/calibration.ts';
import { auc } from '../../../electron/shared/metrics/ranking.ts';
import {
  applyRecalibration,
  fitRecalibration,
  recalibrate,
  recalibrateTable,
  recommendedMethod,
} from '../../../electron/shared/metrics/recalibration.ts';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { Recalibration } from '../../../electron/shared/schemas/recalibration.ts';
import { anyonesVector, rows } from './vectors.ts';

const methods = ['platt', 'temperature'] as const;
const vector = anyonesVector();
const table = createScoreTable(vector);

test('Platt is proposed after class weights, a temperature without', () => {
  expect(recommendedMethod('none')).toBe('temperature');
  expect(recommendedMethod('sqrt')).toBe('platt');
  expect(recommendedMethod('balanced')).toBe('platt');
});

describe('a fitted map', () => {
  test.each(methods)(
    'by %s fits its schema, says what it rests on and lowers the log loss of its own photos',
    (method) => {
      const map = fitRecalibration(table, method);
      expect(Recalibration.parse(map)).toEqual(map);
      expect(map).toMatchObject({ n: 600, positives: 117 });
      if (map === null) throw new Error('not fitted');
      expect(logLoss(recalibrateTable(table, map)).value).toBeLessThan(logLoss(table).value ?? 0);
    },
  );

  test('by Platt leaves intercept 0 and slope 1; a temperature mends the slope but not the intercept', () => {
    const platt = fitRecalibration(table, 'platt');
    const temperature = fitRecalibration(table, 'temperature');
    if (platt === null || temperature === null) throw new Error('not fitted');
    const after = recalibrate(recalibrateTable(table, platt));
    expect(after.intercept).toBeCloseTo(0, 9);
    expect(after.slope).toBeCloseTo(1, 9);
    expect(after.inTheLarge).toBeCloseTo(0, 9);
    expect(recalibrate(recalibrateTable(table, temperature)).inTheLarge).toBeLessThan(-1);
  });

  test.each(methods)(
    'by %s does not exist for one class, equal scores, or scores that rank nothing rightly',
    (method) => {
      for (const data of [
        rows([1, 0.2], [1, 0.7]),
        rows([1, 0.5], [0, 0.5], [0, 0.5]),
        rows([1, 0.9], [0, 0.2]),
        rows([0, 0.9], [1, 0.2], [1, 0.95], [0, 0.8]),
        { labels: [], scores: [] },
      ]) {
        expect(fitRecalibration(createScoreTable(data), method)).toBeNull();
      }
    },
  );

  test.each(methods)('by %s refuses what is no probability', (method) => {
    expect(() => fitRecalibration(createScoreTable(rows([1, 1.5], [0, 0.2])), method)).toThrow('no probabilities');
    const map = fitRecalibration(table, method);
    if (map === null) throw new Error('not fitted');
    for (const score of [NaN, -0.1, 1.1]) {
      expect(() => applyRecalibration(score, map)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    }
  });
});

describe('scores as small as 1e-14', () => {
  // what a saturated head gives: most photos at the ends, both classes at either
  const sharp = rows([1, 1e-14], [0, 1e-14], [0, 3e-14], [0, 1e-9], [1, 0.2], [0, 0.4], [1, 1 - 1e-14], [0, 1 - 1e-15]);
  const sharpTable = createScoreTable(sharp);

  test.each(methods)('have a finite log loss and a finite map by %s that keeps them apart', (method) => {
    expect(logLoss(sharpTable)).toMatchObject({ clipped: 0 });
    expect(Number.isFinite(logLoss(sharpTable).value)).toBe(true);
    const map = fitRecalibration(sharpTable, method);
    if (map === null) throw new Error('not fitted');
    const after = recalibrateTable(sharpTable, map);
    expect(after.scores.every((score) => score > 0 && score < 1)).toBe(true);
    expect(after.scores).toHaveLength(sharpTable.scores.length);
    expect(auc(after)).toBe(auc(sharpTable));
    expect(Number.isFinite(logLoss(after).value)).toBe(true);
    expect(reliabilityBins(after).reduce((sum, bin) => sum + bin.count, 0)).toBe(8);
  });
});

describe('any map', () => {
  const someMap = fc.oneof(
    fc.record({
      method: fc.constant('platt' as const),
      intercept: fc.double({ min: -20, max: 20, noNaN: true }),
      slope: fc.double({ min: 1e-3, max: 50, noNaN: true }),
    }),
    fc.record({
      method: fc.constant('temperature' as const),
      temperature: fc.double({ min: 0.02, max: 100, noNaN: true }),
    }),
  );
  const score = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: -14, max: 0, noNaN: true }).map((exponent) => 10 ** exponent),
  );

  test('never turns the order of two scores round and stays a probability', () => {
    fc.assert(
      fc.property(score, score, someMap, (one, other, map) => {
        const low = applyRecalibration(Math.min(one, other), { map });
        const high = applyRecalibration(Math.max(one, other), { map });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        // scores that differ in the last bits only may be rounded either way
        expect(high - low).toBeGreaterThanOrEqual(-1e-12);
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps all photos of a table, in falling order', () => {
    const photos = fc.array(fc.record({ label: fc.constantFrom(0, 1), score }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(photos, someMap, (list, map) => {
        const before = createScoreTable({ labels: list.map((r) => r.label), scores: list.map((r) => r.score) });
        const after = recalibrateTable(before, { map });
        expect(after).toMatchObject({ n: before.n, positives: before.positives, negatives: before.negatives });
        expect(after.truePositives.at(-1)).toBe(before.positives);
        for (let g = 1; g < after.scores.length; g++) expect(after.scores[g]).toBeLessThan(after.scores[g - 1] ?? 0);
      }),
    );
  });
});
