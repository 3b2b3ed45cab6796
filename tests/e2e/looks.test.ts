import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test } from 'vitest';
import { launchApp, type LaunchedApp } from './support/app.ts';
import { looks, setLook, takePicture } from './support/looks.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = ['start', 'data', 'train', 'results', 'predict', 'batch'] as const;

/** Where the screen breaks WCAG 2.2 AA as far as axe can tell, as lines that name the rule and the place. */
async function accessibilityProblems({ page }: LaunchedApp): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(() => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
  });
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

for (const look of looks) {
  test(`every screen of an empty app is drawn in ${look.theme} and ${look.language}, in its language and within WCAG AA`, async () => {
    const launched = await launchApp();
    const { page } = launched;
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await setLook(launched, look);
    const html = page.locator('html');
    await expect.poll(() => html.getAttribute('lang')).toBe(look.language);
    await expect.poll(() => html.getAttribute('data-theme')).toBe(look.theme);
    for (const [index, screen] of screens.entries()) {
      await page.keyboard.press(`Control+${index + 1}`);
      await expect.poll(() => page.locator('main').innerText()).not.toBe('');
      await takePicture(launched, `empty-${screen}-${look.theme}-${look.language}`);
      const text = await page.locator('body').innerText();
      expect(/[\u4e00-\u9fff]/.test(text), screen).toBe(look.language === 'zh-CN');
      expect(await accessibilityProblems(launched), screen).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
}
