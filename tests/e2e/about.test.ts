import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICE } from '../../electron/shared/notice.ts';
import { freshDataDir, launchApp } from './support/app.ts';

test('Help, About names Electron, Node, TensorFlow and the weights that are in use', async () => {
  const { app } = await launchApp();
  const shown = await app.evaluate(
    ({ dialog, Menu }) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = (...args: unknown[]) => {
          const options = args.at(-1) as Electron.MessageBoxOptions;
          resolve(`${options.message}\n${options.detail ?? ''}`);
          return Promise.resolve({ response: 0, checkboxChecked: false });
        };
        const entries = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
        entries.find(({ label }) => label === 'About LesionLab')?.click();
      }),
  );
  expect(shown).toMatch(/^LesionLab \d+\.\d+\.\d+\n/);
  expect(shown).toContain(NOTICE);
  expect(shown).toMatch(/^Electron \d+\./m);
  expect(shown).toMatch(/^Node 24\./m);
  expect(shown).toMatch(/^TensorFlow 2\./m);
  expect(shown).toMatch(/^EfficientNet-Lite0: .*Apache-2\.0/m);
  expect(shown).toMatch(/^InceptionV3: .*MIT/m);
});

test('a file that the desktop hands over and that is no evaluation is refused in words', async () => {
  const folder = freshDataDir();
  const file = join(folder, 'not one.lesionlab');
  writeFileSync(file, 'words');
  const { page } = await launchApp({ args: [file] });
  await page.getByText('The file could not be opened or saved').waitFor();
});
