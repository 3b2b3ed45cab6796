import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { NOTICE } from '../../electron/shared/notice.ts';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { makeSample } from './support/sample.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture } from './support/looks.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });

/** The drawn sample, trained on; its photos lie in one folder. */
async function sample(launched: LaunchedApp): Promise<{ folder: string; names: string[] }> {
  await makeSample(launched);
  const { call } = launched;
  const [dataset] = (await call('dataset.list', {})).datasets;
  if (dataset === undefined) throw new Error('the sample left no data set');
  const { photos } = await call('photo.list', { datasetId: dataset.id, offset: 0, limit: 300 });
  return { folder: dataset.source, names: photos.map(({ path }) => basename(path)) };
}

const table = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true, bom: true });

test('a folder is scored, looked through, marked, copied and exported by keyboard', { timeout: 600_000 }, async () => {
  const launched = await launchApp();
  const { page, call, dataDir } = launched;
  page.setDefaultTimeout(30_000);
  const { folder, names } = await sample(launched);
  const fine = async (where: string): Promise<void> => {
    expect({ where, problems: await accessibilityProblems(launched) }).toEqual({ where, problems: [] });
  };

  // The form: a folder, and a table of the clinic's own.
  await setLook(launched, { theme: 'light', language: 'en' });
  await page.keyboard.press('Control+6');
  await answerDialogs(launched, folder);
  await page.getByRole('button', { name: 'Add a folder' }).click();
  const own = join(dataDir, 'clinic.csv');
  writeFileSync(own, `file,room\n${names.map((name, i) => `${name},R${i % 7}`).join('\n')}\n`);
  await answerDialogs(launched, own);
  await page.getByRole('button', { name: 'Choose a table' }).click();
  await page.getByText(own).waitFor();
  await takePicture(launched, 'batch-form');
  await fine('form');
  await page.getByRole('button', { name: 'Score 1 folder' }).click();
  await expect
    .poll(async () => (await call('batch.list', {})).batches.map(({ state }) => state), minutes(3))
    .toEqual(['finished']);
  const [batch] = (await call('batch.list', {})).batches;
  if (batch === undefined) throw new Error('there is no batch');
  expect(batch.failed).toBe(0);
  const rows = async (filter: 'malignant' | 'marked' | 'noted') =>
    (await call('batch.rows', { batchId: batch.id, filter, sort: 'score', descending: true, offset: 0, limit: 100 }))
      .rows;

  // Only those called malignant, most suspicious first.
  await page.getByRole('combobox', { name: /^Show/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Called malignant' }).click();
  const suspicious = await rows('malignant');
  await page.getByText(new RegExp(`^${batch.malignant} rows?$`)).waitFor();
  const grid = page.getByRole('grid', { name: 'Scored photos' });
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  const card = page.getByTestId('row-card');
  await card.getByText(`1 of ${batch.malignant}`).waitFor();

  // Marks and a note by keys; the last act is taken back.
  await page.keyboard.press('m');
  await expect.poll(async () => (await rows('marked')).map(({ id }) => id)).toEqual([suspicious[0]?.id]);
  await page.keyboard.press('n');
  await page.keyboard.type('ruler in the way');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await rows('noted')).map(({ note }) => note)).toEqual(['ruler in the way']);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('d');
  await expect.poll(async () => (await rows('marked')).length).toBe(2);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await rows('marked')).length).toBe(1);
  // looked at: the explanation of the card is that of the stored score
  await card
    .getByText('No warnings')
    .or(card.getByTestId(/^warning-/))
    .first()
    .waitFor(minutes(1));
  await takePicture(launched, 'batch-card');
  await fine('card');

  await page.getByText('Summary', { exact: true }).click();
  await page.getByRole('table', { name: 'By folder' }).waitFor();
  await takePicture(launched, 'batch-summary');
  await fine('summary');
  await page.getByText('Summary', { exact: true }).click();

  // In full size, with the same keys.
  await grid.focus();
  await page.keyboard.press('Enter');
  const viewer = page.locator('dialog[open]');
  await viewer.getByRole('button', { name: /^Done/ }).waitFor();
  await page.keyboard.press('d');
  await expect.poll(async () => (await rows('marked')).map(({ mark }) => mark)).toEqual(['check', 'done']);
  await fine('viewer');
  await page.keyboard.press('Escape');

  // The first three to a folder, as copies.
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('3 selected').waitFor();
  const out = join(dataDir, 'chosen');
  await answerDialogs(launched, out);
  await page.getByRole('button', { name: 'Copy to …' }).click();
  const dialog = page.getByRole('dialog', { name: '3 photos to a folder' });
  await dialog.getByRole('button', { name: 'Choose a folder' }).click();
  await fine('transfer');
  await dialog.getByRole('button', { name: 'Copy 3 photos' }).click();
  await page.getByText(`Copied 3 photos to ${out}.`).waitFor();
  const first = suspicious.slice(0, 3).map(({ row }) => row.path);
  expect(table(join(out, 'index.csv')).map(({ path, notice }) => [path, notice])).toEqual(
    first.map((path) => [path, NOTICE]),
  );
  for (const path of first) expect(readFileSync(join(out, basename(path))).equals(readFileSync(path))).toBe(true);

  // Moved, and brought back to where they came from.
  const moved = join(dataDir, 'moved');
  await answerDialogs(launched, moved);
  await page.getByRole('button', { name: 'Move to …' }).click();
  await dialog.getByRole('button', { name: 'Choose a folder' }).click();
  await dialog.getByRole('button', { name: 'Move 3 photos' }).click();
  await page.getByText(`Moved 3 photos to ${moved}.`).waitFor();
  expect(first.some((path) => existsSync(path))).toBe(false);
  await takePicture(launched, 'batch-moved');
  await page.getByRole('button', { name: 'Bring back' }).click();
  await page.getByText('3 were brought back.').waitFor();
  expect(first.every((path) => existsSync(path))).toBe(true);
  expect(readdirSync(moved)).toEqual([]);

  // The selection as a table with marks, notes and the clinic's own columns, and as a sheet of photos.
  const csv = join(dataDir, 'rows.csv');
  await answerDialogs(launched, csv);
  const menu = page.getByRole('button', { name: 'Export the selected photos' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'CSV for Excel' }).click();
  await page.getByText('Wrote 3 rows').waitFor();
  const exported = table(csv);
  expect(exported.map(({ path, mark, note }) => [path, mark, note])).toEqual([
    [first[0], 'check', 'ruler in the way'],
    [first[1], 'done', ''],
    [first[2], '', ''],
  ]);
  const pdf = join(dataDir, 'sheet.pdf');
  await answerDialogs(launched, pdf);
  await menu.click();
  await page.getByRole('menuitem', { name: 'Contact sheet (PDF)' }).click();
  await expect.poll(() => existsSync(pdf), minutes(1)).toBe(true);
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');

  await setLook(launched, { theme: 'dark', language: 'zh-CN' });
  await page.getByRole('grid', { name: '评分结果' }).focus();
  await page.keyboard.press('ArrowDown');
  await card.waitFor();
  await takePicture(launched, 'batch-zh');
  await fine('Chinese, dark');
});
