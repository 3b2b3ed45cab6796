import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchedApp } from './app.ts';
import { screenshotFolder } from './places.ts';

export interface Look {
  theme: 'light' | 'dark' | 'contrast';
  language: 'en' | 'zh-CN';
}

export const looks: readonly Look[] = [
  { theme: 'light', language: 'en' },
  { theme: 'dark', language: 'en' },
  { theme: 'light', language: 'zh-CN' },
  { theme: 'dark', language: 'zh-CN' },
];

/** Gives the window a look, as the settings screen does, and loads the page again so that nothing of the old one is left. */
export async function setLook({ page, call }: LaunchedApp, look: Look): Promise<void> {
  await call('settings.set', look);
  await page.reload();
  await page.waitForLoadState('load');
}

/** Saves the window as `dist/screenshots/<name>.png` and returns the path. */
export async function takePicture({ page }: LaunchedApp, name: string): Promise<string> {
  mkdirSync(screenshotFolder, { recursive: true });
  const path = join(screenshotFolder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}
