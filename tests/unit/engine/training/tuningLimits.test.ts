import { expect, it } from 'vitest';
import { inputName } from '../../../../electron/engine/graph/layers.ts';
import { photoWeights } from '../../../../electron/engine/training/classWeights.ts';
import { requireMemory, stepBytes } from '../../../../electron/engine/training/memoryNeed.ts';
import { stepTeller } from '../../../../electron/engine/training/tuneSteps.ts';
import { AppError } from '../../../../electron/shared/errors.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { toyNetwork } from '../../../support/toyTuning.ts';

it('counts what a step holds of each trained layer', () => {
  // 12 x 12 maps: six layers of 6, 6, 6, 6, 10 and 10 channels, and the 10 pooled features.
  const all = 144 * (4 * 6 + 2 * 10) + 10;
  expect(stepBytes(toyNetwork(), inputName, 8)).toBe(4 * 8 * 1.25 * all);
  const upper = 144 * (2 * 6 + 2 * 10) + 10;
  expect(stepBytes(toyNetwork(), 'stem/relu', 8)).toBe(4 * 8 * (1.25 * upper + 2 * 144 * 6));
});

it('refuses a batch that memory cannot hold, and says which it can', () => {
  const network = toyNetwork();
  const needed = stepBytes(network, inputName, 32);
  expect(() => requireMemory(network, inputName, 32, needed * 1.2)).not.toThrow();
  const failure = (free: number): AppError => {
    try {
      requireMemory(network, inputName, 32, free);
    } catch (thrown) {
      if (thrown instanceof AppError) return thrown;
    }
    throw new Error('it was not refused');
  };
  const half = failure(needed / 2);
  expect(half).toMatchObject({ code: 'BAD_INPUT', details: { reason: 'MEMORY', batchSize: 14 } });
  expect(half.message).toContain('batch size of at most 14');
  expect(() => requireMemory(network, inputName, 14, needed / 2)).not.toThrow();
  expect(failure(1).message).toMatch(/free: close other programs or train the upper stages alone$/);
  expect(half.message).toMatch(/at most 14, close other programs, or train the upper stages alone$/);
  // Who trains the upper stages already is not sent there.
  expect(() => requireMemory(network, 'stem/relu', 32, 1)).toThrow(/free: close other programs$/);
});

it('weighs photos of three classes, mean 1', () => {
  const labels = Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 1, 2]);
  const sums = (kind: 'balanced' | 'sqrt') => {
    const weights = photoWeights(kind, labels);
    expect(weights.reduce((a, b) => a + b) / labels.length).toBeCloseTo(1, 6);
    return [0, 1, 2].map((label) => weights.reduce((sum, weight, i) => sum + (labels[i] === label ? weight : 0), 0));
  };
  sums('balanced').forEach((sum) => expect(sum).toBeCloseTo(3, 6));
  const [a = 0, b = 0, c = 0] = sums('sqrt');
  expect(a / b).toBeCloseTo(Math.sqrt(3), 6);
  expect(b / c).toBeCloseTo(Math.sqrt(2), 6);
  expect(photoWeights('balanced', Uint8Array.of(2, 2))).toEqual(Float32Array.of(1, 1));
});

it('tells of steps four times a second at most, with the speed of the last few', () => {
  let now = 0;
  const told: Parameters<Parameters<typeof stepTeller>[1]['report']>[0][] = [];
  const tell = stepTeller(
    { member: 2, members: 3, epochs: 4 },
    { report: (step) => told.push(step), clock: () => now, residentBytes: () => 5 },
  );
  for (let step = 1; step <= 20; step += 1) {
    now += 100;
    tell(step * 8, 160, 1);
  }
  expect(told.map(({ done }) => done)).toEqual([8, 32, 56, 80, 104, 128, 152]);
  expect(told[0]).toEqual({
    kind: 'step',
    member: 2,
    members: 3,
    epochs: 4,
    epoch: 1,
    done: 8,
    total: 160,
    photosASecond: 80,
    residentBytes: 5,
  });
  expect(at(told, 6).photosASecond).toBeCloseTo(80, 10);
  // Half as fast, after a validation that took its time.
  now += 10_000;
  for (let step = 1; step <= 20; step += 1) {
    now += 200;
    tell(step * 8, 160, 2);
  }
  told.slice(8).forEach(({ photosASecond }) => expect(photosASecond).toBeCloseTo(40, 10));
  expect(told.length).toBeGreaterThan(12);
});
