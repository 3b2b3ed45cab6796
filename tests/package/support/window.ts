import { onTestFinished } from 'vitest';
import { chromium, type Locator, type Page } from 'playwright-core';
import { callFrom, type Call } from '../../e2e/support/bridge.ts';
import type { Program } from './install.ts';
import { startAs, type User } from './user.ts';

export interface OpenWindow {
  pid: number;
  page: Page;
  /** The port that the driver asked for. */
  port: number;
  log(): string;
  call: Call;
  /** Drops files or folders of the disk on a place of the page, as the desktop does. */
  drop(place: Locator, paths: readonly string[]): Promise<void>;
  /** Ends it as a shutdown does, and waits. Resolves to its exit code. */
  close(): Promise<number | null>;
}

const START_MS = 60_000;

/** Starts the shipped window as it is, but for a port to drive it by; it is ended with the test. */
export async function openWindow(program: Program, user: User, args: readonly string[] = []): Promise<OpenWindow> {
  const child = startAs(user, [program.window, '--remote-debugging-port=0', ...args], {
    env: { DISPLAY: process.env['DISPLAY'] ?? '' },
  });
  let log = '';
  const take = (chunk: Buffer): void => void (log += chunk.toString());
  child.stdout?.on('data', take);
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no window within ${START_MS} ms:\n${log}`)), START_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      take(chunk);
      const heard = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(log)?.[1];
      if (heard === undefined) return;
      clearTimeout(timer);
      resolve(Number(heard));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the window ended with code ${String(code)}:\n${log}`));
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    return ended;
  };
  onTestFinished(async () => void (await end()));
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the window has no context to drive');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForLoadState('load');

  return {
    pid: child.pid ?? 0,
    page,
    port,
    log: () => log,
    call: callFrom(page),
    async drop(place, paths) {
      await place.scrollIntoViewIfNeeded();
      const box = await place.boundingBox();
      if (box === null) throw new Error('there is nothing to drop on');
      const session = await context.newCDPSession(page);
      const data = { items: [], files: [...paths], dragOperationsMask: 1 };
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await session.send('Input.dispatchDragEvent', { type, ...at });
      }
      await session.detach();
    },
    async close() {
      await browser.close();
      return end();
    },
  };
}
