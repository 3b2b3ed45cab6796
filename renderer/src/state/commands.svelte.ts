import { onDestroy } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { isWriting, keyName } from './keys.ts';

export interface Command {
  /** `noun.verb`; the native menu sends the same names. */
  id: string;
  title: string;
  /** Heading in the palette. */
  group: string;
  /** Shortcuts as `keyName` writes them. */
  keys?: readonly string[];
  run: () => void;
  enabled?: boolean;
  /** Works by key and menu, but is not listed in the palette. */
  hidden?: boolean;
}

const sources = new SvelteMap<symbol, () => readonly Command[]>();

/** Offers commands while the calling component lives. The list may depend on state. */
export function useCommands(list: () => readonly Command[]): void {
  // At once, not in an effect: children's effects run before their parents', and the frame's offers come first.
  const key = Symbol('commands');
  sources.set(key, list);
  onDestroy(() => sources.delete(key));
}

/** All commands on offer, the frame's first. */
export const allCommands = (): readonly Command[] => [...sources.values()].flatMap((list) => list());

/** Runs a command by id, as the native menu asks; false when none of that name is on offer now, or a dialog is open. */
export function runCommand(id: string): boolean {
  if (isCovered()) return false;
  const command = allCommands().find((candidate) => candidate.id === id && candidate.enabled !== false);
  command?.run();
  return command !== undefined;
}

/** Whether something floats above the screen that takes the keys for itself. */
const isCovered = (): boolean =>
  document.querySelector('[role="dialog"], [role="menu"], [role="listbox"][data-floating]') !== null;

/**
 * Runs the command of a pressed key. Single keys stay with the field being written in, and with an open dialog; later
 * offers (a screen's) come before earlier ones (the frame's).
 */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const isChord = name.startsWith('Ctrl+') || name.startsWith('Alt+');
  if (isWriting(event.target) && !isChord) return;
  if (isCovered() && name !== 'Ctrl+K') return;
  const command = allCommands().findLast(
    (candidate) => candidate.enabled !== false && candidate.keys?.includes(name) === true,
  );
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}
