import { recommendedPreset } from '../../shared/presets.ts';
import { notesFor } from '../../shared/runNotes.ts';
import { AppError } from '../../shared/errors.ts';
import type { RunNote, RunPlan, TrainConfig, TuningConfig } from '../../shared/schemas/run.ts';
import type { CoreContext } from '../context.ts';
import { getDataset } from '../database/datasets.ts';
import { photosOfSplit } from '../database/photos.ts';
import { expectedSeconds } from './estimate.ts';
import { runClasses } from './runClasses.ts';

/** What may be fitted to a time. */
export type Planned = 'members' | 'epochs' | 'cachedViews';

export interface PlanRequest {
  datasetId: string;
  config: TrainConfig;
  minutes: number;
  fixed: readonly Planned[];
}

/** Of the time, what is left for what an estimate does not see. */
const RESERVE = 0.1;

/**
 * What is tried, from the most to the least: networks, then shares of the recipe's own views and epochs. Several networks are worth most, since
 * they never do worse than one of them; fewer views cost little; fewer epochs most, so they go last.
 */
const STEPS = [
  { members: 5, views: 1, epochs: 1 },
  { members: 3, views: 1, epochs: 1 },
  { members: 2, views: 1, epochs: 1 },
  { members: 1, views: 1, epochs: 1 },
  { members: 1, views: 0.5, epochs: 1 },
  { members: 1, views: 0.5, epochs: 0.6 },
  { members: 1, views: 0.25, epochs: 0.4 },
] as const;

/** The largest of the steps above that this computer's measured speeds let fit into nine tenths of the minutes. Throws NOT_FOUND, BAD_INPUT for a frozen network. */
export function planRun(
  context: Pick<CoreContext, 'database'>,
  { datasetId, config, minutes, fixed }: PlanRequest,
): { config: TrainConfig; plan: RunPlan; notes: RunNote[] } {
  const { database } = context;
  const { tuning } = config;
  if (tuning === null) {
    throw new AppError(
      'BAD_INPUT',
      'Only a fine-tuning is fitted to a time: a head on a frozen network takes moments.',
      {
        details: { remedy: 'Choose --preset best with it, or leave the minutes out.' },
      },
    );
  }
  getDataset(database, datasetId);
  const train = photosOfSplit(database, datasetId, 'train');
  const counts = { train: train.length, valid: photosOfSplit(database, datasetId, 'valid').length };
  const budget = minutes * 60 * (1 - RESERVE);
  const choices = STEPS.map((step) => stepped(config, tuning, step, fixed));
  const seconds = (choice: TrainConfig): number => expectedSeconds(context, choice, counts);
  const smallest = choices.at(-1) ?? config;
  const fitting = choices.find((choice) => seconds(choice) <= budget) ?? null;
  // What was fixed by hand is not taken back.
  const frozen = {
    ...recommendedPreset,
    backboneId: config.backboneId,
    seed: config.seed,
    tensorBoard: config.tensorBoard,
  };
  const chosen = fitting ?? (fixed.length > 0 ? smallest : frozen);
  const plan = { minutes, seconds: seconds(chosen === frozen ? smallest : chosen) };
  const classes = runClasses(tuning.target, train).length;
  return { config: chosen, plan, notes: notesFor(chosen, { ...counts, classes }, plan) };
}

function stepped(
  config: TrainConfig,
  tuning: TuningConfig,
  step: { members: number; views: number; epochs: number },
  fixed: readonly Planned[],
): TrainConfig {
  const part = (whole: number, share: number): number => Math.max(1, Math.round(whole * share));
  return {
    ...config,
    epochs: fixed.includes('epochs') ? config.epochs : part(config.epochs, step.epochs),
    tuning: {
      ...tuning,
      members: fixed.includes('members') ? tuning.members : step.members,
      cachedViews: fixed.includes('cachedViews') ? tuning.cachedViews : part(tuning.cachedViews, step.views),
    },
  };
}
