import { expect } from 'vitest';
import type { LaunchedApp } from './startApp.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });

/** Waits until the sample's run is finished and nothing is at work any more. */
export async function sampleMade({ call }: Pick<LaunchedApp, 'call'>, trainMinutes = 4): Promise<void> {
  await expect
    .poll(async () => (await call('run.list', {})).runs.map((run) => run.state), minutes(trainMinutes))
    .toEqual(['finished']);
  await expect
    .poll(async () => (await call('job.list', {})).jobs.map((job) => job.state), minutes(2))
    .not.toContain('running');
}

/** Waits until no job is at work or waits for its turn. */
export const idle = ({ call }: Pick<LaunchedApp, 'call'>) =>
  expect
    .poll(
      async () => (await call('job.list', {})).jobs.filter(({ state }) => state === 'running' || state === 'queued'),
      minutes(4),
    )
    .toEqual([]);

/** The drawn sample with a run on it, as the start screen's button makes it. */
export async function makeSample(launched: Pick<LaunchedApp, 'call'>): Promise<void> {
  await launched.call('demo.start', { train: true });
  await sampleMade(launched);
}
