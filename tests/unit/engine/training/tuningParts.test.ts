import { describe, expect, test } from 'vitest';
import { classLoss, labelRows, malignantLogits } from '../../../../electron/engine/training/classLogits.ts';
import { epochOrder } from '../../../../electron/engine/training/epochOrder.ts';
import { at } from '../../../../electron/shared/arrays.ts';
import { createRandom } from '../../../../electron/shared/random.ts';

describe('logits of classes', () => {
  test('become the log-odds of the malignant ones together', () => {
    const random = createRandom(1);
    const logits = Float32Array.from({ length: 40 * 4 }, () => 4 * random.normal());
    const malignant = [false, true, false, true];
    malignantLogits(logits, malignant).forEach((logOdds, photo) => {
      const powers = [...logits.slice(photo * 4, photo * 4 + 4)].map(Math.exp);
      const p = (at(powers, 1) + at(powers, 3)) / powers.reduce((a, b) => a + b);
      expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(p, 6);
    });
  });

  test('of a sigmoid are the log-odds already, and large ones do not overflow', () => {
    expect([...malignantLogits(Float32Array.of(-3, 2), [true])]).toEqual([-3, 2]);
    expect([...malignantLogits(Float32Array.of(900, -900, 0), [true, false, false])]).toEqual([900]);
  });

  test('have the cross-entropy of the right class, for softmax and sigmoid, finite for certain and wrong ones', () => {
    const logits = Float32Array.of(1, 2, 3, 0, 0, 0);
    const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect(classLoss(logits, Uint8Array.of(0, 2), 3)).toBeCloseTo((Math.log(total) - 1 + Math.log(3)) / 2, 6);
    expect(classLoss(Float32Array.of(2, -1), Uint8Array.of(1, 1), 1)).toBeCloseTo(
      (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(1))) / 2,
      6,
    );
    expect(classLoss(Float32Array.of(800, 0), Uint8Array.of(1), 2)).toBe(800);
    expect(classLoss(Float32Array.of(-800), Uint8Array.of(1), 1)).toBe(800);
    expect(classLoss(Float32Array.of(NaN, 0), Uint8Array.of(1), 2)).toBeNaN();
  });

  test('labels become rows', () => {
    expect([...labelRows(Uint8Array.of(2, 0), 3)]).toEqual([0, 0, 1, 1, 0, 0]);
    expect([...labelRows(Uint8Array.of(1, 0), 1)]).toEqual([1, 0]);
    expect(() => labelRows(Uint8Array.of(3), 3)).toThrow(RangeError);
  });
});

describe('the order of an epoch', () => {
  // 60 of class 0, 30 of class 1, 10 of class 2
  const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : 2));
  const draw = (sampling: 'all' | 'balanced', epoch = 1, seed = 5) => [
    ...epochOrder(labels, sampling, { seed, epoch }),
  ];

  test('holds every photo once', () => {
    expect(draw('all').toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
    expect(draw('all')).not.toEqual([...labels.keys()]);
  });

  test('balanced: every class as often, and no photo of a class again before all of it were there', () => {
    const order = draw('balanced');
    expect(order).toHaveLength(100);
    const times = new Map<number, number>();
    for (const row of order) times.set(row, (times.get(row) ?? 0) + 1);
    const ofClass = [0, 1, 2].map((label) => order.filter((row) => labels[row] === label).length);
    expect(ofClass.toSorted()).toEqual([33, 33, 34]);
    const spread = (from: number, to: number) => {
      const counts = Array.from({ length: to - from }, (_, i) => times.get(from + i) ?? 0);
      return [Math.min(...counts), Math.max(...counts)];
    };
    expect([spread(0, 60), spread(60, 90), spread(90, 100)]).toEqual([
      [0, 1],
      [1, 2],
      [3, 4],
    ]);
  });

  test('follows from seed and epoch alone', () => {
    for (const sampling of ['all', 'balanced'] as const) {
      expect(draw(sampling)).toEqual(draw(sampling));
      expect(draw(sampling, 2)).not.toEqual(draw(sampling));
      expect(draw(sampling, 1, 6)).not.toEqual(draw(sampling));
    }
  });
});
