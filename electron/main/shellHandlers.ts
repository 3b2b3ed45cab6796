import { dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { contract, type ShellChannel } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import { filterOf, saveContent } from './saveContent.ts';
import type { Language } from './words.ts';

/** The calls that the shell answers itself; input and output are checked by the contract on the way. */
export type ShellHandlers = { [C in ShellChannel]: (input: unknown) => Promise<unknown> };

export interface ShellHandlerDeps {
  window(): BrowserWindow;
  onLanguage(language: Language): void;
}

const checked =
  <I, O>(call: { input: z.ZodType<I>; output: z.ZodType<O> }, answer: (input: I) => O | Promise<O>) =>
  async (raw: unknown): Promise<O> => {
    const parsed = call.input.safeParse(raw);
    if (!parsed.success) throw new AppError('BAD_INPUT', z.prettifyError(parsed.error));
    return call.output.parse(await answer(parsed.data));
  };

async function pathKind(path: string): Promise<'folder' | 'file' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

export function createShellHandlers({ window, onLanguage }: ShellHandlerDeps): ShellHandlers {
  const pick = async (options: Electron.OpenDialogOptions): Promise<{ path: string | null }> => {
    const { canceled, filePaths } = await dialog.showOpenDialog(window(), options);
    return { path: canceled ? null : (filePaths[0] ?? null) };
  };
  return {
    'shell.chooseFolder': checked(contract['shell.chooseFolder'], ({ title }) =>
      pick({ title, properties: ['openDirectory', 'createDirectory'] }),
    ),
    'shell.chooseFile': checked(contract['shell.chooseFile'], ({ title, filters }) =>
      pick({ title, filters, properties: ['openFile'] }),
    ),
    'shell.saveFile': checked(contract['shell.saveFile'], async ({ title, defaultName, filters }) => {
      const options = { title, defaultPath: defaultName, filters };
      const { canceled, filePath } = await dialog.showSaveDialog(window(), options);
      return { path: canceled || filePath === '' ? null : filePath };
    }),
    'shell.saveContent': checked(contract['shell.saveContent'], async ({ title, defaultName, ...content }) => {
      const options = { title, defaultPath: defaultName, filters: [filterOf(content.format)] };
      const { canceled, filePath } = await dialog.showSaveDialog(window(), options);
      return { path: canceled || filePath === '' ? null : await saveContent(filePath, content) };
    }),
    'shell.showInFolder': checked(contract['shell.showInFolder'], ({ path }) => {
      shell.showItemInFolder(path);
      return {};
    }),
    'shell.pathKind': checked(contract['shell.pathKind'], async ({ path }) => ({ kind: await pathKind(path) })),
    'shell.setLook': checked(contract['shell.setLook'], ({ theme, language }) => {
      // Chromium has no high-contrast source: the page draws that look itself, native parts go dark with it.
      nativeTheme.themeSource = theme === 'contrast' ? 'dark' : theme;
      onLanguage(language);
      return {};
    }),
  };
}
