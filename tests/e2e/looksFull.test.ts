import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { idle } from './support/sample.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture, type Look } from './support/looks.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });
const looks: readonly Look[] = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'zh-CN' },
  { theme: 'contrast', language: 'en' },
];

/** Everything that a screen can show: the sample with a run that errs, three readers beside it, a card, a batch. */
async function fill(launched: LaunchedApp): Promise<void> {
  const { call, dataDir } = launched;
  await call('demo.start', { train: true });
  await idle(launched);
  const [run] = (await call('run.list', {})).runs;
  const [evaluation] = (await call('evaluation.list', {})).evaluations;
  if (run === undefined || evaluation === undefined) throw new Error('the sample left no evaluation');
  const { paths, labels, scores } = (await call('evaluation.get', { id: evaluation.id })).scores;
  const threshold = scores.filter((_, row) => labels[row] === 1).sort((a, b) => a - b)[3];
  const [path] = paths;
  if (threshold === undefined || path === undefined) throw new Error('the sample has too few malignant photos');
  await call('run.setThreshold', { id: run.id, value: threshold, source: 'manual', target: null, unlock: true });
  const readers = join(dataDir, 'readers.csv');
  const rows = paths.map((id, row) => {
    const score = Math.round(100 * (scores[row] ?? 0));
    return [id, labels[row], score, 100 - Math.abs(score - 60), (row * 37) % 101].join(',');
  });
  writeFileSync(readers, ['id,label,first,second,third', ...rows].join('\n'));
  await call('evaluation.importScores', {
    path: readers,
    idColumn: 'id',
    labelColumn: 'label',
    mapping: { 0: 'benign', 1: 'malignant' },
    readers: ['first', 'second', 'third'].map((column) => ({ column, name: column, scale: 'percent' })),
    groupColumn: null,
  });
  await call('prediction.create', { runId: run.id, path });
  for (const views of ['one', 'flips'] as const) {
    const config = { ...run.config, views };
    await call('crossValidation.start', { datasetId: run.datasetId, name: `Recipe ${views}`, config, folds: 2 });
  }
  const inputs = [join(dataDir, 'sample', 'test', 'melanoma')];
  await call('batch.start', { runId: run.id, inputs, threshold: null, out: null, resume: true });
  await idle(launched);
}

interface Visit {
  launched: LaunchedApp;
  look: Look;
  found: string[];
}

/** Names every rule that the screen breaks once nothing is on its way, and what is left in the wrong language. */
async function inspect({ launched, look, found }: Visit, where: string): Promise<void> {
  const { page } = launched;
  await expect.poll(() => page.locator('.working').count(), minutes(1)).toBe(0);
  await page.waitForTimeout(120);
  found.push(...(await accessibilityProblems(launched)).map((problem) => `${look.theme} ${where}: ${problem}`));
  if (look.language === 'zh-CN') found.push(...(await englishLeft(page)).map((text) => `${where}: English: ${text}`));
}

/** Sentences in English where all words are Chinese, but for names, paths and what is marked as English. */
const englishLeft = (page: LaunchedApp['page']): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const left: string[] = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      const parent = walker.currentNode.parentElement;
      if (!/[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text) || parent === null) continue;
      if (parent.closest('[lang="en"], script, style') === null && parent.checkVisibility()) left.push(text);
    }
    return left;
  });

/** Each tab of the list of tabs at this place on the screen, and with it what `then` does there. */
async function eachTab(visit: Visit, list: number, where: string, then?: (place: number) => Promise<void>) {
  const tabs = visit.launched.page.getByRole('tablist').nth(list).getByRole('tab');
  const count = await tabs.count();
  expect(count, where).toBeGreaterThan(3);
  for (let place = 0; place < count; place += 1) {
    await tabs.nth(place).click();
    await then?.(place);
    await inspect(visit, `${where} tab ${place + 1}`);
  }
}

/** The errors with one of them chosen and decided on, and the same photo in the viewer. */
async function visitErrors(visit: Visit): Promise<void> {
  const { page } = visit.launched;
  await page.getByRole('listbox').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await inspect(visit, 'viewer');
  await page.keyboard.press('c');
  await page.keyboard.press('Space');
  await inspect(visit, 'viewer with two photos');
  await page.keyboard.press('Escape');
}

async function visitResults(visit: Visit): Promise<void> {
  const { page } = visit.launched;
  await page.keyboard.press('Control+4');
  await page.getByTestId('cell-fn').waitFor();
  await eachTab(visit, 1, 'results charts', () => page.locator('summary, [aria-expanded]').first().waitFor());
  await eachTab(visit, 0, 'results', async (place) => {
    if (place === 1) await visitErrors(visit);
    if (place === 3) for (const box of await page.getByRole('checkbox').all()) await box.check();
  });
  const split = page.getByRole('combobox').nth(1);
  await split.click();
  await inspect(visit, 'choice of a split');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByTestId('test-gate').waitFor();
  await inspect(visit, 'closed test split');
}

/** The forms for a training and its proof, with all settings of a fine-tuning, and the recipes side by side. */
async function visitTraining(visit: Visit): Promise<void> {
  const { page } = visit.launched;
  await page.keyboard.press('Control+3');
  await inspect(visit, 'train');
  await page.locator('main nav').first().getByRole('button').first().click();
  await page.getByRole('radio').nth(1).check();
  await page.getByTestId('plan').waitFor();
  await page.locator('main summary').click();
  await inspect(visit, 'a fine-tuning');
  await page.locator('main nav').nth(1).getByRole('button').first().click();
  await page.getByTestId('tried').waitFor();
  await page.locator('main summary').click();
  await inspect(visit, 'recipes side by side');
}

async function visitData(visit: Visit): Promise<void> {
  const { page } = visit.launched;
  await page.keyboard.press('Control+2');
  await inspect(visit, 'data');
  if ((await page.getByRole('tablist').count()) === 0) {
    await page.locator('main').getByText('Sample (drawn)', { exact: true }).first().click();
    if ((await page.getByRole('tablist').count()) === 0) await page.keyboard.press('Enter');
    await page.getByRole('tablist').waitFor();
  }
  await eachTab(visit, 0, 'data', async (place) => {
    if (place !== 0) return;
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
  });
}

test(
  'every screen with all that it can show is within WCAG AA, in every theme and in its language',
  minutes(10),
  async () => {
    const launched = await launchApp();
    const { page } = launched;
    page.setDefaultTimeout(30_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await fill(launched);
    const found: string[] = [];
    for (const look of looks) {
      const visit: Visit = { launched, look, found };
      await setLook(launched, look);
      await page.keyboard.press('Control+1');
      await inspect(visit, 'start');
      await visitData(visit);
      await visitTraining(visit);
      await visitResults(visit);
      await page.keyboard.press('Control+5');
      await page.getByRole('complementary').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('article').waitFor();
      await inspect(visit, 'prediction card');
      await takePicture(launched, `full-card-${look.theme}`);
      await page.keyboard.press('Control+6');
      await inspect(visit, 'batch');
      for (const [keys, where] of [
        ['F1', 'help'],
        ['Control+,', 'settings'],
        ['Control+j', 'jobs'],
        ['Control+k', 'commands'],
        ['?', 'shortcuts'],
        ['Control+o', 'import'],
      ] as const) {
        await page.keyboard.press(keys);
        await inspect(visit, where);
        await page.keyboard.press('Escape');
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
