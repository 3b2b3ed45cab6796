import { hash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../../shared/schemas/common.ts';
import { EpochMetrics } from '../../shared/schemas/run.ts';
import { readCheckpointFile } from './checkpointFile.ts';
import { writeContainer } from './container.ts';
import type { HeadState } from './headTrainer.ts';

/** Where training stands after a whole epoch. Batches are drawn from (seed, epoch), so there is no other random state. */
export interface Checkpoint {
  history: EpochMetrics[];
  state: HeadState;
  best: BestEpoch | null;
}

export interface BestEpoch {
  epoch: number;
  valLoss: number;
  /** On features as training scales them. */
  weights: Float32Array;
  /** [1] */
  bias: Float32Array;
}

const Facts = z.object({
  formatVersion: z.literal(1),
  /** Of everything that decides the numbers: settings, photos with their labels in order, features' key. */
  configHash: Sha256,
  step: z.int(),
  slotCount: z.int(),
  best: z.object({ epoch: z.int(), valLoss: z.number() }).nullable(),
  history: z.array(EpochMetrics).min(1),
});

const magic = 'LLCHECK1';
export const checkpointPath = (runDir: string): string => join(runDir, 'checkpoint.bin');

export const hashConfig = (facts: unknown): string => hash('sha256', JSON.stringify(facts), 'hex');

export async function writeCheckpoint(runDir: string, configHash: string, checkpoint: Checkpoint): Promise<void> {
  const { state, best, history } = checkpoint;
  const facts: z.input<typeof Facts> = {
    formatVersion: 1,
    configHash,
    step: state.step,
    slotCount: state.slots.length,
    best: best === null ? null : { epoch: best.epoch, valLoss: best.valLoss },
    history,
  };
  await writeContainer(checkpointPath(runDir), magic, {
    facts,
    sections: {
      weights: state.weights,
      bias: state.bias,
      ...Object.fromEntries(state.slots.map((slot, i) => [`slot${i}`, slot])),
      ...(best === null ? {} : { bestWeights: best.weights, bestBias: best.bias }),
    },
  });
}

/**
 * The last checkpoint of this very training, or null when there is none: training then begins again, to the same numbers.
 * @throws AppError NOT_RESUMABLE when it is of other settings, photos or features.
 */
export async function readCheckpoint(runDir: string, configHash: string): Promise<Checkpoint | null> {
  const read = await readCheckpointFile(checkpointPath(runDir), { magic, schema: Facts, configHash, runDir });
  if (read === null) return null;
  const { facts, section } = read;
  return {
    history: facts.history,
    state: {
      weights: section('weights'),
      bias: section('bias'),
      slots: Array.from({ length: facts.slotCount }, (_, i) => section(`slot${i}`)),
      step: facts.step,
    },
    best: facts.best === null ? null : { ...facts.best, weights: section('bestWeights'), bias: section('bestBias') },
  };
}
