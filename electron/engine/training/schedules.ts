import type { Schedule } from '../../shared/schemas/run.ts';

export interface ScheduleTime {
  /** From 0: the step that is about to be taken. */
  step: number;
  totalSteps: number;
  /** Of the epochs that are whole, in their order. */
  valLosses: readonly number[];
}

/** What to multiply the learning rate by. Depends on its arguments alone: a resumed training goes on with the same rates. */
export function rateFactor(schedule: Schedule, { step, totalSteps, valLosses }: ScheduleTime): number {
  switch (schedule.name) {
    case 'constant':
      return 1;
    case 'cosine': {
      const { warmupSteps, floor } = schedule;
      if (step < warmupSteps) return (step + 1) / warmupSteps;
      const remaining = totalSteps - 1 - warmupSteps;
      const progress = remaining <= 0 ? 1 : Math.min(1, (step - warmupSteps) / remaining);
      return floor + ((1 - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    }
    case 'plateau':
      return plateauFactor(schedule, valLosses);
  }
}

/** As Keras's ReduceLROnPlateau (mode min, cooldown 0): a loss counts as better when it is lower than the best one by more than minimumGain. */
function plateauFactor(
  { factor, patience, minimumGain, floor }: Extract<Schedule, { name: 'plateau' }>,
  valLosses: readonly number[],
): number {
  let [rate, best, waited] = [1, Infinity, 0];
  for (const loss of valLosses) {
    if (loss < best - minimumGain) {
      [best, waited] = [loss, 0];
      continue;
    }
    waited += 1;
    if (waited < patience) continue;
    rate = Math.max(floor, rate * factor);
    waited = 0;
  }
  return rate;
}
