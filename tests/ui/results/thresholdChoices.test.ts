import { expect, test } from 'vitest';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import {
  isFromScores,
  proposalOf,
  stepThreshold,
  type ThresholdRule,
} from '../../../renderer/src/features/results/thresholdChoices.ts';
import { referenceScores } from './referenceVector.ts';

const validation = createScoreTable(referenceScores());

test.each([
  [0.8, 0.375],
  [0.9, 0.196],
  [0.95, 0.104],
])('the highest threshold that finds %f of the validation melanomas is %f', (target, value) => {
  expect(proposalOf({ kind: 'targetSensitivity', target }, validation)?.threshold).toEqual({
    value,
    source: 'targetSensitivity',
    target,
  });
});

test('the balanced rule is the one with the largest Youden index', () => {
  expect(proposalOf({ kind: 'youden' }, validation)?.threshold).toEqual({
    value: 0.414,
    source: 'youden',
    target: null,
  });
});

test('a specificity is reached by the lowest score that does, and by no lower one', () => {
  const proposal = proposalOf({ kind: 'targetSpecificity', target: 0.8 }, validation);
  const effect = proposal?.effect ?? { tp: 0, fp: 0, fn: 0, tn: 0 };
  expect(effect.tn / 483).toBeGreaterThanOrEqual(0.8);
  const { scores, labels } = referenceScores();
  const lower = Math.max(...scores.filter((score) => score < (proposal?.threshold.value ?? 0)));
  const spared = scores.filter((score, i) => labels[i] === 0 && score < lower).length;
  expect(spared / 483).toBeLessThan(0.8);
});

test('the dearer a missed melanoma, the lower the threshold and the fewer are missed', () => {
  const proposals = [1, 5, 20, 500].map((target) => proposalOf({ kind: 'cost', target }, validation));
  const missed = proposals.map((proposal) => proposal?.effect?.fn ?? NaN);
  expect(missed).toEqual(missed.toSorted((a, b) => b - a));
  expect(missed.at(-1)).toBe(0);
  expect(proposals[2]?.threshold).toMatchObject({ source: 'cost', target: 20 });
  // by hand over every score: no other costs less
  const { scores, labels } = referenceScores();
  const costAt = (threshold: number): number =>
    scores.reduce(
      (sum, score, i) => sum + (labels[i] === 1 ? (score < threshold ? 20 : 0) : score >= threshold ? 1 : 0),
      0,
    );
  expect(costAt(proposals[2]?.threshold.value ?? NaN)).toBe(Math.min(...[...new Set(scores)].map(costAt)));
});

test('a rule says what it would do on the photos that it looks at, before it is taken', () => {
  expect(proposalOf({ kind: 'tutorial' }, validation)?.effect).toEqual({ tp: 104, fn: 13, fp: 251, tn: 232 });
  expect(proposalOf({ kind: 'default' }, validation)?.effect).toEqual({ tp: 83, fn: 34, fp: 142, tn: 341 });
});

test('rules that need validation scores have no answer without them, the fixed ones do, but can say nothing of counts', () => {
  const rules: ThresholdRule[] = [
    { kind: 'youden' },
    { kind: 'targetSensitivity', target: 0.9 },
    { kind: 'targetSpecificity', target: 0.9 },
    { kind: 'cost', target: 10 },
  ];
  for (const rule of rules) expect(proposalOf(rule, null)).toBeNull();
  expect(proposalOf({ kind: 'default' }, null)).toEqual({
    threshold: { value: 0.5, source: 'default', target: null },
    effect: null,
  });
  expect(proposalOf({ kind: 'tutorial' }, null)?.threshold.value).toBe(0.23);
});

test('one class, or a benign photo with the highest score: no answer instead of a wrong one', () => {
  const oneClass = createScoreTable({ labels: [0, 0], scores: [0.2, 0.4] });
  expect(proposalOf({ kind: 'youden' }, oneClass)).toBeNull();
  const benignOnTop = createScoreTable({ labels: [1, 0], scores: [0.2, 0.9] });
  expect(proposalOf({ kind: 'targetSpecificity', target: 1 }, benignOnTop)).toBeNull();
});

test('steps stay on thousandths and within 0 to 1, and leave no dust of binary fractions', () => {
  expect(stepThreshold(0.1, 0.2)).toBe(0.3);
  expect(stepThreshold(0.995, 0.01)).toBe(1);
  expect(stepThreshold(0.0004, -0.001)).toBe(0);
  expect(stepThreshold(0.48293, 0.001)).toBe(0.484);
});

test('only rules that compute it take a threshold from scores', () => {
  expect((['default', 'tutorial', 'manual'] as const).filter((source) => isFromScores({ source }))).toEqual([]);
  expect((['youden', 'cost', 'targetSpecificity'] as const).every((source) => isFromScores({ source }))).toBe(true);
});
