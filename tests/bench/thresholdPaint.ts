import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import startDisplay from '../e2e/support/display.ts';
import { startApp, type LaunchedApp } from '../e2e/support/startApp.ts';
import { hundredThousand } from '../ui/results/referenceVector.ts';
import { longTasksOf } from './window/longTasks.ts';

/*
 * What a threshold move costs in the real window over 100,000 scores, from the key to the frame in which all is drawn anew (Event Timing, steps
 * of 8 ms), beside each chart and in each other tab. A promise is 50 ms. One JSON line a place; first the opening of so many rows.
 *
 *   npm run bundle && node tests/bench/thresholdPaint.ts [MOVES]
 */

const moves = Number(process.argv[2] ?? 40);
const CHARTS = ['ROC', 'PR', 'Calibration', 'Decision', 'Scores'];
const AREAS = ['Errors', 'Subgroups', 'Compare', 'Report'];

const say = (figures: object): void => void process.stdout.write(`${JSON.stringify(figures)}\n`);

async function importScores({ call }: LaunchedApp, root: string): Promise<void> {
  const { rowIds, labels, scores } = hundredThousand();
  const path = join(root, 'scores.csv');
  const rows = rowIds.map((id, row) => `${id},${labels[row]},${scores[row]},${row % 4 === 0 ? 'face' : 'trunk'}`);
  await writeFile(path, ['id,label,score,site', ...rows, ''].join('\n'));
  await call('evaluation.importScores', {
    path,
    idColumn: 'id',
    labelColumn: 'label',
    mapping: { 0: 'benign', 1: 'malignant' },
    readers: [{ column: 'score', name: 'A hundred thousand', scale: 'probability' }],
    groupColumn: null,
  });
}

/** Milliseconds from key to frame, of each of the moves; a move that the window answers within 16 ms is not told and counts as 16. */
async function moveMany({ page }: LaunchedApp): Promise<number[]> {
  await page.evaluate(() => {
    const found: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') found.push(entry.duration);
    });
    const options = { type: 'event', durationThreshold: 16 };
    observer.observe(options);
    Object.assign(window, { keyTimes: { found, observer } });
  });
  for (let move = 0; move < moves; move += 1) {
    await page.keyboard.press(move % 20 < 10 ? '[' : ']');
    await page.waitForTimeout(120);
  }
  const told = await page.evaluate(() => {
    const { found, observer } = (window as unknown as { keyTimes: { found: number[]; observer: PerformanceObserver } })
      .keyTimes;
    observer.disconnect();
    return found;
  });
  return [...told, ...Array.from({ length: Math.max(0, moves - told.length) }, () => 16)].toSorted((a, b) => a - b);
}

async function measure(launched: LaunchedApp, where: string): Promise<void> {
  await launched.page.waitForTimeout(1500);
  let times: number[] = [];
  const tasks = await longTasksOf(launched, async () => {
    times = await moveMany(launched);
  });
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? NaN;
  say({ where, moveMs: { median: at(0.5), p95: at(0.95), max: at(1) }, longTasks: tasks });
}

async function main(): Promise<void> {
  if (!Number.isInteger(moves) || moves < 1) throw new Error('usage: node tests/bench/thresholdPaint.ts [MOVES]');
  const stopDisplay = await startDisplay();
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-threshold-'));
  try {
    const launched = await startApp(join(root, 'data'));
    const { page, call } = launched;
    try {
      await call('settings.set', { language: 'en', theme: 'light' });
      await importScores(launched, root);
      await page.reload();
      await page.waitForLoadState('load');
      const opening = await longTasksOf(launched, async () => {
        await page.keyboard.press('Control+4');
        await page.getByTestId('cell-fn').waitFor();
        await page.waitForTimeout(3000);
      });
      say({ where: 'opening 100,000 rows', longTasks: opening });
      // The resampled intervals come after the last move; they are the worker's.
      for (const chart of CHARTS) {
        await page.getByRole('tab', { name: chart, exact: true }).click();
        await measure(launched, chart);
      }
      for (const area of AREAS) {
        await page.getByRole('tab', { name: new RegExp(`^${area}`) }).click();
        await measure(launched, area);
      }
    } finally {
      await launched.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    stopDisplay?.();
  }
}

await main();
