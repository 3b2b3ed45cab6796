import { z } from 'zod';
import type { ErrorBody } from '../shared/errors.ts';
import type { Words } from './words.ts';

/** What the core tells of who holds the data folder; null where the holder left no word. */
const Holder = z.object({ pid: z.int(), kind: z.enum(['window', 'command']), since: z.iso.datetime() });

/** Who holds the folder, as people read it: `a command (process 4711), since 25 Nov 2026, 02:11`. */
function holderText(words: Words, details: Record<string, unknown>): string | null {
  const holder = Holder.safeParse(details);
  if (!holder.success) return null;
  const { pid, kind, since } = holder.data;
  const time = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(since),
  );
  return `${words.heldBy}: ${kind === 'window' ? words.aWindow : words.aCommand} (${words.process} ${pid}), ${words.since} ${time}`;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The details of a failure as lines `name: value`, nested ones as JSON. */
const detailLines = (details: Record<string, unknown>): string[] =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${asText(value)}`);

/** What is shown when the core could not start: for a held folder who holds it, else the reason. */
export function startFailureText(
  words: Words,
  error: ErrorBody,
  dataFolder: string,
): { message: string; detail: string } {
  const folder = `${words.dataFolder}: ${dataFolder}`;
  if (error.code === 'LOCKED') {
    const who = holderText(words, error.details) ?? error.message;
    return { message: words.lockedTitle, detail: [words.lockedDetail, '', folder, who].join('\n') };
  }
  const crashed = error.details['reason'] === 'CORE_CRASHED';
  return {
    message: crashed ? words.crashedTitle : words.failedTitle,
    detail: [folder, error.message, ...detailLines(error.details)].join('\n'),
  };
}
