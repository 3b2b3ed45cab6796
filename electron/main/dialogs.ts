import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { z } from 'zod';
import type { ErrorBody } from '../shared/errors.ts';
import type { Words } from './words.ts';

/** What the core tells of who holds the data folder; every part may be missing. */
const Holder = z.object({ holder: z.unknown() }).partial().loose();

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The details of a failure as lines `name: value`, nested ones as JSON. */
function detailLines(details: Record<string, unknown>): string[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${asText(value)}`);
}

/** What is shown when the core could not start: for a held folder who holds it, else the reason. */
export function startFailureText(words: Words, error: ErrorBody, dataFolder: string): { message: string; detail: string } {
  const folder = `${words.dataFolder}: ${dataFolder}`;
  if (error.code === 'LOCKED') {
    const { holder, ...rest } = Holder.parse(error.details);
    const who = holder === undefined ? [error.message, ...detailLines(rest)] : [`${words.heldBy}: ${asText(holder)}`];
    return { message: words.lockedTitle, detail: [words.lockedDetail, '', folder, ...who].join('\n') };
  }
  const crashed = error.details['reason'] === 'CORE_CRASHED';
  return {
    message: crashed ? words.crashedTitle : words.failedTitle,
    detail: [folder, error.message, ...detailLines(error.details)].join('\n'),
  };
}

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
