import { expect, test } from 'vitest';
import {
  dividePhotos,
  divisionHash,
  foldPhotos,
  refuseUndividedClasses,
} from '../../../electron/core/crossValidation/foldPhotos.ts';
import { choosesByValidation } from '../../../electron/shared/validationUse.ts';
import type { DividedPhoto } from '../../../electron/core/database/crossValidationPhotos.ts';
import { bestPreset, recommendedPreset } from '../../../electron/shared/presets.ts';
import type { TrainConfig } from '../../../electron/shared/schemas/run.ts';

const { tuning } = bestPreset;
if (tuning === null) throw new Error('the best preset fine-tunes');

/** Lesions of one to three photos; every seventh photo is a copy of the one before, as another lesion. */
const photos = Array.from({ length: 240 }, (_, i): DividedPhoto => {
  const lesion = Math.floor(i / 1.7);
  const className = lesion % 5 === 0 ? 'melanoma' : lesion % 5 === 1 ? 'keratosis' : 'naevus';
  const copied = i % 7 === 6 && i > 0;
  return {
    path: `/p/${i}.jpg`,
    sha256: `content ${copied ? i - 1 : i}`,
    label: className === 'melanoma' ? 1 : 0,
    className,
    group: copied ? null : `lesion ${lesion}`,
    metadata: {},
  };
});

const keysOf = (list: readonly DividedPhoto[]): Set<string> =>
  new Set(list.flatMap(({ sha256, group }) => [sha256, ...(group === null ? [] : [group])]));
const shared = (a: readonly DividedPhoto[], b: readonly DividedPhoto[]): string[] => {
  const other = keysOf(b);
  return [...keysOf(a)].filter((key) => other.has(key));
};

const keepBest: TrainConfig = { ...bestPreset, tuning: { ...tuning, keep: 'loss' } };

test.each([
  ['a frozen head', recommendedPreset],
  ['the best epoch of a fine-tuning', keepBest],
] as const)('%s is chosen by photos that are neither learnt from nor held out', (_, config) => {
  const divided = dividePhotos(photos, 5, 3);
  for (let fold = 0; fold < 5; fold += 1) {
    const { train, valid, heldOut } = foldPhotos(divided, fold, config, 3);
    expect(train.length + valid.length + heldOut.length).toBe(photos.length);
    expect(valid.length).toBeGreaterThan(10);
    for (const [a, b] of [
      [train, heldOut],
      [valid, heldOut],
      [train, valid],
    ] as const)
      expect(shared(a, b)).toEqual([]);
    for (const part of [train, valid, heldOut]) expect(new Set(part.map(({ label }) => label)).size).toBe(2);
  }
});

test('where nothing is chosen, all other photos are learnt from and the held-out ones give the curves', () => {
  const divided = dividePhotos(photos, 5, 3);
  const { train, valid, heldOut } = foldPhotos(divided, 2, bestPreset, 3);
  expect(valid).toBe(heldOut);
  expect(train.length + heldOut.length).toBe(photos.length);
  expect(shared(train, heldOut)).toEqual([]);
});

test('what is chosen by validation: the epoch, when to stop, when to slow down', () => {
  const tuned = (changes: Partial<typeof tuning>): TrainConfig => ({
    ...bestPreset,
    tuning: { ...tuning, ...changes },
  });
  expect(choosesByValidation(recommendedPreset)).toBe(true);
  expect(choosesByValidation(bestPreset)).toBe(false);
  expect(choosesByValidation(tuned({ keep: 'auc' }))).toBe(true);
  expect(choosesByValidation({ ...bestPreset, earlyStoppingPatience: 3 })).toBe(true);
  const plateau = { name: 'plateau', factor: 0.5, patience: 1, minimumGain: 0, floor: 0 } as const;
  expect(choosesByValidation(tuned({ schedule: plateau }))).toBe(true);
});

test('a class of which nothing would be left to learn from is kept with its relatives', () => {
  const rare = (path: string, group: string): DividedPhoto => ({
    path,
    sha256: path,
    label: 0,
    className: 'rare',
    group,
    metadata: {},
  });
  const mate: DividedPhoto = { ...rare('mate', 'rare one'), className: 'naevus' };
  for (let seed = 0; seed < 20; seed += 1) {
    const others = dividePhotos(photos, 4, seed);
    const all = [
      ...others,
      { ...rare('a', 'rare one'), fold: 1 },
      { ...mate, fold: 1 },
      { ...rare('b', 'rare two'), fold: 0 },
    ];
    const { train, valid } = foldPhotos(all, 0, keepBest, seed);
    expect(train.map(({ path }) => path)).toEqual(expect.arrayContaining(['a', 'mate']));
    expect(shared(train, valid)).toEqual([]);
  }
});

test('a class that only one fold has is refused where classes are told apart', () => {
  const divided = dividePhotos(photos, 4, 1).map((photo) => ({ ...photo, fold: photo.fold % 4 }));
  const alone = divided.map((photo) => (photo.className === 'keratosis' ? { ...photo, fold: 2 } : photo));
  expect(() => refuseUndividedClasses(divided, bestPreset)).not.toThrow();
  expect(() => refuseUndividedClasses(alone, bestPreset)).toThrow(/"keratosis"/);
  expect(() => refuseUndividedClasses(alone, recommendedPreset)).not.toThrow();
});

test('the division is told apart by its folds, labels and photos', () => {
  const divided = dividePhotos(photos, 5, 3);
  expect(divisionHash(dividePhotos(photos, 5, 3))).toBe(divisionHash(divided));
  expect(divisionHash(dividePhotos(photos, 5, 4))).not.toBe(divisionHash(divided));
  const relabelled = divided.map((photo, i) =>
    i === 0 ? ({ ...photo, label: photo.label === 1 ? 0 : 1 } as const) : photo,
  );
  expect(divisionHash(relabelled)).not.toBe(divisionHash(divided));
});
