import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { isOurPage } from './origin.ts';
import type { Places } from './places.ts';
import { MIN_HEIGHT_PX, MIN_WIDTH_PX, placeWindow, readWindowState, writeWindowState } from './windowState.ts';

/** Keeps every page where it is: no navigation, no new windows, no embedded pages. */
export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Electron.Event & { url: string }): void => {
      if (!isOurPage(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Opens the one window, where it was left, and shows it when there is something to see. */
export function createWindow(places: Places): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const workAreas = [primary, ...others].map(({ workArea }) => workArea);
  const { maximized, ...bounds } = placeWindow(readWindowState(places.windowStateFile), workAreas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN_WIDTH_PX,
    minHeight: MIN_HEIGHT_PX,
    show: false,
    title: 'LesionLab',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1d20' : '#f7f7f8',
    autoHideMenuBar: true,
    webPreferences: {
      preload: places.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // The spelling checker would download its dictionaries.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    writeWindowState(places.windowStateFile, { x, y, width, height, maximized: window.isMaximized() });
  });
  return window;
}
