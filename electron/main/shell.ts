import { app, BrowserWindow, ipcMain, Menu, session, type IpcMainInvokeEvent } from 'electron';
import { contract, type Output } from '../shared/contract.ts';
import type { ErrorBody } from '../shared/errors.ts';
import { showAbout } from './about.ts';
import { answerCall, type Sender } from './calls.ts';
import { createCore, type Core, type CoreState } from './core.ts';
import { askAfterPageGone, askAfterStartFailure, askToQuit } from './dialogs.ts';
import { forkCore } from './forkCore.ts';
import { buildMenu } from './menu.ts';
import { lockDown } from './offline.ts';
import { START_PAGE } from './origin.ts';
import { openedFileOf } from './openedFile.ts';
import type { Places } from './places.ts';
import { createQuit, hasRunningJob } from './quit.ts';
import { serveScheme, type ResolveMedia } from './scheme.ts';
import { createShellHandlers } from './shellHandlers.ts';
import { createWindow } from './window.ts';
import { languageOf, wordsOf, type Language } from './words.ts';

/** The core kills its engine after 10 s; it gets a little longer itself. */
const CORE_GRACE_MS = 15_000;
/** A core that does not say whether a job runs must not keep the app open. */
const JOB_ANSWER_MS = 3_000;

const mediaFrom =
  (core: () => Core): ResolveMedia =>
  async (request) => {
    const reply = await core().call('media.resolve', request);
    if (!reply.ok) {
      if (reply.error.code === 'NOT_FOUND') return null;
      throw new Error(`${reply.error.code}: ${reply.error.message}`);
    }
    return contract['media.resolve'].output.parse(reply.value) satisfies Output<'media.resolve'>;
  };

async function within<T>(ms: number, work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), ms)));
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Wires window, core and system together; returns when the page has loaded. */
export async function runShell(places: Places): Promise<void> {
  /** The file that the program was started with, or was asked for since: the page hears of it once it can. */
  let waitingFile = openedFileOf(process.argv.slice(1), process.cwd());
  let pageLoaded = false;
  const openFile = (path: string | null): void => {
    if (path === null) return;
    if (pageLoaded) send('file.opened', { path });
    else waitingFile = path;
  };
  // macOS says it so, and does before all else.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFile(path);
  });

  await app.whenReady();
  let language: Language = languageOf(app.getLocale());
  let state: { state: CoreState; message: string } = { state: 'starting', message: '' };
  let window: BrowserWindow | null = null;
  const words = () => wordsOf(language);
  const send = (event: string, payload: unknown): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send('lesionlab:event', event, payload);
  };
  const showMenu = (): void => {
    const about = (): void => void showAbout(window, words(), core).catch(console.error);
    Menu.setApplicationMenu(buildMenu(words(), (command) => send('menu.command', { command }), about));
  };

  async function onFailed(error: ErrorBody): Promise<void> {
    if (await askAfterStartFailure(window, words(), error, places.dataFolder)) core.restart();
    else await quit.request();
  }
  const core = createCore({
    fork: () => forkCore(places),
    now: Date.now,
    onEvent: send,
    onState(next, message) {
      state = { state: next, message };
      send('core.state', state);
    },
    onFailed: (error) => void onFailed(error),
    log: console.error,
  });
  const quit = createQuit({
    anyJob: async () =>
      hasRunningJob(await within(JOB_ANSWER_MS, core.call('job.list', {}), { ok: true, value: null })),
    confirm: () => askToQuit(window, words()),
    stopCore() {
      window?.hide();
      return core.stop(CORE_GRACE_MS);
    },
    leave: () => app.quit(),
  });

  lockDown(session.defaultSession);
  serveScheme(
    session.defaultSession,
    places.rendererFolder,
    mediaFrom(() => core),
  );
  showMenu();
  window = createWindow(places);
  const { webContents } = window;
  const handlers = createShellHandlers({
    window: () => window ?? BrowserWindow.getAllWindows()[0] ?? createWindow(places),
    onLanguage(next) {
      if (next === language) return;
      language = next;
      showMenu();
    },
  });
  const senderOf = ({ sender, senderFrame }: IpcMainInvokeEvent): Sender => ({
    url: senderFrame?.url ?? null,
    isMainFrame: sender === webContents && senderFrame === webContents.mainFrame,
  });
  ipcMain.handle('lesionlab', (event, channel: unknown, input: unknown) =>
    answerCall({ core, handlers }, senderOf(event), channel, input),
  );

  // A page that loads late, or again, has missed what was said before.
  webContents.on('did-finish-load', () => {
    send('core.state', state);
    pageLoaded = true;
    openFile(waitingFile);
    waitingFile = null;
  });
  webContents.on('render-process-gone', (_event, { reason }) => void onPageGone(reason));
  async function onPageGone(reason: string): Promise<void> {
    if (window === null || reason === 'clean-exit') return;
    if (await askAfterPageGone(window, words(), reason)) window.webContents.reload();
    else await quit.request();
  }

  app.on('second-instance', (_event, args, currentDir) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    openFile(openedFileOf(args.slice(1), currentDir));
  });
  const holdUntilDone = (event: Electron.Event): void => {
    if (quit.done) return;
    event.preventDefault();
    void quit.request();
  };
  window.on('close', holdUntilDone);
  window.on('closed', () => (window = null));
  app.on('before-quit', holdUntilDone);
  app.on('window-all-closed', () => app.quit());
  // A signal comes from a script or a shutdown: nobody is there to be asked.
  let leaving = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      leaving = true;
      void core.stop(CORE_GRACE_MS).then(() => app.exit(0));
    });
  }

  await window.loadURL(START_PAGE).catch((error: unknown) => {
    // A page that a signal cut off in the middle of its loading is no failure.
    if (!leaving) throw error;
  });
}
