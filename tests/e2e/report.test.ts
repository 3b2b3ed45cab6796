import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICE } from '../../electron/shared/notice.ts';
import { launchApp } from './support/app.ts';
import { answerDialogs } from './support/dialogs.ts';
import { makeSample } from './support/sample.ts';
import { accessibilityProblems } from './support/axe.ts';
import { setLook, takePicture } from './support/looks.ts';

/** Of poppler; not every computer has it. */
const READER = 'pdftotext';

/** Text of each page; null where this computer has no reader. */
function pagesOf(pdf: string): string[] | null {
  const { status, stdout } = spawnSync(READER, [pdf, '-'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\f').slice(0, -1) : null;
}

test('a report is made by keyboard, as a web page and as paper', { timeout: 600_000 }, async () => {
  const launched = await launchApp();
  const { page, call, dataDir } = launched;
  page.setDefaultTimeout(60_000);
  await makeSample(launched);
  const reports = async (): Promise<number> =>
    (await call('job.list', {})).jobs.filter(({ kind }) => kind === 'report').length;
  const openTab = async (name: string): Promise<void> => {
    await page.keyboard.press('Control+4');
    const tab = page.getByRole('tab', { name, exact: true });
    // from the first tab by arrows alone
    await page.getByRole('tab').first().focus();
    for (let step = 0; step < 10 && !(await tab.evaluate((tabs) => tabs === document.activeElement)); step += 1) {
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Enter');
  };

  await setLook(launched, { theme: 'light', language: 'en' });
  await openTab('Report');
  const save = page.getByRole('button', { name: 'Save the report' });
  await save.waitFor();
  expect(await accessibilityProblems(launched)).toEqual([]);

  // Closed without a name: nothing is made.
  await answerDialogs(launched, null);
  await save.focus();
  await page.keyboard.press('Enter');
  await save.waitFor();
  expect(await reports()).toBe(0);

  const html = join(dataDir, 'report.html');
  await answerDialogs(launched, html);
  await page.getByRole('spinbutton', { name: /^Malignant among the patients/ }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('2');
  await save.focus();
  await page.keyboard.press('Enter');
  await page.getByText(`Saved as ${html}`).waitFor();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Show in folder' }).waitFor();
  await takePicture(launched, 'report-en');
  expect(await accessibilityProblems(launched)).toEqual([]);
  const written = readFileSync(html, 'utf8');
  expect(written).toContain(NOTICE);
  expect(written).toContain('At a prevalence of 2.0 %');

  // The same on paper, in Chinese.
  await setLook(launched, { theme: 'light', language: 'zh-CN' });
  await openTab('报告');
  await page
    .getByRole('combobox', { name: '格式' })
    .or(page.getByRole('button', { name: '格式' }))
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /PDF/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const pdf = join(dataDir, '报告.pdf');
  await answerDialogs(launched, pdf);
  await page.getByRole('button', { name: '保存报告' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(`已保存为 ${pdf}`).waitFor();
  await takePicture(launched, 'report-zh');
  const bytes = readFileSync(pdf);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.byteLength).toBeGreaterThan(50_000);
  const pages = pagesOf(pdf);
  if (pages === null) return;
  expect(pages.length).toBeGreaterThan(3);
  for (const [index, text] of pages.entries()) {
    expect(text).toContain(NOTICE);
    expect(text).toMatch(new RegExp(`\\b${index + 1} ?/ ?${pages.length}\\b`));
  }
  expect(pages.join('')).toContain('恶性检出率（灵敏度）');
});
