import type { TrainConfig } from './schemas/run.ts';

/**
 * Whether a training chooses anything by its validation photos, so that their figures flatter a little: the epoch that is kept, when to stop, or a learning rate
 * that falls when they say that there is no progress. An average of runs is taken to, as one of them may.
 */
export function choosesByValidation({ tuning, earlyStoppingPatience, ensemble }: TrainConfig): boolean {
  if (tuning === null || ensemble !== undefined) return true;
  return tuning.keep !== 'last' || tuning.schedule.name === 'plateau' || earlyStoppingPatience !== null;
}
