import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../../electron/shared/metrics/distributions.ts';
import { rocPoints } from '../../../electron/shared/metrics/ranking.ts';
import { rocBand, type BandPoint } from '../../../electron/shared/metrics/rocBand.ts';
import { createScoreTable, tableOfClasses, type ScoreTable } from '../../../electron/shared/metrics/scoreTable.ts';
import { createRandom } from '../../../electron/shared/random.ts';
import { reference } from './agrees.ts';
import { anyonesVector, rows } from './vectors.ts';

const kinds = ['pointwise', 'simultaneous'] as const;
const table = createScoreTable(anyonesVector());

/** The greatest sensitivity of a corner at or left of a false positive rate. */
function rocAt(of: ScoreTable, fpr: number): number {
  return Math.max(...rocPoints(of).flatMap((point) => (point.fpr <= fpr ? [point.tpr] : [])));
}

describe.each(kinds)('a %s band', (kind) => {
  const band = rocBand(table, { kind });

  test('goes from 0 to 1, rises, and holds the ROC', () => {
    expect(band).toHaveLength(201);
    expect(band[0]?.fpr).toBe(0);
    expect(band.at(-1)).toEqual({ fpr: 1, low: 1, high: 1 });
    for (const [i, { fpr, low, high }] of band.entries()) {
      const empirical = rocAt(table, fpr);
      expect(low).toBeLessThanOrEqual(empirical);
      expect(high).toBeGreaterThanOrEqual(empirical);
      expect(low).toBeGreaterThanOrEqual(band[i - 1]?.low ?? 0);
      expect(high).toBeGreaterThanOrEqual(band[i - 1]?.high ?? 0);
    }
  });

  test('is wider for a higher level and narrower for more photos', () => {
    const area = (points: BandPoint[]): number => points.reduce((sum, { low, high }) => sum + high - low, 0);
    const { labels, scores } = anyonesVector();
    const tenfold = createScoreTable({
      labels: Array.from({ length: 6000 }, (_, i) => labels[i % 600] ?? 0),
      scores: Array.from({ length: 6000 }, (_, i) => scores[i % 600] ?? 0),
    });
    expect(area(rocBand(table, { kind, level: 0.99 }))).toBeGreaterThan(area(band));
    expect(area(rocBand(tenfold, { kind }))).toBeLessThan(area(band) / 2);
  });

  test('is none for one class and refuses a level of 1', () => {
    expect(rocBand(createScoreTable(rows([1, 0.3], [1, 0.4])), { kind })).toEqual([]);
    expect(() => rocBand(table, { kind, level: 1 })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('of one photo a class says next to nothing', () => {
    const tiny = rocBand(createScoreTable(rows([1, 0.9], [0, 0.1])), { kind });
    expect(tiny[100]?.high).toBe(1);
    expect(tiny[100]?.low).toBeLessThan(0.2);
  });

  test('holds the true ROC of two normal distributions at least as often as it claims', () => {
    const random = createRandom(11, kind);
    const truth = (fpr: number): number => (fpr === 0 ? 0 : fpr === 1 ? 1 : normalCdf(1 + normalQuantile(fpr)));
    const at20Percent = 40;
    const samples = 400;
    let held = 0;
    for (let i = 0; i < samples; i++) {
      const points = rocBand(
        tableOfClasses(
          Float64Array.from({ length: 40 }, () => 1 + random.normal()),
          Float64Array.from({ length: 60 }, () => random.normal()),
        ),
        { kind },
      );
      const holds = ({ fpr, low, high }: BandPoint): boolean => low <= truth(fpr) && truth(fpr) <= high;
      const judged = kind === 'pointwise' ? points.slice(at20Percent, at20Percent + 1) : points;
      if (judged.every(holds)) held++;
    }
    // 95 % of 400 less three standard errors of counting
    expect(held).toBeGreaterThanOrEqual(367);
  });
});

test('the simultaneous one is as wide as the exact Kolmogorov-Smirnov distance, or up to 4 % wider', () => {
  for (const [kind, n] of [
    ['malignant', 117],
    ['benign', 483],
  ] as const) {
    // with one class at a single score, the band's only width is that of the other
    const ours = Math.sqrt(Math.log(2 / (1 - Math.sqrt(0.95))) / (2 * n));
    const exact = reference(`exact Kolmogorov-Smirnov distance, ${kind}`);
    expect(ours).toBeGreaterThanOrEqual(exact);
    expect(ours).toBeLessThan(exact * 1.04);
  }
  // at a false positive rate of 0 the upper edge stands one benign distance along the ROC and a malignant one above it
  const reach = (n: number): number => Math.sqrt(Math.log(2 / (1 - Math.sqrt(0.95))) / (2 * n));
  const start = rocBand(table, { kind: 'simultaneous' })[0];
  expect(start?.high).toBeCloseTo(rocAt(table, reach(483)) + reach(117), 12);
});
