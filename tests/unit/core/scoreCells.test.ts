import { expect, test } from 'vitest';
import { isMissing, proposeYesNo, readNumber } from '../../../electron/core/evaluation/scores/cells.ts';
import {
  numberedGroups,
  uniqueFileNames,
  withoutFolders,
} from '../../../electron/core/evaluation/package/withoutFolders.ts';

test.each([
  ['0.5', 0.5, false],
  ['0,125', 0.125, false],
  ['.5', 0.5, false],
  ['1e-14', 1e-14, false],
  [' 12,5 % ', 12.5, true],
  ['12.5%', 12.5, true],
  ['12\u00a0%', 12, true],
  ['７', null, false],
  ['1,234.5', null, false],
  ['0x1', null, false],
  ['Infinity', null, false],
  ['', null, false],
  ['%', null, false],
])('"%s" is read as %s', (cell, value, hasPercentSign) => {
  const hundredth: unknown = value === null ? null : expect.closeTo(value / 100, 15);
  expect(readNumber(cell)).toEqual(value === null ? null : { value, hundredth, hasPercentSign });
});

test('per cent become the number that the same digits are as a share, to the last bit', () => {
  // 0.7 / 100 is not 0.007
  for (let tenths = 0; tenths <= 1000; tenths += 1) {
    const share = Number(`${tenths}e-3`);
    expect(readNumber(`${(tenths / 10).toFixed(1)} %`)?.hundredth).toBe(share);
  }
  expect(readNumber('1,5e1')?.hundredth).toBe(0.15);
  expect(readNumber('5.')?.hundredth).toBe(0.05);
  expect(readNumber('2E-12')?.hundredth).toBe(2e-14);
});

test('what stands for nothing is missing, a zero is not', () => {
  for (const cell of ['', ' ', 'NA', 'NaN', 'n/a', 'null', '-']) expect(isMissing(cell)).toBe(true);
  for (const cell of ['0', '0.0', 'no', '0 %']) expect(isMissing(cell)).toBe(false);
});

test('1 means malignant, unless the column asks whether a lesion is benign', () => {
  expect(proposeYesNo('1', 'target')).toBe('malignant');
  expect(proposeYesNo('0.0', 'melanoma')).toBe('benign');
  expect(proposeYesNo('1', 'Benign')).toBe('benign');
  expect(proposeYesNo('no', 'is_benign')).toBe('malignant');
  expect(proposeYesNo('1', 'benign_malignant')).toBe('malignant');
  expect(proposeYesNo('2', 'target')).toBeNull();
});

test('paths become names that stay apart, in any place of a value', () => {
  expect(uniqueFileNames(['/a/x.jpg', 'b\\x.jpg', 'x', 'C:\\x', 'x (2).jpg'])).toEqual([
    ...['x.jpg', 'x (3).jpg', 'x', 'x (2)', 'x (2).jpg'],
  ]);
  expect(withoutFolders({ a: ['/home/me/x.jpg', 'D:\\me\\y.png', 'https://a/b', 'a/b'], n: 1, z: null })).toEqual({
    ...{ a: ['x.jpg', 'y.png', 'https://a/b', 'a/b'], n: 1, z: null },
  });
  expect(numberedGroups(['Mrs B', null, 'Mr A', 'Mrs B'])).toEqual(['1', null, '2', '1']);
});
