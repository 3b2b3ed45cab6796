import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { summarize } from '../../electron/shared/metrics/summary.ts';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { makeSample } from './support/sample.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture } from './support/looks.ts';

/** The sample, trained and scored; the threshold is moved so far up that there are missed photos to look at. */
async function prepare(launched: LaunchedApp) {
  await makeSample(launched);
  const { call } = launched;
  const [run] = (await call('run.list', {})).runs;
  const evaluation = (await call('evaluation.list', {})).evaluations.find(
    ({ source }) => source.kind === 'split' && source.split === 'valid',
  );
  if (run === undefined || evaluation === undefined) throw new Error('the sample left no evaluation');
  const { scores } = await call('evaluation.get', { id: evaluation.id });
  const malignant = scores.scores.filter((_, row) => scores.labels[row] === 1).sort((a, b) => a - b);
  const value = malignant[3];
  if (value === undefined) throw new Error('the sample has too few malignant photos');
  await call('run.setThreshold', { id: run.id, value, source: 'manual', target: null, unlock: true });
  return { run, evaluation, confusion: summarize({ ...scores, threshold: value }).confusion };
}

test('a reviewer corrects labels by keyboard and makes a version of them', { timeout: 600_000 }, async () => {
  const launched = await launchApp();
  const { page, call, dataDir } = launched;
  page.setDefaultTimeout(30_000);
  const { run, evaluation, confusion } = await prepare(launched);
  const open = async (): Promise<number> =>
    (await call('review.list', { datasetId: run.datasetId })).decisions.filter(({ versionId }) => versionId === null)
      .length;
  expect(confusion.fn).toBeGreaterThanOrEqual(2);

  await setLook(launched, { theme: 'light', language: 'en' });
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: /^Errors/ }).click();
  const grid = page.getByRole('listbox', { name: `Missed: ${confusion.fn}` });
  await grid.focus();

  // Two photos by keys alone: one in the gallery, one in the viewer, with its reason.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await expect.poll(open).toBe(1);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const viewer = page.locator('dialog[open]');
  await viewer.getByText('Not decided').waitFor();
  await page.keyboard.press('x');
  await viewer.getByRole('button', { name: 'Blurred or badly exposed' }).click();
  await viewer.getByText('Excluded: Blurred or badly exposed').waitFor();
  await takePicture(launched, 'review-viewer');
  expect(await accessibilityProblems(launched)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect.poll(open).toBe(2);

  // One is taken back and decided otherwise: its reason first, then the decision itself.
  await grid.focus();
  await page.keyboard.press('z');
  await page.getByText('Excluded', { exact: true }).waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(open).toBe(1);
  await page.getByText('1 decision not yet in a data set version').waitFor();
  await takePicture(launched, 'review-errors');
  expect(await accessibilityProblems(launched)).toEqual([]);

  // The errors as a list with copies beside it.
  const out = join(dataDir, 'errors');
  await answerDialogs(launched, out);
  await page.getByRole('button', { name: 'CSV and copies of the photos' }).click();
  await page.getByText(new RegExp(`^${confusion.fn + confusion.fp} rows? written to`)).waitFor();
  expect(readFileSync(join(out, 'errors.csv'), 'utf8').trim().split('\n').length).toBe(1 + confusion.fn + confusion.fp);

  // The version: what changes, its name, and the way to training.
  await page.getByRole('button', { name: 'Make a new version' }).click();
  const sheet = page.getByRole('dialog', { name: /^New version of/ });
  await sheet.getByRole('grid', { name: 'Changes' }).waitFor();
  await takePicture(launched, 'review-version');
  expect(await accessibilityProblems(launched)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Train on it' }).waitFor();
  const { datasets } = await call('dataset.list', {});
  const made = datasets.find(({ version }) => version === 2);
  const parent = datasets.find(({ id }) => id === run.datasetId);
  if (made === undefined || parent === undefined) throw new Error('there is no second version');
  expect(made.photoCount).toBe(parent.photoCount);
  expect(made.counts.valid?.benign).toBe((parent.counts.valid?.benign ?? 0) + 1);
  // what was judged stays as it was judged
  expect((await call('evaluation.get', { id: evaluation.id })).evaluation.n).toBe(evaluation.n);
  await page.getByRole('button', { name: 'Train on it' }).click();
  await page.getByRole('button', { name: /^Train on \d+ photos$/ }).waitFor();

  // The Data screen knows the version and what it changed; the decision is no longer open.
  await page.keyboard.press('Control+2');
  const back = page.getByRole('button', { name: 'All data sets' });
  if (await back.isVisible()) await back.click();
  await page.getByText(made.name, { exact: true }).first().click();
  if (!(await page.getByRole('tab', { name: 'History' }).isVisible())) await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('grid', { name: 'Changes' }).waitFor();
  await takePicture(launched, 'review-history');
  expect(await accessibilityProblems(launched)).toEqual([]);
  await page.getByRole('button', { name: parent.name, exact: true }).click();
  await page.getByRole('tab', { name: /^Health/ }).click();
  await page.getByRole('grid', { name: 'Decisions' }).getByText(made.name).waitFor();
  await takePicture(launched, 'review-health');
  expect(await accessibilityProblems(launched)).toEqual([]);
  expect(await open()).toBe(0);
  expect(existsSync(join(out, 'errors.csv'))).toBe(true);

  await setLook(launched, { theme: 'dark', language: 'zh-CN' });
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: /^错|^误|^判错/ }).click();
  await page.getByRole('listbox').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('x');
  await page.getByText('1 个判定尚未写入数据集版本').waitFor();
  await takePicture(launched, 'review-errors-zh');
  expect(await accessibilityProblems(launched)).toEqual([]);
});
