import { expect, test } from 'vitest';
import { fineMatrix, namedClass } from '../../../electron/shared/metrics/fineMatrix.ts';

const classes = [
  { name: 'keratosis', malignant: false },
  { name: 'naevus', malignant: false },
  { name: 'melanoma', malignant: true },
];

test('photos are counted by their own class and the one of the highest probability', () => {
  const rows = [
    { label: 1, className: 'melanoma', probabilities: [0.1, 0.2, 0.7] },
    { label: 1, className: 'melanoma', probabilities: [0.5, 0.2, 0.3] },
    { label: 0, className: 'naevus', probabilities: [0.1, 0.8, 0.1] },
    { label: 0, className: 'naevus', probabilities: [0.4, 0.4, 0.2] },
    { label: 0, className: 'keratosis', probabilities: [0.6, 0.3, 0.1] },
    // Another label makes another class, and so does another name.
    { label: 1, className: 'naevus', probabilities: [0.6, 0.3, 0.1] },
    { label: 0, className: 'angioma', probabilities: [0.6, 0.3, 0.1] },
    { label: 0, className: 'naevus', probabilities: null },
  ] as const;
  expect(fineMatrix(classes, rows)).toEqual({
    classes,
    counts: [
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
    ],
    others: 2,
  });
});

test('the first of equal probabilities is named; another number of them is refused', () => {
  expect([namedClass([0.5, 0.5]), namedClass([0.2, 0.4, 0.4])]).toEqual([0, 1]);
  expect(() => fineMatrix(classes, [{ label: 0, className: 'naevus', probabilities: [1] }])).toThrow('1 probabilities');
});
