import { expect, test } from 'vitest';
import { chooseClasses } from '../../../electron/core/datasets/chooseClasses.ts';
import type { SourcePhoto } from '../../../electron/core/datasets/readSource.ts';
import type { Split } from '../../../electron/shared/schemas/common.ts';

const photo = (className: string | null, split: Split | null = 'train', name = `${className}.jpg`): SourcePhoto => ({
  path: `/x/${name}`,
  relativePath: name,
  className,
  split,
  group: null,
  metadata: {},
});
const random = { kind: 'random', ratios: { train: 0.8, valid: 0.2, test: 0 }, seed: 7 } as const;
const folder = { kind: 'folder' } as const;

test('each photo gets the label of its class; excluded ones are counted, unused entries do no harm', () => {
  const { photos, excludedCount, warnings } = chooseClasses(
    [photo('nevus'), photo('melanoma'), photo('ruler'), photo('ruler')],
    { nevus: 'benign', melanoma: 'malignant', ruler: 'exclude', unseen: 'malignant' },
    folder,
  );
  expect(photos.map(({ className, label }) => `${className} ${label}`)).toEqual(['nevus benign', 'melanoma malignant']);
  expect(excludedCount).toBe(2);
  expect(warnings).toEqual([]);
});

test('one class in no entry refuses the whole, and all such classes are named with their counts', () => {
  const classes = [photo('nevus'), photo('akiec'), photo('zoster'), photo('akiec')];
  expect(() => chooseClasses(classes, { nevus: 'benign' }, random)).toThrow(
    expect.objectContaining({
      code: 'UNMAPPED_CLASS',
      details: { classes: ['akiec', 'zoster'], counts: { akiec: 2, zoster: 1 } },
    }),
  );
});

test('a name that JavaScript objects have by themselves is no mapped class', () => {
  expect(() => chooseClasses([photo('constructor')], {}, random)).toThrow(
    expect.objectContaining({ code: 'UNMAPPED_CLASS' }),
  );
});

test('class names meet whatever their Unicode form', () => {
  const { photos } = chooseClasses([photo('nævus_é')], { ['nævus_é'.normalize('NFD')]: 'benign' }, random);
  expect(photos[0]?.label).toBe('benign');
});

test('photos of no class or, by folder, of no split are left out and named', () => {
  const all = [photo('nevus'), photo(null, 'train', 'a.jpg'), photo('nevus', null, 'b.jpg')];
  const byFolder = chooseClasses(all, { nevus: 'benign' }, folder);
  expect(byFolder.photos).toHaveLength(1);
  expect(byFolder.warnings).toEqual([
    { code: 'UNLABELLED', details: { count: 1, first: ['a.jpg'] } },
    { code: 'NO_SPLIT', details: { count: 1, first: ['b.jpg'] } },
  ]);
  expect(chooseClasses(all, { nevus: 'benign' }, random).photos).toHaveLength(2);
});

test("the folders' splits are refused when there are none", () => {
  expect(() => chooseClasses([photo('nevus', null)], { nevus: 'benign' }, folder)).toThrow(
    expect.objectContaining({ code: 'BAD_INPUT', details: { reason: 'NO_SPLITS' } }),
  );
});
