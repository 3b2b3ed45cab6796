import type { RunNote, TrainConfig } from '../../shared/schemas/run.ts';

/** What the engine kept of each photo where the disk had no room for more: a run that goes on keeps to it. */
export const FEWER_VIEWS = 'FEWER_VIEWS';
export const fewerViewsNote = ({ tuning }: TrainConfig, kept: number): RunNote => ({
  code: FEWER_VIEWS,
  values: { asked: tuning?.cachedViews ?? kept, kept },
});

export function withFewerViews(config: TrainConfig, notes: readonly RunNote[] = []): TrainConfig {
  const kept = notes.findLast(({ code }) => code === FEWER_VIEWS)?.values['kept'];
  const { tuning } = config;
  return tuning === null || typeof kept !== 'number' ? config : { ...config, tuning: { ...tuning, cachedViews: kept } };
}
