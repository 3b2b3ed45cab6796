import { expect, test } from 'vitest';
import { outOfThousand } from '../../../electron/shared/metrics/iconArray.ts';
import { COLUMNS, KINDS, markPaths } from '../../../renderer/src/features/results/iconMarks.ts';

const marks = (path: string): number => [...path.matchAll(/M/g)].length;

test('a thousand marks stand for a thousand patients, malignant first, none drawn twice', () => {
  const counts = outOfThousand({ sensitivity: 0.9, specificity: 0.4, prevalence: 0.2 });
  expect(counts).toEqual({ found: 180, missed: 20, needless: 480, spared: 320 });
  const paths = markPaths(counts);
  expect(KINDS.map((kind) => marks(paths[kind]))).toEqual(KINDS.map((kind) => counts[kind]));
  const starts = KINDS.flatMap((kind) => [...paths[kind].matchAll(/M([\d.]+) ([\d.]+)/g)]);
  const cells = starts.map(([, x, y]) => COLUMNS * Math.floor(Number(y) / 10) + Math.floor(Number(x) / 10));
  expect(cells).toEqual(Array.from({ length: 1000 }, (_, i) => i));
});

test('where nobody is missed no mark says so', () => {
  expect(markPaths(outOfThousand({ sensitivity: 1, specificity: 1, prevalence: 0.5 })).missed).toBe('');
});
