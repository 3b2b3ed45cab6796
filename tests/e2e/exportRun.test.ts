import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/runCli.ts';
import { launchApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { makeSample } from './support/sample.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture } from './support/looks.ts';

const minutes = (count: number) => ({ timeout: count * 60_000 });

test(
  'a run is exported from its menu by keyboard, and its bundle gives the scores of the window',
  minutes(10),
  async () => {
    const launched = await launchApp();
    const { page, call, dataDir } = launched;
    page.setDefaultTimeout(60_000);
    await makeSample(launched);
    await setLook(launched, { theme: 'light', language: 'en' });
    const [run] = (await call('run.list', {})).runs;
    if (run === undefined) throw new Error('there is no run');

    const folder = join(dataDir, 'exports');
    mkdirSync(folder);
    await answerDialogs(launched, folder);
    await page.keyboard.press('Control+3');
    const entry = page.getByRole('navigation', { name: 'Runs' }).getByRole('button', { name: run.name });
    await entry.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article').getByRole('heading', { name: run.name }).waitFor();
    const menu = page.getByRole('article').getByRole('button', { name: 'More actions' });
    await menu.focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: 'Export for another computer…' });
    await item.waitFor();
    await takePicture(launched, 'export-menu-en');
    for (let step = 0; step < 8 && !(await item.evaluate((found) => found === document.activeElement)); step += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    const messages = page.getByRole('region', { name: 'Messages' });
    await messages.getByText(/^Export done/).waitFor();
    await messages.getByRole('button', { name: 'Show in folder' }).waitFor();
    await takePicture(launched, 'export-done-en');
    expect(await accessibilityProblems(launched)).toEqual([]);
    const [exported = ''] = readdirSync(folder);
    expect(exported).toMatch(/-bundle$/);

    const { photos } = await call('photo.list', { datasetId: run.datasetId, offset: 0, limit: 3, split: 'valid' });
    const scored = await Promise.all(
      photos.map(async ({ path }) => (await call('prediction.create', { runId: run.id, path })).row),
    );
    const { code, stdout, stderr } = await runCli(['score', '-', '--bundle', join(folder, exported)], {
      stdin: photos.map(({ path }) => `${path}\n`).join(''),
    });
    expect(code, stderr).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { path: string; score: number; label: string });
    expect(rows).toHaveLength(3);
    for (const [index, { path, score, label }] of scored.entries()) {
      expect(rows[index]).toMatchObject({ path, label });
      expect(Math.abs((rows[index]?.score ?? NaN) - (score ?? NaN))).toBeLessThan(1e-5);
    }
  },
);
