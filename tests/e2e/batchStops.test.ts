import { appendFileSync, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { accessibilityProblems } from './support/axe.ts';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { setLook, takePicture } from './support/looks.ts';
import { makeSample } from './support/sample.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });
const COPIES = 3;

/** The drawn sample's photos several times over in folders named by diagnosis: long enough to be stopped. */
async function classFolders({ call, dataDir }: LaunchedApp): Promise<{ folder: string; count: number }> {
  const [dataset] = (await call('dataset.list', {})).datasets;
  if (dataset === undefined) throw new Error('the sample left no data set');
  const { photos } = await call('photo.list', { datasetId: dataset.id, offset: 0, limit: 300 });
  const folder = join(dataDir, 'by diagnosis');
  for (const name of ['melanoma', 'nevus', 'to ask']) mkdirSync(join(folder, name), { recursive: true });
  for (const { path, label } of photos) {
    for (let copy = 0; copy < COPIES; copy += 1) {
      const target = join(folder, label === 'malignant' ? 'melanoma' : 'nevus', `${copy}-${basename(path)}`);
      copyFileSync(path, target);
      appendFileSync(target, `copy ${copy}`);
    }
  }
  copyFileSync(photos[0]?.path ?? '', join(folder, 'to ask', 'one.jpg'));
  return { folder, count: photos.length * COPIES + 1 };
}

test(
  'a labelled folder is scored and evaluated, cancelled, its drive pulled, and gone on with',
  { timeout: 600_000 },
  async () => {
    const launched = await launchApp();
    const { page, call } = launched;
    page.setDefaultTimeout(30_000);
    await makeSample(launched);
    const { folder, count } = await classFolders(launched);
    const theBatch = async () => {
      const [batch] = (await call('batch.list', {})).batches;
      if (batch === undefined) throw new Error('there is no batch');
      return batch;
    };
    const cancelSoon = async (after: number): Promise<void> => {
      await expect.poll(async () => (await theBatch()).scored, minutes(1)).toBeGreaterThan(after);
      await page.getByRole('button', { name: 'Cancel scoring' }).click();
      await page.getByText('You cancelled this batch.').waitFor();
      expect((await theBatch()).scored).toBeLessThan(count);
    };

    await setLook(launched, { theme: 'light', language: 'en' });
    await page.keyboard.press('Control+6');
    await answerDialogs(launched, folder);
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await page.getByRole('checkbox', { name: /^Evaluate too/ }).check();
    const start = page.getByRole('button', { name: 'Score 1 folder' });
    expect(await start.isDisabled()).toBe(true);
    await takePicture(launched, 'batch-labelled');
    expect(await accessibilityProblems(launched)).toEqual([]);
    await page.getByRole('group', { name: 'What “to ask” means' }).getByText('Exclude').click();
    await start.click();
    await cancelSoon(60);
    const { scored } = await theBatch();

    // The drive is pulled while nothing runs: nothing that was scored is lost by going on.
    renameSync(folder, `${folder} pulled`);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('The folder of the photos is not connected any more').waitFor();
    await page.getByText(`${scored} rows`).waitFor();
    await takePicture(launched, 'batch-pulled');
    expect((await theBatch()).scored).toBe(scored);

    renameSync(`${folder} pulled`, folder);
    await page.getByRole('button', { name: 'Resume' }).click();
    await cancelSoon(scored);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(async () => (await theBatch()).state, minutes(3)).toBe('finished');
    const done = await theBatch();
    expect([done.total, done.scored, done.failed]).toEqual([count, count, 0]);
    const { evaluations } = await call('evaluation.list', { runId: done.runId });
    const evaluation = evaluations.find(({ id }) => id === done.evaluationId);
    expect(evaluation).toMatchObject({ n: count - 1, source: { kind: 'folder', path: folder } });

    await page.getByText('Summary', { exact: true }).click();
    await page.getByRole('table', { name: 'By folder' }).waitFor();
    await takePicture(launched, 'batch-evaluated');
    await page.getByRole('button', { name: /evaluation/i }).click();
    await page.getByRole('heading', { name: 'Results', exact: true }).waitFor();
  },
);
