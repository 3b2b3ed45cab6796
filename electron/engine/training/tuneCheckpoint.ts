import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '../../shared/schemas/common.ts';
import { EpochMetrics } from '../../shared/schemas/run.ts';
import { readCheckpointFile } from './checkpointFile.ts';
import { writeContainer } from './container.ts';
import type { TrainerState } from './graphTrainer.ts';

/**
 * One epoch of fine-tuning. loss, accuracy and auc are of the training batches as they were trained on (augmented, with dropout, while the weights
 * moved), so that they cost nothing; the validation figures are of the weights after the epoch. Losses are cross-entropy of the classes that the head
 * has; accuracy and AUC are of malignant against the others.
 */
export const TuneEpoch = EpochMetrics.extend({
  /** Of the epoch's last step. */
  learningRate: z.number(),
});
export type TuneEpoch = z.infer<typeof TuneEpoch>;

/** Where fine-tuning stands after a whole epoch. Batches and changes of photos are drawn from (seed, epoch): there is no other random state. */
export interface TuneCheckpoint {
  history: TuneEpoch[];
  state: TrainerState;
  best: { epoch: number; weights: Float32Array } | null;
}

const Facts = z.object({
  formatVersion: z.literal(1),
  /** Of everything that decides the numbers. */
  configHash: Sha256,
  step: z.int(),
  slotCount: z.int(),
  bestEpoch: z.int().nullable(),
  history: z.array(TuneEpoch).min(1),
});

const magic = 'LLTUNE01';
export const tuneCheckpointPath = (runDir: string): string => join(runDir, 'tuning.bin');

export async function writeTuneCheckpoint(
  runDir: string,
  configHash: string,
  checkpoint: TuneCheckpoint,
): Promise<void> {
  const { state, best, history } = checkpoint;
  const facts: z.input<typeof Facts> = {
    formatVersion: 1,
    configHash,
    step: state.step,
    slotCount: state.slots.length,
    bestEpoch: best?.epoch ?? null,
    history,
  };
  await writeContainer(tuneCheckpointPath(runDir), magic, {
    facts,
    sections: {
      weights: state.weights,
      ...Object.fromEntries(state.slots.map((slot, i) => [`slot${i}`, slot])),
      ...(best === null ? {} : { best: best.weights }),
    },
  });
}

/**
 * The last checkpoint of this very training, or null when there is none, or it is damaged: training then begins again, to the same numbers.
 * @throws AppError NOT_RESUMABLE when it is of other settings or photos.
 */
export async function readTuneCheckpoint(runDir: string, configHash: string): Promise<TuneCheckpoint | null> {
  const read = await readCheckpointFile(tuneCheckpointPath(runDir), { magic, schema: Facts, configHash, runDir });
  if (read === null) return null;
  const { facts, section } = read;
  const { history, step, slotCount, bestEpoch } = facts;
  return {
    history,
    state: {
      weights: section('weights'),
      slots: Array.from({ length: slotCount }, (_, i) => section(`slot${i}`)),
      step,
    },
    best: bestEpoch === null ? null : { epoch: bestEpoch, weights: section('best') },
  };
}
