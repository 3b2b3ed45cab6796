import { Command } from 'commander';
import { expect, test } from 'vitest';
import { noteText } from '../../../electron/cli/noteText.ts';
import { parseVariation, recipeGrid } from '../../../electron/cli/recipeGrid.ts';
import { addTrainOptions, configOf, TrainOptions } from '../../../electron/cli/trainOptions.ts';
import { bestPreset, presets, recommendedPreset } from '../../../electron/shared/presets.ts';
import { notesFor } from '../../../electron/shared/runNotes.ts';
import { TrainConfig } from '../../../electron/shared/schemas/run.ts';

const configFrom = (...args: string[]): TrainConfig => {
  const command = addTrainOptions(new Command()).exitOverride();
  return configOf(TrainOptions.parse(command.parse(args, { from: 'user' }).opts()));
};

test.each(['tutorial', 'recommended', 'best'] as const)('--preset %s is that preset', (name) => {
  expect(configFrom('--preset', name)).toEqual(presets[name]);
  expect(configFrom('--preset', name, '--seed', '9')).toEqual({ ...presets[name], seed: 9 });
});

test('every choice of fine-tuning reaches the recipe', () => {
  const config = configFrom(
    ...['--preset', 'best', '--stages', 'all', '--target', 'malignancy', '--members', '3', '--augment', 'light'],
    ...['--test-views', 'flips', '--kept-views', '5', '--keep', 'auc', '--dropout', '0.4', '--label-smoothing', '0.1'],
    ...['--schedule', 'plateau', '--weight-decay', '0.01', '--momentum', '0.5', '--clip-norm', '1'],
    ...['--sampling', 'balanced', '--learning-rate', '0.001', '--early-stopping', '4', '--batch-size', '16'],
  );
  expect(config).toMatchObject({
    preset: 'custom',
    views: 'flips',
    learningRate: 0.001,
    earlyStoppingPatience: 4,
    batchSize: 16,
    tuning: {
      stages: 'all',
      target: 'malignancy',
      members: 3,
      augmentation: { turnsAndMirrors: true, smallestCrop: 1, gain: 0, offset: 0, cutOut: 0 },
      cachedViews: 5,
      keep: 'auc',
      dropout: 0.4,
      labelSmoothing: 0.1,
      schedule: { name: 'plateau' },
      weightDecay: 0.01,
      momentum: 0.5,
      clipNorm: 1,
      sampling: 'balanced',
    },
  });
  expect(TrainConfig.parse(config)).toEqual(config);
});

test('other stages bring what is known to work with them, and keep the network', () => {
  const tuned = configFrom('--stages', 'upper', '--backbone', 'inceptionV3');
  expect(tuned).toEqual({ ...bestPreset, backboneId: 'inceptionV3', preset: 'custom' });
  expect(configFrom('--preset', 'best', '--stages', 'frozen')).toEqual({ ...recommendedPreset, preset: 'custom' });
  expect(configFrom('--preset', 'best', '--stages', 'upper')).toEqual(bestPreset);
});

test('options that have no meaning are refused with words', () => {
  expect(() => configFrom('--members', '2')).toThrow('--members is for fine-tuning: add --stages upper');
  expect(() => configFrom('--views', 'one', '--test-views', 'flips')).toThrow('are the same option');
  expect(() => configFrom('--preset', 'best', '--schedule', 'constant', '--warmup-steps', '3')).toThrow(
    '--schedule cosine',
  );
});

test('a grid holds every combination, a draw some of them, the same for the same seed', () => {
  const variations = [
    ...parseVariation('learningRate=0.001,0.01'),
    ...parseVariation('tuning.target=malignancy,classes'),
    ...parseVariation('tuning.clipNorm=null,1'),
  ];
  const options = { sweep: 'S', random: null, seed: 1 };
  const all = recipeGrid(bestPreset, variations, options);
  expect(all).toHaveLength(8);
  expect(new Set(all.map(({ config }) => JSON.stringify(config))).size).toBe(8);
  expect(all[0]?.name).toBe('S, learningRate 0.001, target malignancy, clipNorm null');
  expect(all[0]?.config).toMatchObject({ learningRate: 0.001, tuning: { target: 'malignancy', clipNorm: null } });
  const drawn = recipeGrid(bestPreset, variations, { ...options, random: 3 });
  expect(drawn).toEqual(recipeGrid(bestPreset, variations, { ...options, random: 3 }));
  expect(drawn).toHaveLength(3);
  expect(all).toEqual(expect.arrayContaining(drawn));
  expect(() => recipeGrid(bestPreset, parseVariation('tuning.keep=first'), options)).toThrow('tuning.keep');
  expect(() => parseVariation('learningRate')).toThrow('learningRate=0.0001,0.0003');
  expect(() => parseVariation('l2=1', parseVariation('l2=0'))).toThrow('twice');
});

test('every note has words with all of its figures', () => {
  const { tuning } = bestPreset;
  if (tuning === null) throw new Error('the best preset fine-tunes');
  const counts = { train: 2000, valid: 150, classes: 3 };
  const all = { ...tuning, stages: 'all', target: 'malignancy', keep: 'auc' } as const;
  const notes = [
    ...notesFor(presets.tutorial, counts, null),
    ...notesFor(recommendedPreset, counts, { minutes: 1, seconds: 200 }),
    ...notesFor(bestPreset, counts, { minutes: 30, seconds: 900 }),
    ...notesFor({ ...bestPreset, preset: 'custom', tuning: all }, counts, { minutes: 1, seconds: 900 }),
    { code: 'FEWER_VIEWS', values: { asked: 16, kept: 4 } },
  ];
  expect(new Set(notes.map(({ code }) => code)).size).toBe(19);
  for (const note of notes) {
    expect(noteText(note)).toMatch(/\w.*\.$/);
    expect(noteText(note)).not.toMatch(/\?|NaN|undefined/);
  }
  expect(noteText({ code: 'OF_A_LATER_VERSION', values: {} })).toBe('');
  const planned = notes.find(({ code }) => code === 'PLANNED');
  expect(planned === undefined ? '' : noteText(planned)).toBe(
    '8 epochs, 1 network and 16 views of each photo, because 30 minutes allow that on this computer: about 15 min 0 s are expected.',
  );
});
