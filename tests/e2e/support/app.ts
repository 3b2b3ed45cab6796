import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startApp, type LaunchedApp, type StartOptions } from './startApp.ts';

export type { LaunchedApp } from './startApp.ts';

export interface LaunchOptions extends StartOptions {
  /** Another LesionLab on another folder does not get in the way. A fresh one when left out. */
  dataDir?: string;
}

/** A data folder that is removed after the test. */
export function freshDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-e2e-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** The app for one test: closed after it when the test has not done so itself. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const launched = await startApp(options.dataDir ?? freshDataDir(), options);
  onTestFinished(() => launched.close());
  return launched;
}
