import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { idle } from './support/sample.ts';
import { setLook } from './support/looks.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });
const MOST_TABS = 120;

/** What has the focus, as a screen reader would name it; empty when nothing has. */
const focused = ({ page }: LaunchedApp): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return '';
    const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
    const words = labels.map((label) => label.textContent).join(' ');
    return (element.getAttribute('aria-label') ?? (words || element.innerText)).replaceAll(/\s+/g, ' ').trim();
  });

/** Presses Tab until what is named has the focus, and sees that it is on screen then. */
async function tabTo(launched: LaunchedApp, name: RegExp, key = 'Tab'): Promise<void> {
  const { page } = launched;
  const passed: string[] = [];
  for (let press = 0; press < MOST_TABS; press += 1) {
    await page.keyboard.press(key);
    const present = await focused(launched);
    passed.push(present);
    if (!name.test(present)) continue;
    const isInView = await page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= window.innerHeight && box.right <= window.innerWidth;
    });
    expect(isInView, present).toBe(true);
    return;
  }
  throw new Error(`Tab never came to ${name}: ${passed.join(' | ')}`);
}

test('the whole evaluation without a mouse, as a newcomer meets it', minutes(10), async () => {
  const launched = await launchApp();
  const { page, call, dataDir } = launched;
  page.setDefaultTimeout(30_000);
  await setLook(launched, { theme: 'light', language: 'en' });
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focusIs = (name: RegExp) => expect.poll(() => focused(launched)).toMatch(name);
  const run = async () => {
    const found = (await call('run.list', {})).runs[0];
    if (found === undefined) throw new Error('there is no run');
    return found;
  };

  // The sample, and from it to its results.
  await tabTo(launched, /^Make the sample$/);
  await press('Enter');
  await expect.poll(async () => (await call('job.list', {})).jobs.length).toBe(1);
  await idle(launched);
  await press('Escape');
  await tabTo(launched, /^See its results$/);
  await press('Enter');
  await page
    .getByRole('group', { name: 'Next:' })
    .getByText(/choose the threshold/)
    .waitFor();

  // The threshold: slider, fine steps, undo, a rule.
  await tabTo(launched, /^Threshold$/);
  await press('ArrowRight', 'Shift+ArrowRight', ']', '[');
  await expect.poll(async () => (await run()).threshold.value).toBeCloseTo(0.511, 10);
  await press('z', 'z');
  await expect.poll(async () => (await run()).threshold.value).not.toBeCloseTo(0.511, 10);
  await tabTo(launched, /^Set to .*: Spare at least 80 %$/);
  await press('Enter');
  await expect.poll(async () => (await run()).threshold.source).toBe('targetSpecificity');
  await page
    .getByRole('group', { name: 'Next:' })
    .getByText(/open the test photos/)
    .waitFor();

  // A chart's numbers as a file.
  await tabTo(launched, /^ROC$/);
  await press('ArrowRight');
  await focusIs(/^PR$/);
  const csv = join(dataDir, 'pr.csv');
  await answerDialogs(launched, csv);
  await tabTo(launched, /^Export/);
  await press('Enter');
  await focusIs(/PNG/);
  await press('End');
  await focusIs(/CSV/);
  await press('Enter');
  await page.getByText(/was saved\.$/).waitFor();
  expect(readFileSync(csv, 'utf8').split('\n').length).toBeGreaterThan(20);

  // From a field of the matrix to its photos, to the viewer and back to where it was left; decisions and undo.
  await tabTo(launched, /Missed/, 'Shift+Tab');
  await press('Enter');
  await focusIs(/^Missed: \d+$/);
  const { datasetId } = await run();
  const decided = async () => (await call('review.list', { datasetId })).decisions.length;
  await press('ArrowRight', '1');
  await expect.poll(decided).toBe(1);
  await press('Enter');
  await page.locator('dialog[open]').getByText('Relabelled benign').waitFor();
  await press('ArrowRight', 'x');
  await expect.poll(decided).toBe(2);
  await press('Escape');
  await focusIs(/^Missed: \d+$/);
  await page.locator('[role="option"][aria-posinset="2"][aria-selected="true"]').waitFor();
  await press('z');
  await expect.poll(decided).toBe(1);

  // A version of the decisions, after a look that is broken off.
  await tabTo(launched, /^Make a new version$/);
  await press('Enter');
  await focusIs(/^Name/);
  await press('Escape');
  await focusIs(/^Make a new version$/);
  await press('Enter');
  await focusIs(/^Name/);
  await press('Enter');
  await expect.poll(async () => (await call('dataset.list', {})).datasets.length).toBe(2);

  // The errors as files.
  const folder = join(dataDir, 'errors');
  mkdirSync(folder);
  await answerDialogs(launched, folder);
  await tabTo(launched, /^CSV and copies of the photos$/);
  await press('Enter');
  await page.getByText(/^\d+ photos? copied\.$/).waitFor();
  await focusIs(/./);
  expect(readFileSync(join(folder, 'errors.csv'), 'utf8')).toContain('drawn_');

  // A reader's scores, compared with the run.
  const { scores } = await call('evaluation.get', { id: (await call('evaluation.list', {})).evaluations[0]?.id ?? '' });
  const rows = scores.paths.map((path, row) => `${path},${scores.labels[row]},${(row * 37) % 101}`);
  const readers = join(dataDir, 'reader.csv');
  writeFileSync(readers, ['id,label,reader Ada', ...rows].join('\n'));
  await answerDialogs(launched, readers);
  await tabTo(launched, /^More actions$/);
  await press('Enter');
  await page.getByRole('menu').waitFor();
  for (let item = 0; item < 8 && !/^Import a file/.test(await focused(launched)); item += 1) await press('ArrowDown');
  await press('Enter');
  await tabTo(launched, /^Choose a CSV file$/);
  await press('Enter');
  await focusIs(/^Id of the photo|^id$/);
  await tabTo(launched, /^Import 1 reader$/);
  await press('Enter');
  await page.locator('header').getByText('reader', { exact: true }).first().waitFor();
  await tabTo(launched, /^Figures$/);
  await press('ArrowRight', 'ArrowRight', 'ArrowRight');
  await focusIs(/^Compare$/);
  await tabTo(launched, /^Sample \(drawn\)/);
  await press('Space');
  await page.getByRole('table', { name: /DeLong/ }).waitFor();

  // Back to the run, and its test photos opened.
  await tabTo(launched, /^Whose scores/, 'Shift+Tab');
  await press('Enter');
  await page.getByRole('option', { name: /^Sample/ }).waitFor();
  await press('Home', 'Enter');
  await focusIs(/^Whose scores: Sample/);
  await tabTo(launched, /^Test photos$/);
  await press('Enter');
  await page.getByTestId('test-gate').waitFor();
  await tabTo(launched, /^Lock .* and open the test split$/);
  await press('Enter');
  await page.getByTestId('lock').waitFor(minutes(1));
  expect((await call('run.testOpenings', { id: (await run()).id })).openings.length).toBe(1);

  // One photo's card, its colour off and on again, and the photo full size.
  const [photo] = (await call('photo.list', { datasetId, split: 'test', offset: 0, limit: 1 })).photos;
  await answerDialogs(launched, photo?.path ?? '');
  await press('Control+5');
  await tabTo(launched, /^Choose a photo$/);
  await press('Enter');
  const colour = page.getByRole('article').getByRole('checkbox', { name: 'Colour what raised the score' });
  await expect.poll(() => colour.isEnabled(), minutes(1)).toBe(true);
  const before = await colour.isChecked();
  await tabTo(launched, /^Enlarge the photo$/);
  await press('Space');
  await expect.poll(() => colour.isChecked()).toBe(!before);
  await press('Enter');
  await page.locator('dialog[open]').waitFor();
  await press('Escape');
  await focusIs(/^Enlarge the photo$/);
});
