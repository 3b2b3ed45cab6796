import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recommendedPreset } from '../../electron/shared/presets.ts';
import startDisplay from '../e2e/support/display.ts';
import { startApp, type LaunchedApp } from '../e2e/support/startApp.ts';
import { withEngine } from '../support/engine.ts';
import { hasIsic, isicDir } from '../support/sharedData.ts';
import { benchPhotos } from './photoSet.ts';
import { longTasksOf } from './window/longTasks.ts';

/*
 * Scrolls through 2,000 thumbnails in the real window, in Data and in the errors' gallery, and tells of the main thread's long tasks in a
 * trace: a promise is that there is none over 50 ms. First while the thumbnails are made, then again. One JSON line a pass.
 *
 *   npm run bundle && node tests/bench/scrolling.ts [DATA_DIR]
 *
 * DATA_DIR: a copy of a data folder with a finished run on 2,000 training photos: its threshold is moved. Without it one is made in 3 minutes or so.
 */

const PHOTOS = 2000;

/** The wheel of a hurried hand: 100 pixels in each frame from top to bottom. */
const STEP_PX = 100;

async function finished({ page, call }: LaunchedApp): Promise<void> {
  for (;;) {
    const { jobs } = await call('job.list', {});
    if (jobs.every(({ state }) => state !== 'running' && state !== 'queued')) return;
    await page.waitForTimeout(300);
  }
}

async function make(launched: LaunchedApp, source: string): Promise<void> {
  const { call } = launched;
  await call('dataset.import', {
    source,
    labelsCsv: null,
    groupColumn: null,
    name: 'Scrolling',
    mapping: { nevus: 'benign', seborrheic_keratosis: 'benign', melanoma: 'malignant' },
    split: hasIsic ? { kind: 'folder' } : { kind: 'random', ratios: { train: 0.9, valid: 0.1, test: 0 }, seed: 7 },
  });
  await finished(launched);
  const dataset = (await call('dataset.list', {})).datasets[0];
  if (dataset === undefined) throw new Error('nothing was imported');
  await call('run.start', { datasetId: dataset.id, name: 'Scrolling', config: { ...recommendedPreset, epochs: 5 } });
  await finished(launched);
}

/** From top to bottom, a step a frame; the frames are the window's own. */
async function scrollThrough({ page }: LaunchedApp): Promise<void> {
  await page.getByRole('listbox').evaluate(
    (list, step) =>
      new Promise<void>((resolve) => {
        function next(): void {
          list.scrollTop += step;
          if (list.scrollTop >= list.scrollHeight - list.clientHeight - 1) resolve();
          else requestAnimationFrame(next);
        }
        next();
      }),
    STEP_PX,
  );
}

async function measure(launched: LaunchedApp, where: string): Promise<void> {
  const { page } = launched;
  const tiles = await page.getByRole('listbox').getByRole('option').first().getAttribute('aria-setsize');
  for (const pass of ['first', 'again']) {
    await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, 0));
    await page.waitForTimeout(1500);
    const started = performance.now();
    const tasks = await longTasksOf(launched, () => scrollThrough(launched));
    const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
    process.stdout.write(`${JSON.stringify({ where, pass, tiles: Number(tiles), seconds, ...tasks })}\n`);
  }
}

async function run(dataDir: string, source: string | null): Promise<void> {
  const launched = await startApp(dataDir);
  const { page, call } = launched;
  try {
    if (source !== null) await make(launched, source);
    const run = (await call('run.list', {})).runs.find(({ state }) => state === 'finished');
    if (run === undefined) throw new Error('there is no finished run in the data folder');
    const { evaluations } = await call('evaluation.list', { runId: run.id });
    if (!evaluations.some(({ source: judged }) => judged.kind === 'split' && judged.split === 'train')) {
      await call('evaluation.start', { runId: run.id, source: { kind: 'split', split: 'train' } });
      await finished(launched);
    }
    await call('settings.set', { language: 'en', theme: 'light' });
    await page.reload();
    await page.keyboard.press('Control+2');
    await page.getByRole('listbox', { name: 'Photos of the data set' }).waitFor();
    await measure(launched, 'data');
    await page.keyboard.press('Control+4');
    await page.getByRole('combobox', { name: /^Judged on/ }).click();
    await page.getByRole('option', { name: /^Train/ }).click();
    // at 1 every benign photo is spared and every malignant one missed: the larger gallery has most of the photos
    await call('run.setThreshold', { id: run.id, value: 1, source: 'manual', target: null, unlock: true });
    await page.getByTestId('cell-tn').click();
    await page.getByRole('listbox', { name: /^Spared: / }).waitFor();
    await measure(launched, 'errors');
  } finally {
    await launched.close();
  }
}

async function main(): Promise<void> {
  const given = process.argv[2];
  const stopDisplay = await startDisplay();
  const root = await mkdtemp(join(tmpdir(), 'lesionlab-scrolling-'));
  try {
    if (given !== undefined) return await run(given, null);
    if (!hasIsic) await withEngine((engine) => benchPhotos(root, PHOTOS, engine));
    await run(join(root, 'data'), hasIsic ? isicDir : join(root, 'drawn'));
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
    stopDisplay?.();
  }
}

await main();
