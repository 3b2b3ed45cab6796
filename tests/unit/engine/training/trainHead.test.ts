import { hash } from 'node:crypto';
import { readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { loadTensorFlow } from '../../../../electron/engine/tensorflow.ts';
import { checkpointPath } from '../../../../electron/engine/training/checkpoint.ts';
import { photoWeights } from '../../../../electron/engine/training/classWeights.ts';
import { logOdds } from '../../../../electron/engine/training/head.ts';
import { headPath, readHead } from '../../../../electron/engine/training/headFile.ts';
import { createHeadTrainer, initialState } from '../../../../electron/engine/training/headTrainer.ts';
import { trainHead } from '../../../../electron/engine/training/trainHead.ts';
import type { TrainHeadRequest } from '../../../../electron/engine/training/trainHead.ts';
import { createRandom, permutation } from '../../../../electron/shared/random.ts';
import { tutorialPreset } from '../../../../electron/shared/presets.ts';
import type { BackboneManifest } from '../../../../electron/shared/schemas/backbone.ts';
import type { EpochMetrics, TrainConfig } from '../../../../electron/shared/schemas/run.ts';
import { failureOf, withFolder } from '../../../support/engine.ts';
import { toySplit } from '../../../support/toyFeatures.ts';
import { trainReference } from './reference.ts';

const tf = loadTensorFlow();
const featureCount = 40;
const manifest: BackboneManifest = {
  formatVersion: 1,
  id: 'toy',
  name: 'Toy',
  imageSizePx: 32,
  featureCount,
  parameterCount: 1000,
  preprocessing: { mean: 127, scale: 128, resize: 'squash' },
  license: 'MIT',
  source: '',
  caveat: '',
  weightsSha256: '0'.repeat(64),
  graphSha256: '1'.repeat(64),
  layers: [],
};

const config = (changes: Partial<TrainConfig> = {}): TrainConfig => ({
  ...tutorialPreset,
  epochs: 6,
  batchSize: 32,
  learningRate: 0.01,
  ...changes,
});

interface Options extends Partial<Omit<TrainHeadRequest, 'config'>> {
  config?: Partial<TrainConfig>;
  signal?: AbortSignal;
  onEpoch?: (epoch: EpochMetrics) => void;
}

/** Trains on toy features; each run gets its own copy, since training scales in place. */
async function train(runDir: string, { config: changes, signal, onEpoch, ...options }: Options = {}) {
  const epochs: EpochMetrics[] = [];
  const result = await trainHead(
    {
      train: toySplit(203, featureCount, 1),
      valid: toySplit(80, featureCount, 2),
      manifest,
      config: config(changes),
      dataFacts: 'toy',
      runDir,
      tensorBoardDir: null,
      resume: false,
      ...options,
    },
    {
      tf,
      signal: signal ?? new AbortController().signal,
      breathe: () => nextTurn(),
      report: (epoch) => {
        epochs.push(epoch);
        onEpoch?.(epoch);
      },
      clock: () => performance.now(),
      now: () => new Date(0),
    },
  );
  return { result, epochs };
}
const shaOf = (runDir: string) => hash('sha256', readFileSync(headPath(runDir)), 'hex');
const withoutSeconds = (epochs: EpochMetrics[]) => epochs.map(({ seconds: _, ...numbers }) => numbers);

describe('a step is that of Keras', () => {
  it.each([
    ['sgd', 'none', 0],
    ['rmsprop', 'none', 0],
    ['adam', 'none', 0],
    ['rmsprop', 'balanced', 0.01],
    ['adam', 'sqrt', 0.001],
  ] as const)('%s with class weights %s and l2 %d follows float64 loops', (optimizer, classWeights, l2) => {
    const split = toySplit(203, featureCount, 1);
    const settings = config({ optimizer, classWeights, l2, learningRate: optimizer === 'sgd' ? 0.1 : 0.01 });
    const weights = photoWeights(classWeights, split.labels);
    const expected = trainReference(split, featureCount, weights, settings, 5);
    const initial = initialState(featureCount, { sgd: 0, rmsprop: 1, adam: 2 }[optimizer], settings.seed);
    const before = tf.memory().numTensors;
    const trainer = createHeadTrainer(tf, {
      train: split,
      valid: toySplit(10, featureCount, 2),
      featureCount,
      photoWeights: weights,
      config: settings,
      initial,
    });
    const held = tf.memory().numTensors;
    for (let epoch = 1; epoch <= 5; epoch += 1) {
      const order = Int32Array.from(permutation(203, createRandom(settings.seed, `epoch ${epoch}`)));
      for (let from = 0; from < 203; from += 32) trainer.step(order.slice(from, from + 32));
      trainer.logits('valid');
    }
    expect(tf.memory().numTensors).toBe(held);
    const state = trainer.state();
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const largest = state.weights.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (expected.weights[i] ?? 9))),
      0,
    );
    expect(largest).toBeLessThan(2e-5);
    expect(state.bias[0]).toBeCloseTo(expected.bias, 5);
    expect(state.step).toBe(35);
  });

  it('counts the last, smaller batch', async () => {
    await withFolder(async (dir) => {
      // 33 photos in batches of 32: the 33rd alone makes a step
      const one = await train(join(dir, 'a'), {
        train: toySplit(33, featureCount, 1),
        config: { epochs: 1, optimizer: 'sgd' },
      });
      const two = await train(join(dir, 'b'), {
        train: toySplit(33, featureCount, 1),
        config: { epochs: 1, optimizer: 'sgd', batchSize: 33 },
      });
      expect(one.result.modelHash).not.toBe(two.result.modelHash);
    });
  });
});

describe('training a head', () => {
  it('learns, reports each epoch on both splits, keeps the epoch of the lowest validation loss', async () => {
    await withFolder(async (dir) => {
      const { result, epochs } = await train(dir, { config: { epochs: 40 } });
      expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
      const [first, last] = [epochs[0], epochs.at(-1)];
      expect(last?.loss).toBeLessThan((first?.loss ?? 0) * 0.7);
      expect(last?.valAuc).toBeGreaterThan(0.8);
      const lowest = Math.min(...epochs.map(({ valLoss }) => valLoss));
      expect(epochs[result.bestEpoch - 1]?.valLoss).toBe(lowest);
      expect(result).toMatchObject({
        epochsRun: 40,
        stoppedEarly: false,
        trainableParameters: 41,
        frozenParameters: 1000,
      });
    });
  });

  it('gives the figures of an epoch from the weights it ends with: those of the head that was kept', async () => {
    await withFolder(async (dir) => {
      const { result, epochs } = await train(dir, {
        config: { featureScaling: 'standard', l2: 0.01, classWeights: 'balanced' },
      });
      const head = await readHead(dir, manifest, 'one');
      const valid = toySplit(80, featureCount, 2);
      let loss = 0;
      valid.labels.forEach((label, row) => {
        const z = logOdds(head, valid.matrix.subarray(row * featureCount, (row + 1) * featureCount));
        loss += Math.log1p(Math.exp(label === 1 ? -z : z)) / 80;
      });
      expect(epochs[result.bestEpoch - 1]?.valLoss).toBeCloseTo(loss, 5);
      expect(head.modelHash).toBe(result.modelHash);
    });
  });

  it('gives the same bytes for the same seed and others for another', async () => {
    await withFolder(async (dir) => {
      const names = ['a', 'b', 'c'];
      for (const name of names)
        await train(join(dir, name), { config: { optimizer: 'adam', featureScaling: 'standard' } });
      const [sha = '', ...others] = names.map((name) => shaOf(join(dir, name)));
      expect(others).toEqual([sha, sha]);
      await train(join(dir, 'd'), { config: { optimizer: 'adam', featureScaling: 'standard', seed: 8 } });
      expect(shaOf(join(dir, 'd'))).not.toBe(sha);
    });
  });

  it('stops early when asked, never unasked, after so many epochs without a better one', async () => {
    await withFolder(async (dir) => {
      const fast = { learningRate: 0.3, epochs: 60 };
      const never = await train(join(dir, 'a'), { config: fast });
      expect(never.result).toMatchObject({ epochsRun: 60, stoppedEarly: false });
      const early = await train(join(dir, 'b'), { config: { ...fast, earlyStoppingPatience: 4 } });
      expect(early.result.stoppedEarly).toBe(true);
      const best = early.result.bestEpoch;
      expect(early.result.epochsRun).toBe(best + 4);
      expect(withoutSeconds(early.epochs)).toEqual(withoutSeconds(never.epochs.slice(0, best + 4)));
    });
  });

  it('keeps the earliest of equal epochs', async () => {
    await withFolder(async (dir) => {
      // a rate so small that float32 weights do not move: every epoch is the same
      const { result, epochs } = await train(dir, { config: { optimizer: 'sgd', learningRate: 1e-30 } });
      expect(new Set(epochs.map(({ valLoss }) => valLoss)).size).toBe(1);
      expect(result.bestEpoch).toBe(1);
    });
  });

  it('works on two photos, and has no AUC where one class only is', async () => {
    await withFolder(async (dir) => {
      const two = { matrix: new Float32Array(2 * featureCount).fill(0.5, featureCount), labels: Uint8Array.of(0, 1) };
      const { epochs } = await train(dir, {
        train: two,
        valid: { matrix: new Float32Array(featureCount), labels: Uint8Array.of(0) },
        config: { featureScaling: 'standard', epochs: 30, classWeights: 'balanced' },
      });
      expect(epochs.at(-1)).toMatchObject({ accuracy: 1, auc: 1, valAuc: null });
    });
  });

  it('refuses one class and empty splits', async () => {
    await withFolder(async (dir) => {
      const one = { matrix: new Float32Array(3 * featureCount), labels: Uint8Array.of(1, 1, 1) };
      const none = { matrix: new Float32Array(0), labels: new Uint8Array(0) };
      expect((await failureOf(train(dir, { train: one }))).code).toBe('ONE_CLASS');
      expect(await failureOf(train(dir, { valid: none }))).toMatchObject({
        code: 'NO_PHOTOS',
        details: { split: 'valid' },
      });
    });
  });

  it('ends with NAN_LOSS when it diverges, and keeps the best epoch before', async () => {
    await withFolder(async (dir) => {
      // each step multiplies the weights by about 1 - 2 * rate * l2 = -199: over 1e38 after 17 steps, four epochs
      const diverging = { optimizer: 'sgd', learningRate: 10, l2: 10, batchSize: 64, epochs: 20 } as const;
      const failure = await failureOf(train(dir, { config: diverging }));
      expect(failure.code).toBe('NAN_LOSS');
      expect(failure.details).toMatchObject({ bestEpoch: 1 });
      expect(failure.details['epoch']).toBeGreaterThan(1);
      const [member] = (await readHead(dir, manifest, 'one')).members;
      expect(member?.kernel.every(Number.isFinite)).toBe(true);
    });
  });

  it('leaves no tensor behind, however it ends', async () => {
    await withFolder(async (dir) => {
      const before = tf.memory().numTensors;
      await train(join(dir, 'a'));
      await failureOf(train(join(dir, 'b'), { config: { optimizer: 'sgd', learningRate: 10, l2: 10, epochs: 20 } }));
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

describe('resuming', () => {
  const settings = { optimizer: 'adam', featureScaling: 'standard', epochs: 12 } as const;

  /** Stops after an epoch, as a cancel does. */
  async function stopAfter(runDir: string, epoch: number, options: Options = {}) {
    const controller = new AbortController();
    const onEpoch = (done: EpochMetrics) => (done.epoch === epoch ? controller.abort() : undefined);
    await expect(train(runDir, { config: settings, ...options, signal: controller.signal, onEpoch })).rejects.toThrow(
      /abort/i,
    );
  }

  it('after any number of stops ends with the same bytes and history as a run that never stopped', async () => {
    await withFolder(async (dir) => {
      const whole = await train(join(dir, 'whole'), { config: settings });
      const parts = join(dir, 'parts');
      await stopAfter(parts, 1);
      await stopAfter(parts, 4, { resume: true });
      await stopAfter(parts, 9, { resume: true });
      const resumed = await train(parts, { config: settings, resume: true });
      expect(shaOf(parts)).toBe(shaOf(join(dir, 'whole')));
      expect(withoutSeconds(resumed.epochs)).toEqual(withoutSeconds(whole.epochs));
      expect(resumed.result).toMatchObject({
        bestEpoch: whole.result.bestEpoch,
        modelHash: whole.result.modelHash,
        epochsRun: 12,
      });
    });
  });

  it('of a finished run changes nothing', async () => {
    await withFolder(async (dir) => {
      const whole = await train(dir, { config: settings });
      const sha = shaOf(dir);
      const again = await train(dir, { config: settings, resume: true });
      expect(again.epochs).toEqual(whole.epochs);
      expect(shaOf(dir)).toBe(sha);
    });
  });

  it('without a checkpoint, or with a damaged one, begins again to the same bytes', async () => {
    await withFolder(async (dir) => {
      await train(join(dir, 'a'), { config: settings });
      await train(join(dir, 'b'), { config: settings, resume: true });
      await stopAfter(join(dir, 'c'), 3);
      truncateSync(checkpointPath(join(dir, 'c')), 500);
      await train(join(dir, 'c'), { config: settings, resume: true });
      for (const name of ['b', 'c']) expect(shaOf(join(dir, name))).toBe(shaOf(join(dir, 'a')));
    });
  });

  it('refuses other settings, photos or features', async () => {
    await withFolder(async (dir) => {
      await stopAfter(dir, 2);
      const others: Options[] = [{ config: { ...settings, seed: 8 } }, { config: settings, dataFacts: 'other photos' }];
      for (const other of others)
        expect((await failureOf(train(dir, { ...other, resume: true }))).code).toBe('NOT_RESUMABLE');
    });
  });
});

describe('a head', () => {
  it('is refused on another backbone and with other views', async () => {
    await withFolder(async (dir) => {
      await train(dir, { config: { epochs: 1 } });
      expect((await failureOf(readHead(dir, { ...manifest, graphSha256: '2'.repeat(64) }, 'one'))).code).toBe(
        'BACKBONE_MISSING',
      );
      expect((await failureOf(readHead(dir, manifest, 'flips'))).code).toBe('BAD_INPUT');
      expect((await failureOf(readHead(join(dir, 'nowhere'), manifest, 'one'))).code).toBe('NOT_FOUND');
    });
  });
});
