import { expect, test } from 'vitest';
import { launchApp } from './support/app.ts';
import { accessibilityProblems } from './support/axe.ts';
import { looks, setLook, takePicture } from './support/looks.ts';

const screens = ['start', 'data', 'train', 'results', 'predict', 'batch'] as const;

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
