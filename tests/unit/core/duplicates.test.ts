import { expect, test } from 'vitest';
import { findDuplicates } from '../../../electron/core/datasets/duplicates.ts';

const photo = (path: string, sha256: string, label: 'benign' | 'malignant', split: 'train' | 'valid') => ({
  path,
  sha256,
  label,
  split,
});

test('equal bytes are one set; differing labels are a conflict, differing splits a leak', () => {
  const sets = findDuplicates([
    photo('a', '1', 'benign', 'train'),
    photo('b', '2', 'benign', 'train'),
    photo('c', '1', 'malignant', 'train'),
    photo('d', '3', 'benign', 'train'),
    photo('e', '2', 'benign', 'valid'),
    photo('f', '1', 'benign', 'train'),
  ]);
  expect(sets).toEqual([
    { sha256: '1', paths: ['a', 'c', 'f'], conflict: true, leak: false },
    { sha256: '2', paths: ['b', 'e'], conflict: false, leak: true },
  ]);
});
