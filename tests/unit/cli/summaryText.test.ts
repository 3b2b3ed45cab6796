import { expect, test } from 'vitest';
import { summaryText } from '../../../electron/cli/summaryText.ts';
import { summarize } from '../../../electron/shared/metrics/summary.ts';
import { NOTICE } from '../../../electron/shared/notice.ts';
import { anyonesVector, rows } from '../metrics/vectors.ts';

const lineOf = (text: string, start: string): string =>
  text
    .split('\n')
    .find((line) => line.startsWith(start))
    ?.replace(/ {2,}/g, '  ') ?? '';
const auc = (data: Parameters<typeof rows>): string =>
  lineOf(summaryText(summarize({ ...rows(...data), threshold: 0.5 })), 'AUC');

test('an AUC stands with its interval and the method of it', () => {
  const text = summaryText(summarize({ ...anyonesVector(), threshold: 0.23 }));
  expect(lineOf(text, 'AUC')).toContain('0.788 (0.744-0.832, DeLong)');
  expect(lineOf(text, 'found malignant')).toContain('104 of 117, 88.9 % (81.9-93.4, Wilson)');
  expect(text.endsWith(NOTICE)).toBe(true);
});

test('an AUC of exactly 1 or 0 has the exact interval in place of none', () => {
  // of two pairs without a common photo: .025^(1/2)
  expect(
    auc([
      [1, 0.9],
      [1, 0.8],
      [0, 0.2],
      [0, 0.1],
    ]),
  ).toContain('1.000 (0.158-1.000, exact (pairs))');
  expect(
    auc([
      [0, 0.9],
      [0, 0.8],
      [1, 0.2],
      [1, 0.1],
    ]),
  ).toContain('0.000 (0.000-0.842, exact (pairs))');
});

test('what has no interval says so, and what has no value is undefined', () => {
  expect(
    auc([
      [1, 0.5],
      [1, 0.5],
      [0, 0.5],
      [0, 0.5],
    ]),
  ).toContain('0.500 (interval not estimable)');
  expect(auc([[1, 0.5]])).toMatch(/undefined$/);
});

test('the classes of a run stand below, with why they may say otherwise than the threshold', () => {
  const [benign, malignant] = [
    { name: 'naevus', malignant: false },
    { name: 'melanoma', malignant: true },
  ] as const;
  const fine = {
    classes: [benign, malignant],
    counts: [
      [31, 4],
      [2, 15],
    ],
    others: 3,
  };
  const summary = summarize({ ...anyonesVector(), threshold: 0.23 });
  const text = summaryText(summary, fine);
  expect(lineOf(text, 'naevus')).toBe('naevus  31  4');
  expect(lineOf(text, 'melanoma (malignant)')).toBe('melanoma (malignant)  2  15');
  expect(text).toContain('taken for its most probable class');
  expect(text).toContain('3 photos of classes that the run does not know');
  expect(text.endsWith(NOTICE)).toBe(true);
  expect(summaryText(summary)).not.toContain('taken for');
});
