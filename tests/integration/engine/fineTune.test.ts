import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { engineEnvironment } from '../../../electron/engine/environment.ts';
import { inferenceModel, inferenceNodes } from '../../../electron/engine/graph/inferenceModel.ts';
import { openGraph } from '../../../electron/engine/graph/session.ts';
import { tunedNetwork } from '../../../electron/engine/graph/tunedNetwork.ts';
import { fineTune, type TuneDeps, type TuneSettings, type Tuning } from '../../../electron/engine/training/fineTune.ts';
import { createGraphTrainer, firstState } from '../../../electron/engine/training/graphTrainer.ts';
import {
  readTuneCheckpoint,
  tuneCheckpointPath,
  type TuneEpoch,
} from '../../../electron/engine/training/tuneCheckpoint.ts';
import { AppError } from '../../../electron/shared/errors.ts';
import { at } from '../../../electron/shared/arrays.ts';
import { withFolder } from '../../support/engine.ts';
import { toyMalignant, toyModel, toyNetwork, toySettings, toySplit } from '../../support/toyTuning.ts';

const configHash = 'a'.repeat(64);

async function tune(
  runDir: string,
  changes: Partial<TuneSettings> = {},
  { resume = false, ...deps }: Partial<TuneDeps> & { resume?: boolean } = {},
): Promise<Tuning & { reported: TuneEpoch[] }> {
  const settings = { ...toySettings, ...changes };
  const model = toyModel();
  const trainer = createGraphTrainer(model, { seed: settings.seed, initial: firstState(model, settings.seed) });
  onTestFinished(() => trainer.dispose());
  const reported: TuneEpoch[] = [];
  const tuning = await fineTune(
    {
      trainer,
      settings,
      train: toySplit(36, 1),
      valid: toySplit(15, 2),
      malignant: toyMalignant,
      configHash,
      runDir,
      resume,
    },
    {
      signal: new AbortController().signal,
      breathe: () => Promise.resolve(),
      report: (epoch) => reported.push(epoch),
      progress: () => undefined,
      clock: () => 0,
      ...deps,
    },
  );
  return { ...tuning, reported };
}

/** Runs the fixture; kills it after so many steps, or waits for its last line. */
async function tuneInItsOwnProcess(runDir: string, killAfterSteps: number | null): Promise<string | null> {
  const script = fileURLToPath(new URL('fixtures/tuneToy.ts', import.meta.url));
  const env = { ...process.env, ...engineEnvironment() };
  const child = spawn(process.execPath, [script, runDir], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let [steps, result] = [0, null as string | null];
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'step') result = line;
    else if (++steps === killAfterSteps) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('close', resolve));
  expect(child.signalCode).toBe(killAfterSteps === null ? null : 'SIGKILL');
  return result;
}

describe('fine-tuning', () => {
  it('learns what can be learned, and keeps the epoch of the lowest validation loss', async () => {
    await withFolder(async (dir) => {
      const { history, bestEpoch, reported, stoppedEarly } = await tune(dir, { epochs: 12 });
      expect(history).toHaveLength(12);
      expect(reported).toEqual(history);
      expect(stoppedEarly).toBe(false);
      expect(history.at(-1)?.loss).toBeLessThan(0.5 * (history[0]?.loss ?? 0));
      expect(history.at(-1)?.valAuc).toBeGreaterThan(0.95);
      const losses = history.map(({ valLoss }) => valLoss);
      expect(bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
      // Half a cosine down to nothing.
      expect(history.at(-1)?.learningRate).toBeCloseTo(0, 10);
      expect(history[5]?.learningRate).toBeGreaterThan(0.005);
    });
  });

  it('gives the weights of the epoch that was asked for', async () => {
    await withFolder(async (dir) => {
      const byLoss = await tune(join(dir, 'loss'));
      const byAuc = await tune(join(dir, 'auc'), { keep: 'auc' });
      const last = await tune(join(dir, 'last'), { keep: 'last' });
      const aucs = byAuc.history.map(({ valAuc }) => valAuc ?? 0);
      expect(byAuc.bestEpoch).toBe(aucs.indexOf(Math.max(...aucs)) + 1);
      expect(last.bestEpoch).toBe(6);
      expect(byAuc.history).toEqual(byLoss.history);
      // Weights that were kept give the figures of their epoch.
      const model = toyModel();
      const trainer = createGraphTrainer(model, {
        seed: 0,
        initial: { ...firstState(model, 0), weights: byAuc.weights },
      });
      onTestFinished(() => trainer.dispose());
      const valid = toySplit(15, 2);
      const logits = trainer.predict(await valid.input(Int32Array.from(valid.labels.keys()), null));
      const right = [...valid.labels].filter((label, photo) => {
        const row = [...logits.slice(photo * 3, photo * 3 + 3)].map(Math.exp);
        const isMalignant = at(row, 2) >= at(row, 0) + at(row, 1);
        return isMalignant === (label === 2);
      });
      expect(right.length / 15).toBe(byAuc.history[byAuc.bestEpoch - 1]?.valAccuracy);
    });
  });

  it('gives equal bytes after five kills in the middle of epochs', async () => {
    await withFolder(async (dir) => {
      const alone = await tuneInItsOwnProcess(join(dir, 'alone'), null);
      expect(alone).not.toBeNull();
      const killed = join(dir, 'killed');
      // 5 steps an epoch: in the first, second (twice), third and fifth.
      for (const steps of [3, 7, 2, 8, 9]) expect(await tuneInItsOwnProcess(killed, steps)).toBeNull();
      expect(await tuneInItsOwnProcess(killed, null)).toBe(alone);
    });
  });

  it('stops when nothing gets better, and says so', async () => {
    await withFolder(async (dir) => {
      const { history, bestEpoch, stoppedEarly } = await tune(dir, {
        epochs: 50,
        learningRate: 1e-12,
        schedule: { name: 'constant' },
        keep: 'auc',
        earlyStoppingPatience: 2,
      });
      expect([bestEpoch, history.length, stoppedEarly]).toEqual([1, 3, true]);
    });
  });

  it('a loss that is no number ends it; the epochs before are kept', async () => {
    await withFolder(async (dir) => {
      const failure = await tune(dir, {
        epochs: 6,
        learningRate: 1e18,
        schedule: { name: 'cosine', warmupSteps: 0, floor: 0 },
      }).catch((thrown: unknown) => thrown);
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ code: 'NAN_LOSS', details: { epoch: 1, bestEpoch: null } });
      expect(existsSync(tuneCheckpointPath(dir))).toBe(false);

      await tune(dir, { epochs: 2 });
      const broken = await tune(dir, { epochs: 6, learningRate: 1e30 }, { resume: true }).catch(
        (thrown: unknown) => thrown,
      );
      expect(broken).toMatchObject({ code: 'NAN_LOSS', details: { epoch: 3, bestEpoch: 2 } });
      const kept = await readTuneCheckpoint(dir, configHash);
      expect(kept?.history).toHaveLength(2);
      expect(kept?.best?.weights.every(Number.isFinite)).toBe(true);
    });
  });

  it('a cancel ends it within a batch, and it goes on from the last epoch', async () => {
    await withFolder(async (dir) => {
      const whole = await tune(join(dir, 'whole'));
      const cancel = new AbortController();
      let steps = 0;
      const progress = (): void => {
        steps += 1;
        if (steps === 8) cancel.abort();
      };
      const stopped = join(dir, 'stopped');
      await expect(tune(stopped, {}, { signal: cancel.signal, progress })).rejects.toThrow();
      expect(steps).toBe(8);
      const resumed = await tune(stopped, {}, { resume: true });
      expect(resumed.weights).toEqual(whole.weights);
      expect(resumed.reported).toEqual(whole.history);
      await expect(readTuneCheckpoint(stopped, 'b'.repeat(64))).rejects.toMatchObject({ code: 'NOT_RESUMABLE' });
    });
  });

  it('what was trained is frozen for scoring with the same logits', async () => {
    await withFolder(async (dir) => {
      const { weights } = await tune(dir);
      const model = toyModel();
      const tuned = tunedNetwork(toyNetwork(), model, weights);
      const session = openGraph(inferenceModel(tuned.network));
      const trainer = createGraphTrainer(model, { seed: 0, initial: { ...firstState(model, 0), weights } });
      onTestFinished(() => [session, trainer].forEach((owner) => owner.dispose()));
      const input = await toySplit(6, 3).input(Int32Array.from([0, 1, 2, 3, 4, 5]), null);
      const photos = 'photos' in input ? input.photos : new Uint8Array();
      const [features] = session.run({ node: inferenceNodes.photo, data: photos, shape: [6, 12, 12, 3] }, [
        inferenceNodes.features,
      ]);
      const expected = trainer.predict(input);
      expected.forEach((logit, i) => {
        const [photo, c] = [Math.floor(i / 3), i % 3];
        let sum = at(tuned.bias, c);
        for (let f = 0; f < 10; f += 1) sum += at(features?.data ?? [], photo * 10 + f) * at(tuned.kernel, f * 3 + c);
        expect(Math.abs(sum - logit)).toBeLessThan(1e-5);
      });
    });
  });
});
