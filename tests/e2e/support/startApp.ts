import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { callFrom, type Call } from './bridge.ts';
import { electronFile, playwrightLoader, rootFolder } from './places.ts';

export interface StartOptions {
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

export interface LaunchedApp {
  app: ElectronApplication;
  page: Page;
  dataDir: string;
  /** What shell and core wrote to stderr so far. */
  log(): string;
  call: Call;
  /** Quits as a person does; a question about a running job is answered with yes. */
  close(): Promise<void>;
}

/** Root cannot have Chromium's sandbox; everybody else tests with it. */
const isRoot = process.getuid?.() === 0;

/** Starts the built app (`npm run bundle` and set-up have run) on a data folder and waits for its page. For tests see launchApp. */
export async function startApp(dataDir: string, options: StartOptions = {}): Promise<LaunchedApp> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({
    executablePath: electronFile,
    // Without Playwright's loader the app runs ahead of the driver, which then misses its window now and then.
    args: ['-r', playwrightLoader, rootFolder, '--data-dir', dataDir, ...(options.args ?? [])],
    chromiumSandbox: !isRoot,
    env: { ...Object.fromEntries(inherited), ...options.env },
    timeout: 60_000,
  });
  let log = '';
  app.process().stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  let closed = false;
  app.once('close', () => (closed = true));

  async function close(): Promise<void> {
    if (closed) return;
    const gone = app.waitForEvent('close');
    // Native dialogs cannot be clicked by a driver: every question is answered with its first button.
    await app.evaluate(({ app: electronApp, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      electronApp.quit();
    });
    await gone;
  }
  return {
    app,
    page,
    dataDir,
    log: () => log,
    close,
    call: callFrom(page),
  };
}
