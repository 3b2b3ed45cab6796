import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { ErrorBody } from '../shared/errors.ts';
import { startFailureText } from './failureText.ts';
import type { Words } from './words.ts';

const ask = async (window: BrowserWindow | null, options: MessageBoxOptions): Promise<number> => {
  const box = window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options);
  return (await box).response;
};

/** True: try again. False: quit. */
export async function askAfterStartFailure(
  window: BrowserWindow | null,
  words: Words,
  error: ErrorBody,
  dataFolder: string,
): Promise<boolean> {
  const buttons = [words.tryAgain, words.quit];
  const text = startFailureText(words, error, dataFolder);
  return (await ask(window, { type: 'warning', buttons, defaultId: 0, cancelId: 1, noLink: true, ...text })) === 0;
}

/** Asked once when a job runs: it can be resumed. True: quit. */
export async function askToQuit(window: BrowserWindow | null, words: Words): Promise<boolean> {
  const buttons = [words.quit, words.keepWorking];
  const text = { message: words.jobTitle, detail: words.jobDetail };
  return (await ask(window, { type: 'question', buttons, defaultId: 1, cancelId: 1, noLink: true, ...text })) === 0;
}

/** True: load the page again. False: quit. */
export async function askAfterPageGone(window: BrowserWindow, words: Words, reason: string): Promise<boolean> {
  const buttons = [words.reload, words.quit];
  const text = { message: words.pageGone, detail: `${words.pageGoneDetail}\n${words.details}: ${reason}` };
  return (await ask(window, { type: 'error', buttons, defaultId: 0, cancelId: 1, noLink: true, ...text })) === 0;
}
