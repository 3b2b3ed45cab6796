import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

/** Commands that a menu entry sends to the window as `menu.command`. */
export type MenuCommand =
  | 'import'
  | 'palette'
  | 'screen.start'
  | 'screen.data'
  | 'screen.train'
  | 'screen.results'
  | 'screen.predict'
  | 'screen.batch'
  | 'screen.settings'
  | 'screen.help'
  | 'shortcuts';

/** The native menu: standard roles plus the app's own entries; `about` opens the About box. */
export function buildMenu(words: Words, send: (command: MenuCommand) => void, about: () => void): Menu {
  const entry = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const isMac = process.platform === 'darwin';
  const developer: MenuItemConstructorOptions[] = app.isPackaged ? [] : [separator, { role: 'toggleDevTools' }];
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: words.file,
      submenu: [
        entry(words.import, 'import', 'CmdOrCtrl+O'),
        separator,
        entry(words.settings, 'screen.settings', 'CmdOrCtrl+,'),
        separator,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { label: words.edit, role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        entry(words.palette, 'palette', 'CmdOrCtrl+K'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...developer,
      ],
    },
    {
      label: words.go,
      submenu: [
        entry(words.start, 'screen.start', 'CmdOrCtrl+1'),
        entry(words.data, 'screen.data', 'CmdOrCtrl+2'),
        entry(words.train, 'screen.train', 'CmdOrCtrl+3'),
        entry(words.results, 'screen.results', 'CmdOrCtrl+4'),
        entry(words.predict, 'screen.predict', 'CmdOrCtrl+5'),
        entry(words.batch, 'screen.batch', 'CmdOrCtrl+6'),
      ],
    },
    { label: words.window, role: 'windowMenu' },
    {
      label: words.help,
      role: 'help',
      submenu: [
        entry(words.helpPages, 'screen.help'),
        entry(words.shortcuts, 'shortcuts'),
        separator,
        { label: words.about, click: about },
      ],
    },
  ];
  return Menu.buildFromTemplate(template);
}
