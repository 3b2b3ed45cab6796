import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture } from './support/looks.ts';

/** Two readers of 120 photos; Ada ranks far better than Bo, who calls nearly everything malignant. */
function readersCsv(): string {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const isMalignant = i % 3 === 0;
    const noise = ((i * 37) % 50) / 100;
    const ada = (isMalignant ? 0.45 : 0.1) + noise;
    const bo = Math.round(100 * (0.4 + noise));
    const sex = i % 10 === 9 ? 'unknown' : i % 2 === 0 ? 'female' : 'male';
    return `ISIC_${i},${isMalignant ? 'melanoma' : 'nevus'},${ada.toFixed(2)},${bo},${sex}`;
  });
  return ['image_id,diagnosis,reader Ada,reader Bo,sex', ...rows].join('\n');
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lesionlab-readers-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test(
  'readers without any run: import a CSV, look at subgroups, compare two, by the keyboard',
  { timeout: 240_000 },
  async () => {
    const launched = await launchApp();
    const { page, call } = launched;
    page.setDefaultTimeout(30_000);
    const csv = join(folder(), 'readers.csv');
    writeFileSync(csv, readersCsv());
    await setLook(launched, { theme: 'light', language: 'en' });
    await answerDialogs(launched, csv);

    await page.keyboard.press('Control+4');
    await page.getByRole('button', { name: 'Import a file of scores' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Choose a CSV file' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('40 malignant, 80 benign, 0 left out').waitFor();
    await takePicture(launched, 'scores-import');
    expect(await accessibilityProblems(launched)).toEqual([]);
    await page.getByRole('button', { name: 'Import 2 readers' }).focus();
    await page.keyboard.press('Enter');

    await page.getByRole('tab', { name: 'Subgroups' }).click();
    const groups = page.getByRole('table', { name: 'By sex' });
    await groups.waitFor();
    expect(await groups.getByRole('rowheader').allTextContents()).toEqual(['All photos', 'female', 'male', 'Unknown']);
    await takePicture(launched, 'scores-subgroups');
    expect(await accessibilityProblems(launched)).toEqual([]);

    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('checkbox', { name: /^reader/ }).focus();
    await page.keyboard.press('Space');
    // computed in a worker of the real window
    await page.getByText('reader Ada ranks better than reader Bo, by more than chance explains.').waitFor();
    await page.getByText(/120 photos are in all of them: 40 malignant, 80 benign/).waitFor();
    await takePicture(launched, 'scores-compare');
    expect(await accessibilityProblems(launched)).toEqual([]);

    // the evaluation as one file, saved and opened again as anybody else would
    const lesionlab = join(folder(), 'ada.lesionlab');
    await answerDialogs(launched, lesionlab);
    const menu = page.getByRole('button', { name: 'More actions' }).first();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Save as one file (.lesionlab)' }).click();
    await page.getByText('Saved “reader Ada”.').waitFor();
    await menu.click();
    await page.getByRole('menuitem', { name: 'Open an evaluation (.lesionlab)' }).click();
    await expect.poll(async () => (await call('evaluation.list', {})).evaluations.length).toBe(3);
    const { evaluations } = await call('evaluation.list', {});
    const opened = evaluations.find(({ origin }) => origin.kind === 'package');
    const ada = evaluations.find(({ name }) => name === 'reader Ada');
    if (opened === undefined || ada === undefined) throw new Error('not opened');
    await page.getByRole('combobox', { name: new RegExp(`: ${opened.name.replaceAll(/[()]/g, '.')}$`) }).waitFor();
    const [before, after] = await Promise.all([ada, opened].map(({ id }) => call('evaluation.get', { id })));
    expect(after?.scores.scores).toEqual(before?.scores.scores);
    expect(after?.scores.labels).toEqual(before?.scores.labels);

    await setLook(launched, { theme: 'dark', language: 'zh-CN' });
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.getByRole('tab', { name: '比较' }).click();
    await page.getByRole('checkbox', { name: /^reader Bo/ }).check();
    await page.getByRole('table', { name: /McNemar/ }).scrollIntoViewIfNeeded();
    await takePicture(launched, 'scores-compare-narrow');
    expect(await accessibilityProblems(launched)).toEqual([]);
    await page.getByRole('tab', { name: '亚组' }).click();
    await page.getByRole('table').waitFor();
    await takePicture(launched, 'scores-subgroups-narrow');
  },
);
