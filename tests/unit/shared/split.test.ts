import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Label, Split } from '../../../electron/shared/schemas/common.ts';
import { assignFolds, assignSplits, checkSplits, type SplitItem } from '../../../electron/shared/split.ts';
import { cpuMs } from '../metrics/cpuTime.ts';

const LABEL_OF = { nevus: 'benign', seborrheic_keratosis: 'benign', melanoma: 'malignant' } as const;
type ClassName = keyof typeof LABEL_OF;
const ratios = { train: 0.7, valid: 0.15, test: 0.15 };

function photo(className: ClassName, group: string | null = null, contentHash: string | null = null): SplitItem {
  return { className, label: LABEL_OF[className], group, contentHash };
}

function photos(className: ClassName, count: number, group?: (index: number) => string): SplitItem[] {
  return Array.from({ length: count }, (_, i) => photo(className, group?.(i) ?? null));
}

function count<Place>(
  items: SplitItem[],
  places: Place[],
  place: Place,
  matches: (item: SplitItem) => boolean,
): number {
  return items.filter((item, i) => places[i] === place && matches(item)).length;
}

const seed = fc.integer({ min: 0, max: 0xffffffff });
const ungrouped = fc
  .record({
    nevus: fc.integer({ min: 7, max: 90 }),
    seborrheic_keratosis: fc.nat(40),
    melanoma: fc.integer({ min: 7, max: 60 }),
  })
  .map((counts) => [
    ...photos('nevus', counts.nevus),
    ...photos('seborrheic_keratosis', counts.seborrheic_keratosis),
    ...photos('melanoma', counts.melanoma),
  ]);
const grouped = fc
  .array(
    fc.record({
      className: fc.constantFrom<ClassName>('nevus', 'seborrheic_keratosis', 'melanoma'),
      group: fc.option(fc.integer({ min: 0, max: 25 }).map(String)),
      contentHash: fc.option(fc.integer({ min: 0, max: 60 }).map(String)),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((rows) => [
    ...rows.map(({ className, group, contentHash }) => photo(className, group, contentHash)),
    ...photos('nevus', 3),
    ...photos('melanoma', 3),
  ]);

describe('a random split', () => {
  test('is repeated by its seed and changed by another', () => {
    const items = [...photos('nevus', 50), ...photos('melanoma', 50)];
    const of = (value: number): Split[] => assignSplits({ items, ratios, seed: value }).splits;
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  test('does not follow the order of the photos', () => {
    const items = photos('nevus', 200).concat(photos('melanoma', 200));
    const { splits } = assignSplits({ items, ratios, seed: 1 });
    // 30 of 200 nevi are for test: were they consecutive, the first 170 would hold none or all
    const early = splits.slice(0, 100).filter((split) => split === 'test').length;
    expect(early).toBeGreaterThan(5);
    expect(early).toBeLessThan(25);
  });

  test('divides each class within one photo of its ratio', () => {
    fc.assert(
      fc.property(ungrouped, seed, (items, value) => {
        const { splits } = assignSplits({ items, ratios, seed: value });
        for (const className of Object.keys(LABEL_OF)) {
          const total = items.filter((item) => item.className === className).length;
          for (const [split, ratio] of Object.entries(ratios)) {
            const there = count<string>(items, splits, split, (item) => item.className === className);
            expect(Math.abs(there - ratio * total)).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
      }),
    );
  });

  test('divides the whole set within two photos, though each class rounds for itself', () => {
    fc.assert(
      fc.property(ungrouped, seed, (items, value) => {
        const { splits } = assignSplits({ items, ratios, seed: value });
        for (const [split, ratio] of Object.entries(ratios)) {
          expect(Math.abs(count<string>(items, splits, split, () => true) - ratio * items.length)).toBeLessThanOrEqual(
            2,
          );
        }
      }),
    );
  });

  test('never parts a group or photos with the same bytes', () => {
    fc.assert(
      fc.property(grouped, seed, (items, value) => {
        const { splits, warnings } = assignSplits({ items, ratios, seed: value });
        expect(splits).toHaveLength(items.length);
        for (const key of ['group', 'contentHash'] as const) {
          const splitOf = new Map<string, Split | undefined>();
          items.forEach((item, i) => {
            const name = item[key];
            if (name === null) return;
            expect(splitOf.get(name) ?? splits[i]).toBe(splits[i]);
            splitOf.set(name, splits[i]);
          });
        }
        expect(warnings.map(({ code }) => code)).not.toContain('GROUP_LEAK');
        expect(warnings.map(({ code }) => code)).not.toContain('DUPLICATE_LEAK');
      }),
    );
  });

  test('never leaves a split without a class unannounced', () => {
    fc.assert(
      fc.property(grouped, seed, (items, value) => {
        const { splits, warnings } = assignSplits({ items, ratios, seed: value });
        for (const split of ['train', 'valid', 'test'] as const) {
          for (const label of ['benign', 'malignant'] as const) {
            const there = count(items, splits, split, (item) => item.label === label);
            const said = warnings.some(
              ({ code, details }) =>
                code === 'ONE_CLASS_SPLIT' && details['split'] === split && details['label'] === label,
            );
            expect(said).toBe(there === 0);
          }
        }
      }),
    );
  });

  test('stays near the ratios with groups of up to five photos', () => {
    const items = [
      ...photos('nevus', 400, (i) => `n${Math.floor(i / 5)}`),
      ...photos('melanoma', 100, (i) => `m${Math.floor(i / (1 + (i % 4)))}`),
    ];
    const { splits } = assignSplits({ items, ratios, seed: 5 });
    for (const label of ['benign', 'malignant'] as const) {
      const total = items.filter((item) => item.label === label).length;
      for (const [split, ratio] of Object.entries(ratios)) {
        const there = count<string>(items, splits, split, (item) => item.label === label);
        expect(Math.abs(there - ratio * total)).toBeLessThanOrEqual(5);
      }
    }
  });

  test('leaves out a split of ratio 0', () => {
    const items = [...photos('nevus', 10), ...photos('melanoma', 10)];
    const { splits, warnings } = assignSplits({ items, ratios: { train: 0.8, valid: 0.2, test: 0 }, seed: 1 });
    expect(splits).not.toContain('test');
    expect(splits.filter((split) => split === 'valid')).toHaveLength(4);
    expect(warnings).toEqual([]);
  });

  test('gives each split a photo of a class of three', () => {
    const items = [...photos('nevus', 40), ...photos('melanoma', 3)];
    for (let value = 0; value < 20; value++) {
      const { splits, warnings } = assignSplits({ items, ratios, seed: value });
      expect(splits.slice(40).toSorted()).toEqual(['test', 'train', 'valid']);
      expect(warnings).toEqual([]);
    }
  });

  test('refuses two malignant photos for three splits, by name', () => {
    const items = [...photos('nevus', 40), ...photos('melanoma', 2)];
    expect(() => assignSplits({ items, ratios, seed: 1 })).toThrow(
      expect.objectContaining({
        code: 'TOO_FEW_PHOTOS',
        details: { label: 'malignant', count: 2, splits: 3, classNames: ['melanoma'] },
      }),
    );
  });

  test('warns of a small class among others of its label', () => {
    const items = [...photos('nevus', 40), ...photos('seborrheic_keratosis', 2), ...photos('melanoma', 20)];
    expect(assignSplits({ items, ratios, seed: 1 }).warnings).toEqual([
      { code: 'SMALL_CLASS', details: { className: 'seborrheic_keratosis', count: 2 } },
    ]);
  });

  test('warns when there is one class only', () => {
    expect(assignSplits({ items: photos('nevus', 20), ratios, seed: 1 }).warnings).toEqual([
      { code: 'ONE_CLASS', details: { label: 'benign' } },
    ]);
  });

  test.each([
    { train: 0.5, valid: 0.2, test: 0.2 },
    { train: 1.2, valid: -0.1, test: -0.1 },
    { train: NaN, valid: 0.5, test: 0.5 },
  ])('refuses the ratios %o', (bad) => {
    expect(() => assignSplits({ items: photos('nevus', 9), ratios: bad, seed: 1 })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });

  test('splits 100,000 photos of 30,000 patients in under two seconds', () => {
    const items = Array.from({ length: 100_000 }, (_, i) =>
      photo(i % 9 === 0 ? 'melanoma' : 'nevus', `p${i % 30_000}`),
    );
    expect(cpuMs(() => assignSplits({ items, ratios, seed: 1 }))).toBeLessThan(2000);
  });
});

describe('the public trouble cases of splits (case O10)', () => {
  test('copies under another name, two of them with the other label, never cross splits', () => {
    const items = Array.from({ length: 30 }, (_, i) => photo(i % 2 === 0 ? 'nevus' : 'melanoma', null, `h${i}`));
    for (let i = 0; i < 5; i++) {
      const className: ClassName = (i % 2 === 0) === i < 2 ? 'melanoma' : 'nevus';
      items.push(photo(className, null, `h${i}`));
    }
    for (let value = 0; value < 50; value++) {
      const { splits } = assignSplits({ items, ratios, seed: value });
      expect(items.slice(30).map((_, i) => splits[30 + i] === splits[i])).toEqual(Array(5).fill(true));
    }
  });

  test('four patients with ten photos each, one of them malignant: the one-class splits are announced', () => {
    const patients: ClassName[] = ['melanoma', 'nevus', 'nevus', 'nevus'];
    const items = patients.flatMap((className, i) => photos(className, 10, () => `patient ${i}`));
    for (let value = 0; value < 50; value++) {
      const { splits, warnings } = assignSplits({ items, ratios: { train: 0.6, valid: 0.2, test: 0.2 }, seed: value });
      const lacking = (['train', 'valid', 'test'] as const).filter((split) => !splits.slice(0, 10).includes(split));
      expect(lacking).toHaveLength(2);
      const said = warnings
        .filter(({ details }) => details['label'] === 'malignant')
        .map(({ details }) => details['split']);
      expect(said).toEqual(lacking);
    }
  });
});

describe('folds', () => {
  test('are equal within one photo a class, and every photo is in exactly one', () => {
    fc.assert(
      fc.property(ungrouped, seed, fc.integer({ min: 2, max: 6 }), (items, value, number) => {
        const { folds } = assignFolds({ items, folds: number, seed: value });
        for (const className of Object.keys(LABEL_OF)) {
          const ofClass = (fold: number): number => count(items, folds, fold, (item) => item.className === className);
          const counts = Array.from({ length: number }, (_, fold) => ofClass(fold));
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('never part a group, and say when a fold lacks a class', () => {
    const items = [...photos('nevus', 30), ...photos('melanoma', 20, (i) => `patient ${i % 3}`)];
    const { folds, warnings } = assignFolds({ items, folds: 5, seed: 3 });
    expect(new Set(folds.slice(30).map((fold, i) => `${i % 3} ${fold}`)).size).toBe(3);
    expect(warnings.filter(({ code }) => code === 'ONE_CLASS_SPLIT')).toHaveLength(2);
    expect(() => assignFolds({ items, folds: 1, seed: 3 })).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('a check of splits made elsewhere', () => {
  const labelled = (label: Label, group: string | null, contentHash: string | null): SplitItem => ({
    className: label,
    label,
    group,
    contentHash,
  });

  test('names groups and contents that stand in two splits', () => {
    const items = [
      labelled('benign', 'a', 'x'),
      labelled('benign', 'a', 'y'),
      labelled('malignant', 'b', 'z'),
      labelled('malignant', 'b', 'x'),
      labelled('malignant', null, null),
    ];
    expect(checkSplits(items, ['train', 'test', 'train', 'train', 'test'])).toEqual([
      { code: 'GROUP_LEAK', details: { count: 1, first: ['a'] } },
    ]);
    expect(checkSplits(items, ['train', 'train', 'train', 'test', 'train'])).toEqual([
      { code: 'ONE_CLASS_SPLIT', details: { split: 'test', label: 'benign' } },
      { code: 'GROUP_LEAK', details: { count: 1, first: ['b'] } },
      { code: 'DUPLICATE_LEAK', details: { count: 1, first: ['x'] } },
    ]);
  });

  test('asks only for splits that occur, or are expected', () => {
    const items = [labelled('benign', null, null), labelled('malignant', null, null)];
    expect(checkSplits(items, ['train', 'train'])).toEqual([]);
    expect(checkSplits(items, ['train', 'train'], ['train', 'test'])).toHaveLength(2);
  });
});
