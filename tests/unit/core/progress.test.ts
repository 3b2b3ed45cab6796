import { expect, test, vi, onTestFinished } from 'vitest';
import { createProgressReporter } from '../../../electron/core/jobs/progress.ts';
import { createRateMeter } from '../../../electron/core/jobs/rate.ts';

test('a speed is told after a second, over the last fifteen', () => {
  const rate = createRateMeter();
  expect(rate.add(0, 0)).toBeNull();
  expect(rate.add(9, 900)).toBeNull();
  expect(rate.add(10, 1000)).toBeCloseTo(10);
  for (let second = 2; second <= 20; second += 1) rate.add(10 * second, 1000 * second);
  let latest: number | null = null;
  for (let second = 21; second <= 40; second += 1) latest = rate.add(200 + 30 * (second - 20), 1000 * second);
  expect(latest).toBeCloseTo(30);
});

test('nothing done has no speed', () => {
  const rate = createRateMeter();
  rate.add(5, 0);
  expect(rate.add(5, 5000)).toBeNull();
});

test('the newest report is told when its turn comes, none after the stop', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told: string[] = [];
  const reporter = createProgressReporter({
    now: () => new Date(),
    publish: ({ phase, done, perSecond }, secondsLeft) =>
      void told.push(`${phase} ${done} ${perSecond} ${secondsLeft}`),
  });
  reporter.report('reading', 1, 10);
  reporter.report('reading', 2, 10);
  reporter.report('reading', 3, 10);
  expect(told).toEqual(['reading 1 null null']);
  vi.advanceTimersByTime(100);
  expect(told).toEqual(['reading 1 null null', 'reading 3 null null']);
  vi.advanceTimersByTime(900);
  reporter.report('reading', 5, 10);
  expect(told.at(-1)).toBe('reading 5 4 1.25');
  reporter.report('writing', 0, 3);
  expect(reporter.stop()).toMatchObject({ phase: 'writing', done: 0, total: 3, perSecond: null });
  vi.advanceTimersByTime(1000);
  expect(told).toHaveLength(3);
});
