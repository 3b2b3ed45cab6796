import { describe, expect, test } from 'vitest';
import { augmentations, presets } from '../../../electron/shared/presets.ts';
import { TrainConfig } from '../../../electron/shared/schemas/run.ts';
import { countsOf, datasetProblem } from '../../../renderer/src/features/train/datasetCounts.ts';
import {
  augmentationName,
  configOf,
  draftOf,
  learningOf,
  limits,
  problemsOf,
  suggestName,
  type Limits,
  type NumberSetting,
  type TrainDraft,
  withLearning,
} from '../../../renderer/src/features/train/trainForm.ts';
import { aDataset } from './records.ts';

test.each(['recommended', 'best', 'tutorial'] as const)('the %s recipe comes out of the form as it went in', (name) => {
  expect(configOf(draftOf(presets[name]))).toEqual(presets[name]);
});

test('TensorBoard files leave a recipe what it is, any other change makes it your own', () => {
  const draft = draftOf(presets.tutorial);
  expect(configOf({ ...draft, tensorBoard: true })?.preset).toBe('tutorial');
  expect(configOf({ ...draft, epochs: 31 })?.preset).toBe('custom');
  expect(configOf({ ...draft, stopsEarly: true })).toMatchObject({ preset: 'custom', earlyStoppingPatience: 10 });
  // the Tutorial's settings typed in one by one are the Tutorial
  expect(configOf({ ...draftOf(presets.recommended), ...draft })?.preset).toBe('tutorial');
});

describe('limits of the form are those of the contract', () => {
  /** Settings of fine-tuning stand in a part of their own. */
  const set = (draft: TrainDraft, setting: NumberSetting, value: number | null): TrainDraft =>
    setting in draft
      ? { ...draft, [setting]: value }
      : { ...draft, tuning: draft.tuning === null ? null : { ...draft.tuning, [setting]: value } };
  const draft = { ...draftOf(presets.best), stopsEarly: true };
  const accepts = (setting: NumberSetting, value: number): boolean => {
    const { stopsEarly: _, ...settings } = set(draft, setting, value);
    return TrainConfig.safeParse({ ...settings, preset: 'custom' }).success;
  };

  test.each(Object.entries(limits) as [NumberSetting, Limits][])('%s', (setting, { min, above, max, integer }) => {
    const inside = [min ?? (above ?? 0) + 1e-9, max];
    const outside = [(min ?? above ?? 0) - (min === undefined ? 0 : integer ? 1 : 1e-9)];
    for (const value of inside) {
      expect(accepts(setting, value)).toBe(true);
      expect(problemsOf(set(draft, setting, value))[setting]).toBeUndefined();
    }
    for (const value of outside) {
      expect(accepts(setting, value)).toBe(false);
      expect(problemsOf(set(draft, setting, value))[setting]).toBe('outOfRange');
    }
    if (integer) {
      expect(accepts(setting, 2.5)).toBe(false);
      expect(problemsOf(set(draft, setting, 2.5))[setting]).toBe('notWhole');
    }
    expect(problemsOf(set(draft, setting, null))[setting]).toBe('empty');
    expect(configOf(set(draft, setting, null))).toBeNull();
  });
});

describe('what learns', () => {
  test('more layers bring the settings that suit them, and leave network, seed and files', () => {
    const draft = { ...draftOf(presets.recommended), backboneId: 'inceptionV3', seed: 11, tensorBoard: true };
    const upper = withLearning(draft, 'upper');
    expect(learningOf(draft)).toBe('head');
    expect(learningOf(upper)).toBe('upper');
    expect(configOf(upper)).toEqual({
      ...presets.best,
      preset: 'custom',
      backboneId: 'inceptionV3',
      seed: 11,
      tensorBoard: true,
    });
    expect(configOf(withLearning(upper, 'head'))).toMatchObject({
      ...presets.recommended,
      preset: 'custom',
      seed: 11,
      backboneId: 'inceptionV3',
      tensorBoard: true,
    });
  });

  test('from upper layers to all of them nothing else changes', () => {
    const upper = { ...draftOf(presets.best), epochs: 5 };
    const all = withLearning(upper, 'all');
    expect(configOf(all)).toEqual({
      ...presets.best,
      preset: 'custom',
      epochs: 5,
      tuning: { ...presets.best.tuning, stages: 'all' },
    });
  });

  test('one setting of fine-tuning that differs makes a recipe your own', () => {
    const draft = draftOf(presets.best);
    const tuning = draft.tuning === null ? null : { ...draft.tuning, augmentation: augmentations.strong };
    expect(configOf({ ...draft, tuning })?.preset).toBe('custom');
    expect(augmentationName(augmentations.strong)).toBe('strong');
    expect(augmentationName({ ...augmentations.strong, gain: 0.21 })).toBe('own');
    expect(presets.best.tuning?.augmentation).toEqual(augmentations.full);
  });
});

test('the patience of a switched-off early stopping troubles nobody', () => {
  const draft = { ...draftOf(presets.recommended), earlyStoppingPatience: null };
  expect(configOf(draft)?.earlyStoppingPatience).toBeNull();
});

test('a data set without validation photos, or with one class, cannot be trained on', () => {
  expect(countsOf(aDataset())).toEqual({ train: 2000, malignant: 374, valid: 150 });
  expect(datasetProblem(aDataset())).toBeNull();
  expect(datasetProblem(aDataset({ counts: { train: { benign: 5, malignant: 5 } } }))).toBe('train.noValidPhotos');
  expect(datasetProblem(aDataset({ counts: { train: { benign: 5 }, valid: { benign: 1 } } }))).toBe(
    'train.noTrainPhotos',
  );
  expect(datasetProblem(aDataset({ counts: {} }))).toBe('train.noTrainPhotos');
});

test('a suggested name is counted on while it is taken', () => {
  expect(suggestName('ISIC', [])).toBe('ISIC');
  expect(suggestName('ISIC', ['ISIC', 'ISIC 2'])).toBe('ISIC 3');
});
