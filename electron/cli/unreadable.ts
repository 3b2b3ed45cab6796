import type { UnreadablePhoto } from '../shared/schemas/dataset.ts';
import { photoErrorText } from './errorText.ts';
import type { Output } from './output.ts';
import { counted, oneLine } from './table.ts';

const LISTED = 50;

/** Names on stderr the photos that were left out, each with its reason; the JSON has them all. */
export function noteUnreadable(output: Output, unreadable: UnreadablePhoto[]): void {
  if (unreadable.length === 0) return;
  output.note(`${counted(unreadable.length, 'photo')} could not be used:`);
  for (const { path, code, message } of unreadable.slice(0, LISTED)) {
    output.note(`  ${oneLine(path)}: ${photoErrorText(code)} (${oneLine(message)})`);
  }
  if (unreadable.length > LISTED) output.note(`  ... and ${unreadable.length - LISTED} more (all of them with --json)`);
}
