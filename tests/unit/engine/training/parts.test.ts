import { describe, expect, it } from 'vitest';
import { photoWeights } from '../../../../electron/engine/training/classWeights.ts';
import { decodeContainer, encodeContainer } from '../../../../electron/engine/training/container.ts';
import { applyScaling, foldScaling, measureScaling } from '../../../../electron/engine/training/scaling.ts';
import { sigmoid, splitMetrics } from '../../../../electron/engine/training/splitMetrics.ts';

describe('class weights', () => {
  const labels = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0);
  it.each([
    ['none', 1, 1],
    ['balanced', 4.5, 9 / 16],
    ['sqrt', Math.sqrt(8) * (9 / (8 + Math.sqrt(8))), 9 / (8 + Math.sqrt(8))],
  ] as const)('%s: a photo of the rare class counts %d, of the common one %d, 1 on average', (kind, rare, common) => {
    const weights = photoWeights(kind, labels);
    expect(weights[0]).toBeCloseTo(rare, 6);
    expect(weights[1]).toBeCloseTo(common, 6);
    expect(weights.reduce((a, b) => a + b, 0) / 9).toBeCloseTo(1, 6);
  });
});

describe('scaling of features', () => {
  const matrix = Float32Array.of(1, 10, 7, 3, 10, 7, 5, 40, 7); // 3 photos, 3 features; the last never varies
  const scaling = measureScaling(matrix, 3);

  it('centres by mean and population deviation, and leaves out what does not vary', () => {
    expect([...scaling.mean]).toEqual([3, 20, 7]);
    expect(scaling.inverseDeviation[0]).toBeCloseTo(Math.sqrt(3 / 8), 12);
    expect(scaling.inverseDeviation[1]).toBeCloseTo(1 / Math.sqrt(200), 12);
    expect(scaling.inverseDeviation[2]).toBe(0);
  });

  it('is folded into a head that gives the same log-odds on raw features', () => {
    const scaled = Float32Array.from(matrix);
    applyScaling(scaled, scaling);
    const weights = Float32Array.of(0.5, -2, 3);
    const folded = foldScaling(weights, 0.25, scaling);
    expect(folded.weights[2]).toBe(0);
    for (let photo = 0; photo < 3; photo += 1) {
      const dot = (w: ArrayLike<number>, x: Float32Array) =>
        [0, 1, 2].reduce((sum, i) => sum + (w[i] ?? 0) * (x[photo * 3 + i] ?? 0), 0);
      expect(dot(folded.weights, matrix) + folded.bias).toBeCloseTo(dot(weights, scaled) + 0.25, 5);
    }
    expect(foldScaling(weights, 0.25, null)).toEqual({ weights: Float64Array.of(0.5, -2, 3), bias: 0.25 });
  });
});

describe('figures of a split', () => {
  it('computes cross-entropy, accuracy at .5 and AUC from log-odds', () => {
    const logits = Float32Array.of(0, 2, -1, 0.5);
    const labels = Uint8Array.of(1, 1, 0, 0);
    const { loss, accuracy, auc } = splitMetrics(logits, labels);
    const p = [...logits].map(sigmoid);
    const expected =
      -(Math.log(p[0] ?? 0) + Math.log(p[1] ?? 0) + Math.log(1 - (p[2] ?? 0)) + Math.log(1 - (p[3] ?? 0))) / 4;
    expect(loss).toBeCloseTo(expected, 12);
    expect(accuracy).toBe(0.75); // a score of exactly .5 is malignant
    expect(auc).toBe(0.75);
  });

  it('gives a finite loss for certain errors, no AUC for one class, NaN for what is no number', () => {
    expect(splitMetrics(Float32Array.of(-800, 800), Uint8Array.of(1, 0)).loss).toBe(800);
    expect(splitMetrics(Float32Array.of(1, 2), Uint8Array.of(0, 0)).auc).toBeNull();
    expect(splitMetrics(Float32Array.of(1, Number.NaN), Uint8Array.of(0, 1)).loss).toBeNaN();
  });
});

describe('containers', () => {
  const facts = { name: 'é中', n: 3 };
  const sections = { a: Float32Array.of(1, 2, 3), b: Float64Array.of(Math.PI), empty: new Float32Array(0) };
  const bytes = encodeContainer('LLTEST01', { facts, sections });

  it('give back what was put in, and equal contents are equal bytes', () => {
    expect(decodeContainer('LLTEST01', bytes)).toEqual({ facts, sections });
    expect(encodeContainer('LLTEST01', { facts, sections })).toEqual(bytes);
  });

  it('refuse other kinds, cut files and a single wrong bit', () => {
    expect(decodeContainer('LLOTHER1', bytes)).toBeNull();
    for (let length = 0; length < bytes.length; length += 7)
      expect(decodeContainer('LLTEST01', bytes.subarray(0, length))).toBeNull();
    for (let at = 8; at < bytes.length; at += 5) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 4;
      expect(decodeContainer('LLTEST01', damaged)).toBeNull();
    }
  });
});
