import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICE } from '../../electron/shared/notice.ts';
import { summarize } from '../../electron/shared/metrics/summary.ts';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { sampleMade } from './support/sample.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });

/** The rail's entry; several screens have buttons of the same words. */
const goTo = ({ page }: LaunchedApp, screen: string) =>
  page.getByRole('navigation').getByRole('button', { name: screen, exact: true }).click();

test('a newcomer makes the sample and does the whole job with the mouse', { timeout: 600_000 }, async () => {
  const launched = await launchApp();
  const { page, call, dataDir } = launched;
  page.setDefaultTimeout(30_000);

  // The sample: drawn, imported, trained on and evaluated by one button.
  await page.getByRole('button', { name: 'Make the sample' }).click();
  await sampleMade(launched);

  // Import the drawn photos again as one's own, step by step.
  await answerDialogs(launched, join(dataDir, 'sample'));
  await goTo(launched, 'Start');
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Found: folders for splits').waitFor();
  for (const heading of ['What do the classes mean?', 'How are the photos divided?']) {
    await sheet.getByRole('button', { name: 'Continue' }).click();
    await sheet.getByText(heading).waitFor();
  }
  await sheet.getByRole('button', { name: 'Continue' }).click();
  await sheet.getByRole('textbox', { name: 'Name' }).fill('By mouse');
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await expect.poll(async () => (await call('dataset.list', {})).datasets.length, minutes(1)).toBe(2);
  const dataset = (await call('dataset.list', {})).datasets.find(({ name }) => name === 'By mouse');
  if (dataset === undefined) throw new Error('the import is not in the list');
  expect(dataset.photoCount).toBeGreaterThan(250);

  // Train the tutorial's recipe on it.
  await goTo(launched, 'Data');
  const open = page.getByRole('button', { name: /^Train on \d+ photos$/ });
  if (!(await open.isVisible())) await page.getByText('By mouse', { exact: true }).first().click();
  await open.click();
  await page.getByRole('radio', { name: /^Tutorial/ }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('tutorial by mouse');
  await page.getByRole('button', { name: /^Train on/ }).click();
  await page.getByRole('button', { name: 'Open results' }).click(minutes(5));
  const run = (await call('run.list', {})).runs.find(({ name }) => name === 'tutorial by mouse');
  if (run === undefined) throw new Error('the run is not in the list');
  expect([run.state, run.trainableParameters, run.frozenParameters]).toEqual(['finished', 2049, 21_802_784]);

  // One threshold moves the matrix, and is kept with the run.
  await page.getByRole('button', { name: /^Set to 0\.23\d*: / }).click();
  await expect.poll(async () => (await call('run.get', { id: run.id })).run.threshold.value).toBe(0.23);
  const { evaluations } = await call('evaluation.list', { runId: run.id });
  const stored = evaluations[0];
  if (stored === undefined) throw new Error('training left no evaluation');
  const { scores } = await call('evaluation.get', { id: stored.id });
  const { confusion } = summarize({ ...scores, threshold: 0.23 });
  await page.getByRole('button', { name: new RegExp(`^${confusion.tp} Found .*true positives`) }).click();
  await page.getByLabel(`Found: ${confusion.tp}`).first().waitFor();
  await page.keyboard.press(']');
  await expect.poll(async () => (await call('run.get', { id: run.id })).run.threshold.value).toBeCloseTo(0.24, 10);

  // One photo, one card.
  const photo = (
    await call('photo.list', { datasetId: dataset.id, split: 'test', label: 'malignant', offset: 0, limit: 1 })
  ).photos[0];
  if (photo === undefined) throw new Error('the sample has no malignant test photo');
  await answerDialogs(launched, photo.path);
  await goTo(launched, 'Predict');
  await page.getByRole('button', { name: 'Choose a photo' }).click();
  await page.getByText(/^Called (malignant|benign):/).waitFor(minutes(1));
  await page.getByText(NOTICE).first().waitFor();
  const card = (await call('prediction.list', {})).predictions[0];

  // A folder, and its table as CSV: the same photo has the same score.
  await answerDialogs(launched, join(dataDir, 'sample', 'test'));
  await goTo(launched, 'Batch');
  await page.getByRole('button', { name: 'Add a folder' }).click();
  await page.getByRole('button', { name: 'Score 1 folder' }).click();
  await expect.poll(async () => (await call('batch.list', {})).batches[0]?.state, minutes(2)).toBe('finished');
  const out = join(dataDir, 'scores.csv');
  await answerDialogs(launched, out);
  await page.getByRole('button', { name: /CSV/ }).first().click();
  await expect.poll(() => readFileSync(out, 'utf8').trim().split('\n').length).toBe(61);
  const line = readFileSync(out, 'utf8')
    .split('\n')
    .find((row) => row.startsWith(photo.path));
  expect(line?.split(',').at(-1)).toBe(NOTICE);
  expect(Number(line?.split(',')[1])).toBe(card?.row.score);
});
