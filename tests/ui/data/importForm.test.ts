import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  apportion,
  estimateSplit,
  targetsOf,
  totalsOf,
  unmappedClasses,
} from '../../../renderer/src/features/data/importForm.ts';
import { records } from '../frame/scriptedRecords.ts';

const { scan } = records();

test('what the scan asks about stays open until somebody decides', () => {
  const targets = targetsOf(scan, {});
  expect(unmappedClasses(scan, targets)).toEqual(['akiec']);
  expect(unmappedClasses(scan, { ...targets, akiec: 'exclude' })).toEqual([]);
});

test('a class named like a property of every object is open too', () => {
  const odd = { ...scan, classes: [{ name: 'constructor', count: 1, proposal: 'ask' as const }] };
  expect(unmappedClasses(odd, targetsOf(odd, {}))).toEqual(['constructor']);
});

test('a decision outlives a second look, but only for classes that are still there', () => {
  const decided = { akiec: 'malignant', gone: 'benign' } as const;
  expect(targetsOf(scan, decided)['akiec']).toBe('malignant');
  expect(Object.hasOwn(targetsOf(scan, decided), 'gone')).toBe(false);
});

test('parts of a class are whole and add up to it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 100 }),
      fc.nat(100),
      (count, train, rest) => {
        const valid = Math.min(100 - train, rest);
        const shares = { train, valid, test: 100 - train - valid };
        const parts = apportion(count, shares);
        expect(parts.train + parts.valid + parts.test).toBe(count);
        for (const split of ['train', 'valid', 'test'] as const) {
          expect(Math.abs(parts[split] - (count * shares[split]) / 100)).toBeLessThan(1);
          expect(Number.isInteger(parts[split])).toBe(true);
        }
      },
    ),
  );
});

test('the preview of a random split holds every photo that will be imported, and no other', () => {
  const targets = { ...targetsOf(scan, {}), akiec: 'exclude' as const };
  const estimate = estimateSplit(scan, targets, { train: 85, valid: 15, test: 0 });
  expect(Object.keys(estimate)).toEqual(['train', 'valid']);
  expect(totalsOf(estimate)).toEqual({ benign: 1099 + 115 + 6705 + 142, malignant: 514 + 1113 });
});
