import { describe, expect, test } from 'vitest';
import { rateFactor } from '../../../../electron/engine/training/schedules.ts';
import type { Schedule } from '../../../../electron/shared/schemas/run.ts';

const at = (schedule: Schedule, step: number, totalSteps = 100, valLosses: number[] = []): number =>
  rateFactor(schedule, { step, totalSteps, valLosses });

test('a constant rate stays', () => {
  expect([0, 50, 99, 1000].map((step) => at({ name: 'constant' }, step))).toEqual([1, 1, 1, 1]);
});

describe('cosine', () => {
  const cosine = (warmupSteps: number, floor: number): Schedule => ({ name: 'cosine', warmupSteps, floor });

  test('rises in a line, begins to fall from 1, is half way down in the middle and at its floor with the last step', () => {
    const schedule = cosine(10, 0);
    expect([0, 4, 9].map((step) => at(schedule, step, 111))).toEqual([0.1, 0.5, 1]);
    expect(at(schedule, 10, 111)).toBe(1);
    expect(at(schedule, 60, 111)).toBeCloseTo(0.5, 12);
    expect(at(schedule, 35, 111)).toBeCloseTo((1 + Math.SQRT1_2) / 2, 12);
    expect(at(schedule, 110, 111)).toBeCloseTo(0, 12);
    expect(at(cosine(10, 0.2), 60, 111)).toBeCloseTo(0.6, 12);
  });

  test('never rises after the warm-up and never leaves 0 to 1, however short the training', () => {
    for (const [warmupSteps, totalSteps] of [
      [0, 1],
      [0, 50],
      [50, 20],
      [5, 6],
      [7, 80],
    ] as const) {
      const rates = Array.from({ length: totalSteps + 3 }, (_, step) => at(cosine(warmupSteps, 0.1), step, totalSteps));
      expect(rates.every((rate) => rate > 0 && rate <= 1)).toBe(true);
      const falling = rates.slice(warmupSteps);
      expect(falling.every((rate, i) => rate <= (falling[i - 1] ?? 1))).toBe(true);
    }
  });
});

describe('plateau', () => {
  const plateau: Schedule = { name: 'plateau', factor: 0.5, patience: 2, minimumGain: 0.01, floor: 0.2 };
  const after = (valLosses: number[]): number => at(plateau, 0, 100, valLosses);

  test('stays while the loss falls', () => {
    expect(after([])).toBe(1);
    expect(after([1, 0.9, 0.8, 0.7])).toBe(1);
    expect(after([1, 1.1, 0.9, 0.95, 0.8])).toBe(1);
  });

  test('halves after two epochs that are not better by the least gain, and waits anew', () => {
    expect(after([1, 0.995])).toBe(1);
    expect(after([1, 0.995, 0.993])).toBe(0.5);
    expect(after([1, 1, 1, 1])).toBe(0.5);
    expect(after([1, 1, 1, 1, 1])).toBe(0.25);
    expect(after([1, 1, 1, 0.5, 0.6])).toBe(0.5);
  });

  test('does not go below its floor', () => {
    expect(after(Array.from({ length: 30 }, () => 1))).toBe(0.2);
  });

  test('a loss that is no number is no gain', () => {
    expect(after([1, NaN, NaN])).toBe(0.5);
  });
});
