import { describe, expect, test } from 'vitest';
import { createScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import type { EvaluationSource } from '../../../electron/shared/schemas/evaluation.ts';
import {
  optimismOf,
  stepThreshold,
  thresholdByRule,
  type Optimism,
  type ThresholdValue,
} from '../../../renderer/src/features/results/thresholdChoices.ts';
import { referenceScores } from './referenceVector.ts';

const validation = createScoreTable(referenceScores());

test.each([
  [0.8, 0.375],
  [0.9, 0.196],
  [0.95, 0.104],
])('the highest threshold that finds %f of the validation melanomas is %f', (target, value) => {
  expect(thresholdByRule({ kind: 'targetSensitivity', target }, validation)).toEqual({
    value,
    source: 'targetSensitivity',
    target,
  });
});

test('the balanced rule is the one with the largest Youden index', () => {
  expect(thresholdByRule({ kind: 'youden' }, validation)).toEqual({ value: 0.414, source: 'youden', target: null });
});

test('rules that need validation scores have no answer without them, the fixed ones do', () => {
  expect(thresholdByRule({ kind: 'youden' }, null)).toBeNull();
  expect(thresholdByRule({ kind: 'targetSensitivity', target: 0.9 }, null)).toBeNull();
  expect(thresholdByRule({ kind: 'default' }, null)?.value).toBe(0.5);
  expect(thresholdByRule({ kind: 'tutorial' }, null)?.value).toBe(0.23);
});

test('steps stay on thousandths and within 0 to 1, and leave no dust of binary fractions', () => {
  expect(stepThreshold(0.1, 0.2)).toBe(0.3);
  expect(stepThreshold(0.995, 0.01)).toBe(1);
  expect(stepThreshold(0.0004, -0.001)).toBe(0);
  expect(stepThreshold(0.48293, 0.001)).toBe(0.484);
});

describe('how far the figures flatter', () => {
  const at = (source: ThresholdValue['source']): ThresholdValue => ({ value: 0.4, source, target: null });
  const split = (name: 'train' | 'valid' | 'test'): EvaluationSource => ({ kind: 'split', split: name });
  const folder: EvaluationSource = { kind: 'folder', path: '/other', mapping: {} };
  test.each<[EvaluationSource, ThresholdValue['source'], Optimism]>([
    [split('train'), 'default', 'fitted'],
    [split('valid'), 'youden', 'chosen'],
    [split('valid'), 'targetSensitivity', 'chosen'],
    [split('test'), 'targetSensitivity', null],
    [split('test'), 'manual', 'byHand'],
    [folder, 'youden', null],
    [split('valid'), 'default', 'epoch'],
    [split('test'), 'default', null],
    [folder, 'tutorial', null],
  ])('%o with a threshold from %s: %s', (source, origin, optimism) => {
    expect(optimismOf(source, at(origin))).toBe(optimism);
  });
});
