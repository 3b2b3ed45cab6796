import { expect, test } from 'vitest';
import { applyRecalibration, recalibrateTable } from '../../../electron/shared/metrics/recalibration.ts';
import { confusionAt, createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { decisionCurve, netBenefit } from '../../../electron/shared/metrics/utility.ts';
import { aModel, vectorScores } from './cases.ts';

const recalibration = { map: { method: 'platt', intercept: -1.4, slope: 0.5 } } as const;
const table = createScoreTable(vectorScores());

test('calls are made on raw scores, the decision curve is drawn over calibrated ones', async () => {
  const { facts } = await aModel();
  expect(facts.recalibrated?.recalibration).toMatchObject(recalibration);
  expect(facts.threshold).toBe(0.23);
  expect(facts.confusion).toEqual(confusionAt(table, 0.23));
  // logit(.23) halved, less 1.4
  expect(facts.decisionCurve.threshold).toBeCloseTo(1 / (1 + Math.exp(1.4 - 0.5 * Math.log(0.23 / 0.77))), 12);
  const thresholds = facts.decisionCurve.points.map(({ threshold }) => threshold);
  expect(facts.decisionCurve.points).toEqual(decisionCurve(recalibrateTable(table, recalibration), thresholds));
  expect(facts.decisionCurve.points).not.toEqual(decisionCurve(table, thresholds));
});

test('the mark on the curve stands for the very calls of the raw threshold, wherever it is set', () => {
  const calibrated = recalibrateTable(table, recalibration);
  for (const threshold of [...table.scores, 0.0005, 0.2305, 0.9995]) {
    const there = applyRecalibration(threshold, recalibration);
    expect(confusionAt(calibrated, there)).toEqual(confusionAt(table, threshold));
    expect(netBenefit(confusionAt(calibrated, there), there)).toBe(netBenefit(confusionAt(table, threshold), there));
  }
});
