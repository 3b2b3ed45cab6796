import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App, AppOptions } from '../../../electron/core/app.ts';
import { createApp } from '../../../electron/core/app.ts';
import type { EventName, Events } from '../../../electron/shared/contract.ts';
import { AppError } from '../../../electron/shared/errors.ts';

/** Removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lesionlab-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Told = { [E in EventName]: { event: E; payload: Events[E] } }[EventName];

/** A core on a data folder of its own (or the given one), closed when the test has ended; `told` gathers its events. */
export async function openApp(options: Partial<AppOptions> = {}): Promise<{ app: App; dataDir: string; told: Told[] }> {
  const dataDir = options.dataDir ?? temporaryFolder();
  const told: Told[] = [];
  const app = await createApp({
    dataDir,
    runtimeDir: join(dataDir, 'runtime'),
    holder: 'command',
    emit: (event, payload) => void told.push({ event, payload } as Told),
    ...options,
  });
  onTestFinished(() => app.close());
  return { app, dataDir, told };
}

/** What the promise fails with; fails itself when it does not. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('it did not fail');
}

/** Settles once the condition holds; asks every few milliseconds, and gives up loudly. */
export async function until(condition: () => boolean, what: string, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
